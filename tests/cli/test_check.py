"""`llm-extract check`, as somebody types it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from llm_extract.jobs.store import Store
from llm_extract.paths import is_within
from tests.cli.test_cli import filled, typed
from tests.conftest import ROOT, Server
from tests.fakes import TEXT, answers, meeting

__all__ = ["filled", "typed"]

TRADE_DEALS = f"{ROOT / 'examples' / 'custom' / 'trade_deals.py'}:trade_deals"
RIGHT: dict[str, Any] = {
    **meeting(),
    "date": {"as_written": "Tuesday", "value": "2022-05-03"},
    "evidence": [TEXT.split("\n\n")[1]],
}
WRONG = {**RIGHT, "date": {"as_written": "Tuesday", "value": "2022-02-30"}}
"""Its value is no date, so that a finding does not hang on any one check."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An article, with a gold file of a right and a wrong record beside it."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    gold(tmp_path / "a.gold.json", RIGHT, WRONG)
    return tmp_path


@pytest.fixture
def there(typed: Any, folder: Path) -> Any:
    """Runs `llm-extract …` in that folder."""
    assert folder.is_dir()
    return typed


def gold(path: Path, *meetings: Any, **line: Any) -> None:
    """Write an indented line about a.txt."""
    whole = {"article": "a.txt", "published": "2022-05-03", "meetings": list(meetings), **line}
    path.write_text(json.dumps(whole, indent=1, ensure_ascii=False), encoding="utf-8")


def other(letter: str) -> dict[str, Any]:
    """A participant who is nowhere in the article."""
    return {"name": f"{letter}udmila {letter}orvath", "role": None, "country": None}


def test_flagged_records_come_with_their_reasons(there: Any) -> None:
    """Path, short words, code, message; then the totals; exit 0 though something is flagged."""
    ended = there("check", "a.gold.json")
    assert (ended.code, ended.err) == (0, "")
    first, *_, last = ended.out.splitlines()
    assert first.startswith("a.txt: 2 records, ")
    said = " ".join(ended.out.split())
    assert "meetings[1] held · in_person · Ana Ruiz, Luis Soto" in said
    assert "contradicted date.value (date.impossible)" in said
    assert "'2022-02-30' cannot stand here: " in said
    assert last.startswith("1 article, 2 records, ")
    assert "supported" in last


def test_every_finding_on_request(there: Any) -> None:
    """With -v what is right is there, too."""
    short, full = there("check", "a.gold.json").out, there("check", "a.gold.json", "-v").out
    assert "    supported" not in short
    assert "    supported" in full
    assert "meetings[0]  held" in full


def test_json_has_one_line_an_article(there: Any) -> None:
    """With these keys, and nothing else on standard output."""
    line = json.loads(there("check", "a.gold.json", "--json").out)
    assert list(line) == ["article", "findings", "records", "coverage"]
    assert line["article"] == "a.txt"
    assert list(line["findings"][0]) == [
        "path", "verdict", "code", "message", "spans", "proposed",
    ]  # fmt: skip
    first, second = line["records"]
    assert first["path"] == "meetings[0]"
    assert second["flagged"] is True
    assert "date.impossible" in second["reasons"]


def test_a_flag_can_fail(typed: Any, folder: Path) -> None:
    """For a script that must not go on."""
    assert typed("check", "a.gold.json", "--fail-on-flag").code == 1
    gold(folder / "none.json")
    assert typed("check", "none.json", "--fail-on-flag", "--article", "a.txt").code == 0


def test_lines_without_an_article_are_told_and_the_others_checked(typed: Any, folder: Path) -> None:
    """Exit 1; each is one line on standard error that says what to do."""
    one = {"article": "a.txt", "meetings": [RIGHT]}
    gone = {"article": {"id": "gone", "source": "gone.txt"}, "meetings": [RIGHT]}
    lines = [json.dumps(one), "no json", json.dumps(gone), json.dumps({**one, "meetings": {}})]
    (folder / "x.jsonl").write_text("\n".join(lines), encoding="utf-8")
    ended = typed("check", "x.jsonl")
    assert ended.code == 1
    assert "a.txt: 1 record, " in ended.out
    first, second, third = ended.err.splitlines()
    assert first == "not checked: x.jsonl:2: is not valid JSON (Expecting value)"
    assert "x.jsonl:3: its article is not found: looked for 'gone.txt' or 'gone'" in second
    assert "name it with --article FILE" in second
    assert "x.jsonl:4: meetings: is no list" in third


