"""Right records: the gold that wrong copies are made of, each with its article.

From `examples/diplomacy`, and from `../shared` (seeds and readouts) where it is there.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from llm_extract.article import Article
from llm_extract.countries import countries, country_code

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
EXAMPLES = ROOT / "examples" / "diplomacy"

Data = dict[str, Any]
PLURALS = ("meetings", "positions")

_STEP = re.compile(r"([^.\[\]]+)|\[(\d*)\]")
_BODIES = re.compile(
    r"\b(?:ministry|house|party|agency|office|council|television|government|department|kcna"
    r"|committee|administration|both|sides|countries|news)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Person:
    """A person of an article, as the gold has them."""

    name: str
    role: str | None
    country: str | None

    @property
    def parts(self) -> list[str]:
        """The words of the name that tell people apart: no initials, "Jr." or "II"."""
        words = self.name.replace(",", " ").split()
        return [w for w in words if "." not in w and w.upper() != w and len(w) > 1] or words

    @property
    def code(self) -> str | None:
        """Code of the country."""
        return country_code(self.country) if self.country else None


@dataclass(frozen=True)
class Edit:
    """The records of an article with one value changed.

    Attributes:
        path: what was changed, from the top.
        records: all records, ready for `check`.
        wrong: the value that stands there now.
        other: a second path that is at fault as much, where there is one.
    """

    path: str
    records: Data
    wrong: Any
    other: str = ""


@dataclass(frozen=True)
class Site:
    """One value of one gold record, and what else the gold accepts there."""

    gold: Gold
    path: str
    value: Any
    record: Data
    record_path: str

    @property
    def inside(self) -> str:
        """The path inside the record."""
        return self.path.removeprefix(self.record_path + ".")

    @cached_property
    def right(self) -> list[Any]:
        """The value and all accepted ones; whole accepted lists give their part of it."""
        found = [self.value, *self.record.get("accept", {}).get(self.inside, [])]
        head, _, rest = self.inside.partition("[")
        for whole in self.record.get("accept", {}).get(head, []) if rest else ():
            attribute = self.inside.rpartition(".")[2] if "." in self.inside else None
            found += [part[attribute] if attribute else part for part in whole]
        return found

    def put(self, value: Any) -> Iterator[Edit]:
        """The copy with this value here; none if the value is right, too."""
        if not any(alike(value, right) for right in self.right):
            yield self.gold.edit(self.path, value)


@dataclass(frozen=True)
class Gold:
    """An article and its right records."""

    name: str
    article: Article
    records: Data = field(repr=False)

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    @cached_property
    def plain(self) -> Data:
        """The records as `check` takes them, without what only scorers need."""
        dropped = ("accept", "optional", "spans")
        return {
            plural: [{k: v for k, v in r.items() if k not in dropped} for r in records]
            for plural, records in self.records.items()
        }

    def each(self, plural: str) -> Iterator[tuple[str, Data]]:
        """Every gold record of a type with its path."""
        for index, record in enumerate(self.records[plural]):
            yield f"{plural}[{index}]", record

    def sites(self, pattern: str) -> Iterator[Site]:
        """Every value that is not null and whose path fits: `meetings[].participants[].name`."""
        plural, _, inside = pattern.partition("[].")
        for record_path, record in self.each(plural):
            for path, value in _at(record, _steps(inside), record_path):
                if value is not None:
                    yield Site(self, path, value, record, record_path)

    def edit(self, path: str, value: Any) -> Edit:
        """A copy of all records with one value replaced."""
        records = copy.deepcopy(self.plain)
        *way, last = [int(s) if s.isdigit() else s for s in _steps(path)]
        holder: Any = records
        for step in way:
            holder = holder[step]
        holder[last] = copy.deepcopy(value)
        return Edit(path, records, value)

    def accepted(self) -> Iterator[Edit]:
        """Copies that are right, too: one value replaced by another that the gold accepts.

        Date words and their value go together.
        """
        for plural in PLURALS:
            for path, record in self.each(plural):
                accept = record.get("accept", {})
                for inside, values in accept.items():
                    for value in values:
                        edit = self.edit(f"{path}.{inside}", value)
                        if inside.startswith("date."):
                            both = value_at(edit.records, f"{path}.date")
                            for part in {"as_written", "value"} - {inside.removeprefix("date.")}:
                                both[part] = accept.get(f"date.{part}", [both[part]])[0]
                        yield edit

    def without(self, path: str) -> Edit:
        """A copy of all records without one item of a list; the path is that of the list."""
        list_path, _, index = path.rpartition("[")
        items = [*value_at(self.plain, list_path)]
        gone = items.pop(int(index.rstrip("]")))
        return Edit(list_path, self.edit(list_path, items).records, f"without {gone}")

    def added(self, list_path: str, item: Any) -> Edit:
        """A copy of all records with one more item of a list; the path is the item's."""
        items = [*value_at(self.plain, list_path), item]
        return Edit(f"{list_path}[{len(items) - 1}]", self.edit(list_path, items).records, item)

    @cached_property
    def people(self) -> list[Person]:
        """The persons that the gold names, each once."""
        found: dict[str, Person] = {}
        for record in self.records["meetings"]:
            for part in record["participants"]:
                found.setdefault(part["name"], Person(part["name"], part["role"], part["country"]))
        for record in self.records["positions"]:
            for part in record["holders"]:
                if is_person(part["name"]):
                    found.setdefault(part["name"], Person(part["name"], None, part["country"]))
        return list(found.values())

    @cached_property
    def holders(self) -> list[Data]:
        """The holders that the gold names, each once."""
        parts = [part for record in self.records["positions"] for part in record["holders"]]
        return list({part["name"]: part for part in parts}.values())

    @cached_property
    def countries(self) -> list[str]:
        """The countries of people, parties and holders, one form for each code."""
        parts = [p for r in self.records["meetings"] for p in r["parties"]]
        parts += [p.country for p in self.people if p.country]
        parts += [part["country"] for part in self.holders if part["country"]]
        return list({country_code(p): p for p in parts if country_code(p)}.values())

    def sentences(self, record: Data) -> list[tuple[int, int]]:
        """(start, end) of the sentences that a record's evidence touches."""
        found: dict[tuple[int, int], None] = {}
        for passage in record["evidence"]:
            start = self.text.find(passage)
            for sentence in self.article.sentences if start >= 0 else ():
                if sentence.start < start + len(passage) and start < sentence.end:
                    found.setdefault((sentence.start, sentence.end))
        return list(found)

    def stands(self, words: str) -> bool:
        """Whether the article has the words, in any case."""
        return plainly(words) in plainly(self.text)


