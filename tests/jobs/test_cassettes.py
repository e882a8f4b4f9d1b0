"""Recorded answers: what is kept, what is not, and what a change since does."""

from __future__ import annotations

import asyncio
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from llm_extract import Extraction, extract
from llm_extract.api import answering
from llm_extract.diplomacy import diplomacy
from llm_extract.errors import CassetteError, ConfigurationError, InvalidAnswer
from llm_extract.extraction import extract_article
from llm_extract.model import Model
from llm_extract.sources import make_article
from tests.conftest import Reply, Server, says, says_with_tokens, sends
from tests.fakes import TEXT, answers, meeting


def record(server: Server, path: Path, reply: Reply | None = None, **options: Any) -> Extraction:
    """Record TEXT against the scripted server."""
    server.replies = [reply or answers()]
    chosen = {"model": "tiny", "base_url": server.url, "api_key": "sk-secret", **options}
    return extract(TEXT, record=path, **chosen)


def test_a_recording_plays_without_server_or_key(server: Server, tmp_path: Path) -> None:
    """The same records, with model and settings from the file, and as often as one likes."""
    path = tmp_path / "c.yaml"
    recorded = record(server, path, temperature=0.5)
    server.close()
    for _ in range(2):
        played = extract(TEXT, replay=path)
        assert played.records == recorded.records
        assert played.usage.output_tokens == recorded.usage.output_tokens
        assert played.provenance.settings == recorded.provenance.settings
        assert played.provenance.settings["temperature"] == 0.5


def test_nothing_private_gets_in(server: Server, tmp_path: Path) -> None:
    """No key, no address, no prompt, no article, no header: digests and the answer."""
    path = tmp_path / "c.yaml"
    headers = {"set_cookie": "session=1", "openai_organization": "org-1"}
    lists = {"meetings": [meeting()]}

    def reply(handler: Any, request: dict[str, Any]) -> None:
        asked = json.dumps(request["response_format"])
        body = {
            "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "tiny",
            "system_fingerprint": "fp_1",
            "choices": [{"index": 0, "finish_reason": "stop", "logprobs": None, "message": {
                "role": "assistant", "content": json.dumps(
                    lists if '"meetings"' in asked else {"positions": []})}}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }  # fmt: skip
        sends(200, body, **headers)(handler, request)

    record(server, path, reply)
    text = path.read_text()
    for secret in ("sk-secret", "127.0.0.1", "session=", "org-1", "fp_1", "chatcmpl", "We will"):
        assert secret not in text
    assert "met Chile" not in text
    assert "numbered sentences" not in text
    content = yaml.safe_load(text)
    assert set(content["interactions"][0]["request"]) == {
        "prompt", "schema", "article", "hint", "reask", "settings",
    }  # fmt: skip


def test_re_asks_are_kept_apart(server: Server, tmp_path: Path) -> None:
    """Each turn of a re-asked conversation plays its own answer."""
    path = tmp_path / "c.yaml"

    def second_time(handler: Any, request: dict[str, Any]) -> None:
        good = len(request["messages"]) > 2
        (answers() if good else says("{}"))(handler, request)

    assert record(server, path, second_time).reasks == 2
    assert extract(TEXT, replay=path).reasks == 2


def test_a_failed_answer_plays_as_it_failed(server: Server, tmp_path: Path) -> None:
    """A broken answer is an answer: it is kept, and fails in the same way."""
    path = tmp_path / "c.yaml"
    with pytest.raises(InvalidAnswer):
        record(server, path, says("{}"))
    with pytest.raises(InvalidAnswer):
        extract(TEXT, replay=path)


def test_a_busy_server_is_not_recorded(server: Server, tmp_path: Path) -> None:
    """A 500 that was waited out leaves no trace."""
    path = tmp_path / "c.yaml"
    server.replies = [sends(500, {"error": {"message": "oops"}}), answers()]
    extract(TEXT, record=path, model="tiny", base_url=server.url)
    assert len(yaml.safe_load(path.read_text())["interactions"]) == 2


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"source": TEXT.replace("Lima", "Cusco")}, "no answer for the article"),
        ({"title": "Another"}, "no answer for the article"),
        ({"published": date(2022, 5, 4)}, "no answer for the article"),
    ],
)
def test_a_changed_article_is_named(
    server: Server, tmp_path: Path, change: dict[str, Any], named: str
) -> None:
    """Text, title and date are what the cassette knows the article by."""
    path = tmp_path / "c.yaml"
    record(server, path)
    with pytest.raises(CassetteError, match=named):
        extract(**{"source": TEXT, "replay": path, **change})