def test_several_files_are_checked_and_a_missing_one_does_not_stop_the_others(
    typed: Any, folder: Path
) -> None:
    """Exit 1, one line for what is not there."""
    for name in ("x.json", "y.json"):
        content = json.dumps({"article": "a.txt", "meetings": [RIGHT]})
        (folder / name).write_text(content, encoding="utf-8")
    ended = typed("check", "x.json", "nothing.json", "y.json")
    assert ended.code == 1
    assert "2 articles, 2 records" in ended.out
    assert ended.err.startswith("not checked: nothing.json: ")


def test_one_article_named_for_several_files_is_not_that_of_all(typed: Any, folder: Path) -> None:
    """The other file's article is said to be missing, not checked against this one."""
    for name, article in (("x.json", "a.txt"), ("y.json", "other.txt")):
        content = json.dumps({"article": article, "meetings": [RIGHT]})
        (folder / name).write_text(content, encoding="utf-8")
    ended = typed("check", "x.json", "y.json", "--article", "a.txt")
    assert ended.code == 1
    assert "1 article, 1 record" in ended.out
    assert "looked for 'other.txt'" in ended.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (json.dumps([RIGHT]), "is a list without articles"),
        (json.dumps(RIGHT), "does not say which article it is of"),
        ("", "is empty"),
        (json.dumps({"article": "a.txt", "visits": []}), "no list of meetings or positions"),
    ],
)
def test_what_is_no_line_is_refused(typed: Any, folder: Path, content: str, said: str) -> None:
    """In one clear line."""
    (folder / "x.json").write_text(content, encoding="utf-8")
    ended = typed("check", "x.json")
    assert ended.code == 1
    (line,) = ended.err.splitlines()
    assert said in line
    assert "x.json" in line


def test_standard_input_is_read(there: Any) -> None:
    """`-`, with the article from the present folder."""
    line = json.dumps({"article": {"id": "a"}, "meetings": [RIGHT]})
    ended = there("check", "-", "--json", stdin=line)
    assert ended.code == 0
    assert json.loads(ended.out)["article"] == "a"


def test_the_publication_date_of_the_command_line_goes_first(typed: Any, folder: Path) -> None:
    """Then the line's, then the article's."""
    gold(folder / "a.json", RIGHT)
    other = typed("check", "a.json", "--published", "2023-01-01", "--json").out
    assert other != typed("check", "a.json", "--json").out
    gold(folder / "a.json", RIGHT, published="2023-01-01")
    assert typed("check", "a.json", "--json").out == other
    gold(folder / "a.json", RIGHT, published=None)
    own = typed("check", "a.json", "--json").out
    gold(folder / "a.json", RIGHT)
    assert typed("check", "a.json", "--json").out == own


def test_another_text_than_the_lines_is_told(typed: Any, folder: Path) -> None:
    """The spans may be off; it is checked all the same."""
    gold(folder / "a.json", RIGHT, article={"id": "a", "sha256": "0" * 64})
    ended = typed("check", "a.json")
    assert ended.code == 0
    assert "is not the text that the line was made from" in ended.err


def test_an_export_is_found_as_the_store_has_it(filled: Any, tmp_path: Path) -> None:
    """export | check says what run has stored; the article may be in the store alone."""
    filled("export", "-o", "x.jsonl")
    (tmp_path / "a.txt").unlink()
    stored = filled("check", "--json")
    again = filled("check", "x.jsonl", "--json")
    assert (again.code, stored.code) == (0, 0)
    assert again.out == stored.out
    piped = filled("check", "-", "--json", stdin=(tmp_path / "x.jsonl").read_text("utf-8"))
    assert piped.out == again.out


def test_the_store_is_checked_again(filled: Any) -> None:
    """Nothing changes where no check did; how many is said."""
    ended = filled("check")
    assert ended.code == 0
    assert "1 article, 2 records, " in ended.out
    assert "0 verdicts changed; 0 articles checked for the first time" in ended.out
    assert "0 verdicts changed" in filled("check", "--json").err