def golds() -> list[Gold]:
    """The gold of the seeds, where it is there, and of the examples."""
    found = []
    for path in sorted((SHARED / "gold").glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        found.append(_gold(data, (SHARED / "seeds" / f"{path.stem}.txt")))
    for path in sorted(EXAMPLES.glob("*.gold.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        found.append(_gold(data, EXAMPLES / path.name.replace(".gold.json", ".txt")))
    return found


def readouts() -> list[Gold]:
    """The sixty readouts, meetings only; none where `../shared` is not there."""
    path = SHARED / "gold_readouts" / "meetings.jsonl"
    if not path.exists():
        return []
    texts = SHARED / "data" / "wh_readouts" / "readouts.jsonl"
    rows = [json.loads(line) for line in texts.read_text(encoding="utf-8").splitlines()]
    bodies = {row["file"]: row["body"] for row in rows}
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [_of(line, bodies[line["article"]["id"]]) for line in lines]


def _gold(data: Data, text: Path) -> Gold:
    return _of(data, text.read_text(encoding="utf-8"))


def _of(data: Data, text: str) -> Gold:
    head = data["article"] if isinstance(data["article"], dict) else {"id": data["article"], **data}
    name = head.get("id") or head["article"]
    day = head.get("published")
    article = Article(text=text, id=name, published=date.fromisoformat(day) if day else None)
    return Gold(name, article, {plural: data.get(plural, []) for plural in PLURALS})


def value_at(records: Any, path: str) -> Any:
    """The value at a path from the top."""
    for step in _steps(path):
        records = records[int(step) if step.isdigit() else step]
    return records


def _steps(path: str) -> list[str]:
    return [name or index for name, index in _STEP.findall(path)]


def _at(node: Any, steps: list[str], path: str) -> Iterator[tuple[str, Any]]:
    if not steps:
        yield path, node
    elif steps[0]:
        yield from _at(node[steps[0]], steps[1:], f"{path}.{steps[0]}")
    else:
        for index, item in enumerate(node):
            yield from _at(item, steps[1:], f"{path}[{index}]")


def plainly(words: str) -> str:
    """The words in lower case and with single spaces."""
    return " ".join(words.casefold().split())


def alike(one: Any, other: Any) -> bool:
    """Whether two values say the same: but for case, spaces, "the", or of one country."""
    if not (isinstance(one, str) and isinstance(other, str)):
        return bool(one == other)
    a, b = (plainly(words).removeprefix("the ") for words in (one, other))
    return a == b or (country_code(one) is not None and country_code(one) == country_code(other))


def is_person(name: str) -> bool:
    """Whether a holder's name is a person's: no state, no body, and no word but names."""
    words = name.split()
    return (
        country_code(name) is None
        and not _BODIES.search(name)
        and len(words) > 1
        and all(word[0].isupper() for word in words)
    )


def mentions(text: str, code: str | None) -> bool:
    """Whether the text has a name, demonym or capital of a country."""
    row = countries().get(code or "")
    words = (*row.names, *row.demonyms, *row.governments) if row else ()
    return any(re.search(rf"(?<!\w){re.escape(w)}(?!\w)", text) for w in words)