@pytest.mark.parametrize(
    ("part", "named"),
    [
        ("prompt", "another version of the prompt;"),
        ("schema", "another version of the schema;"),
        ("hint", "another version of the hint"),
    ],
)
def test_a_changed_part_is_named(server: Server, tmp_path: Path, part: str, named: str) -> None:
    """One clear error says which of prompt, schema and hint is not the recorded one."""
    path = tmp_path / "c.yaml"
    record(server, path)
    content = yaml.safe_load(path.read_text())
    for interaction in content["interactions"]:
        interaction["request"][part] = "0" * 32
    path.write_text(yaml.safe_dump(content))
    with pytest.raises(CassetteError, match=named):
        extract(TEXT, replay=path)


def test_recording_goes_on_where_it_stopped(server: Server, tmp_path: Path) -> None:
    """What a cassette has is played, not asked; new answers are added."""
    path = tmp_path / "c.yaml"
    record(server, path)
    record(server, path)
    assert len(server.requests) == 2
    extract(TEXT.replace("Lima", "Cusco"), record=path, model="tiny", base_url=server.url)
    assert len(server.requests) == 4
    assert len(yaml.safe_load(path.read_text())["interactions"]) == 4


def test_other_settings_do_not_mix(server: Server, tmp_path: Path) -> None:
    """A cassette holds one model's answers; another's are refused with a way out."""
    path = tmp_path / "c.yaml"
    record(server, path)
    with pytest.raises(ConfigurationError, match="recorded with other settings"):
        record(server, path, model="other")


@pytest.mark.parametrize("content", ["", "[]", "interactions: []", "a: [", "\x00"])
def test_another_file_is_no_cassette(tmp_path: Path, content: str) -> None:
    """One line names the file."""
    path = tmp_path / "c.yaml"
    path.write_text(content)
    with pytest.raises(ConfigurationError, match="is not a cassette"):
        extract(TEXT, replay=path)
    with pytest.raises(ConfigurationError, match="cannot be read"):
        extract(TEXT, replay=tmp_path / "none.yaml")


def test_log_probabilities_are_kept_in_one_line(server: Server, tmp_path: Path) -> None:
    """They play as they were recorded, through a second recording too, whatever is asked."""
    path = tmp_path / "c.yaml"

    def reply(handler: Any, request: dict[str, Any]) -> None:
        asked = json.dumps(request["response_format"])
        lists = {"meetings": [meeting(place="Çanakkale")]}
        content = lists if '"meetings"' in asked else {"positions": []}
        says_with_tokens(content, doubtful="nakka")(handler, request)

    recorded = record(server, path, reply)
    sure = recorded.signals["meetings[0]"].certainty
    assert sure["place"][1] == -2.0
    assert sure["mode"] == (-0.25, -0.25)
    written = yaml.safe_load(path.read_text())
    line = written["interactions"][0]["response"]["choices"][0]["logprobs"]
    assert set(line.split()) <= {"3:-0.25", "3:-2", "2:-0.25", "1:-0.25"}
    record(server, path, reply)
    assert yaml.safe_load(path.read_text()) == written
    for asked in (True, False):
        played = extract(TEXT, replay=path, logprobs=asked)
        assert played.signals == recorded.signals


def test_samples_and_a_second_model_are_recorded_too(server: Server, tmp_path: Path) -> None:
    """Each is a request of its own; the cassette brings the settings along."""
    path = tmp_path / "c.yaml"
    record(server, path, samples=3, second_model="other", repair=True)
    asked = [(r["model"], r.get("seed"), r["temperature"]) for r in server.requests]
    assert asked[::2] == [("tiny", None, 0.0), ("tiny", 1, 0.7), ("tiny", 2, 0.7),
                          ("other", None, 0.0)]  # fmt: skip
    server.close()
    played = extract(TEXT, replay=path)
    assert played.signals["meetings[0]"].others == 3
    assert played.provenance.settings["samples"] == 3


def test_a_recording_plays_on_after_it_was_saved(server: Server, tmp_path: Path) -> None:
    """A save in the middle of a run leaves what is recorded already fit to be played."""
    path = tmp_path / "c.yaml"
    record(server, path)
    asked = len(server.requests)
    with answering(diplomacy(), record=path, model="tiny", base_url=server.url) as (
        settings,
        limit,
        tape,
    ):
        assert tape is not None

        async def twice() -> None:
            async with Model(settings) as model:
                for text in (TEXT.replace("Lima", "Cusco"), TEXT):
                    article = make_article(text)
                    await extract_article(article, diplomacy(), model=model, max_input_tokens=limit)
                    tape.cassette.dirty = True
                    tape.save()

        asyncio.run(twice())
    assert len(server.requests) == asked + 2