def test_latest_or_all(filled: Any, server: Server) -> None:
    """Without --all only what lists show."""
    server.replies = [answers([meeting(place="Peru")], [])]
    filled("run", "a.txt", "--force", "--model", "tiny", "--base-url", server.url)
    assert "1 article, 1 record, " in filled("check").out
    assert "2 articles, 3 records, " in filled("check", "--all").out


def test_other_domains_are_left_out(filled: Any) -> None:
    """And it is said."""
    ended = filled("check", "--spec", TRADE_DEALS)
    assert "0 articles, 0 records" in ended.out
    assert "1 article of another domain left out" in ended.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check"], "there is no store"),
        (["check", "--article", "a.txt"], "name RECORDS"),
        (["check", "a.gold.json", "--all"], "is for the store's records"),
        (["check", "a.gold.json", "--published", "May 3"], "write it as YYYY-MM-DD"),
        (["check", "a.gold.json", "--store", "none.db"], "there is no store"),
    ],
)
def test_wrong_usage(there: Any, words: list[str], said: str) -> None:
    """Exit 2, one line."""
    ended = there(*words)
    assert ended.code == 2
    assert said in ended.err
    assert ended.err.count("\n") == 1


def test_run_lists_what_it_flags(typed: Any, server: Server, tmp_path: Path) -> None:
    """Id, type, short words, codes; the count in the summary; the rest is told."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"{TEXT}\nThe end.", encoding="utf-8")
    server.replies = [answers([meeting(participants=[other(c)]) for c in "ABCDEF"], [])]
    ended = typed("run", ".", "--model", "tiny", "--base-url", server.url)
    assert len(typed("records", "--flagged").out.splitlines()) == 12
    assert "12 of 12 records flagged" in ended.out.splitlines()[-1]
    listed = [line for line in ended.out.splitlines() if line.startswith("  ")]
    assert len(listed) == 11
    assert "  meetings  " in listed[0]
    assert listed[0].endswith("]")
    assert listed[-1] == "  … and 2 more: llm-extract records --flagged --run 1"
    again = typed("run", ".", "--model", "tiny", "--base-url", server.url, "--json")
    assert json.loads(again.out)["flagged"] == 12


def test_records_show_what_the_checks_say(typed: Any, server: Server, tmp_path: Path) -> None:
    """Each field's verdict and message; in JSON and CSV the reasons."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    server.replies = [answers([meeting(), meeting(participants=[other("Q")])], [])]
    typed("run", "a.txt", "--model", "tiny", "--base-url", server.url)
    (flagged,) = typed("records", "--flagged").out.splitlines()
    shown = typed("records", flagged.split()[0]).out
    assert "\nchecks\n" in shown
    assert "not found  participants[0].name  (name.not_found)" in shown
    data = json.loads(typed("records", flagged.split()[0], "--json").out)
    codes = {f["code"] for f in data["findings"] if f["verdict"] in ("contradicted", "not_found")}
    assert codes == set(data["reasons"]) - {"confidence.low"}
    table = typed("export", "--format", "csv", "--type", "meetings").out.splitlines()
    assert ",confidence,flagged,reasons,state," in table[0]
    assert any(",yes," in row for row in table)


def test_every_record_of_a_run_has_findings_and_its_export_the_same(
    typed: Any, examples: Path, tmp_path: Path
) -> None:
    """A real small model's answers: stored, shown, exported and checked again."""
    cassette = ROOT / "cassettes" / "qwen2.5-coder-1.5b" / "examples.yaml"
    ended = typed("run", str(examples), "--replay", str(cassette))
    assert ended.code == 0
    with Store(tmp_path / "llm_extract.db") as store:
        for extraction in store.extractions():
            paths = [finding.path for finding in store.findings(extraction.number)]
            for plural, kept in store.kept(extraction.number).items():
                for index in range(len(kept)):
                    assert any(is_within(path, f"{plural}[{index}]") for path in paths)
    for record in typed("records", "--flagged").out.splitlines()[:5]:
        assert record.split()[0] in ended.out
    assert "llm-extract records --flagged --run 1" in ended.out
    typed("export", "-o", "x.jsonl")
    stored, again = typed("check", "--json"), typed("check", "x.jsonl", "--json")
    assert "0 verdicts changed" in stored.err
    assert again.out == stored.out
