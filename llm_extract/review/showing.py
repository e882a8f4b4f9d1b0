"""A record and what the checks say of it → what the page shows, and the marks in its article."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from llm_extract.checks.finding import Finding, Verdict, settled
from llm_extract.exchange import is_mention, mentions, plain
from llm_extract.review.inputs import Input, words
from llm_extract.review.segments import Mark

HUES = 9
"""Colours of fields; the style sheet has `k0` to `k8`."""
_SHORT = 140
"""Characters of a record among others."""

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One finding.

    Attributes:
        number: in the order of the page.
        path: inside the record.
        proposal: what the source supports better, in words; None where nothing is proposed.
    """

    number: int
    path: str
    verdict: Verdict
    code: str
    message: str
    proposal: str | None

    @property
    def is_problem(self) -> bool:
        """Whether a person has to look at it."""
        return self.verdict is not Verdict.SUPPORTED


@dataclass(frozen=True, slots=True)
class Cell:
    """One value.

    Attributes:
        number: in the order of the page.
        label: the field's name inside a group; else empty.
        text: None where there is no value.
        kind: of its input.
        verdict: the worst; None where no check looks at it.
        sure: that it is right; None where that is not known.
        unplaced: whether the article does not have the words.
    """

    number: int
    path: str
    label: str
    text: str | None
    kind: str
    verdict: Verdict | None
    sure: float | None
    unplaced: bool


@dataclass(slots=True)
class Part:
    """A value, or the values of one item of a list, with the findings on them."""

    cells: list[Cell] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether it has no value at all."""
        return all(cell.text is None for cell in self.cells)


@dataclass(slots=True)
class Shown:
    """One field of a record.

    Attributes:
        hue: its colour, from 0 on; None for the evidence, which has one of its own.
        parts: one, or one for each item of a list.
        lines: findings on the field as a whole.
    """

    name: str
    label: str
    rule: str
    hue: int | None
    parts: list[Part]
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class View:
    """A whole record, ready to be rendered."""

    fields: list[Shown]
    lines: list[Line]
    """Findings on the record as a whole."""
    marks: list[Mark]
    """Where its values and the words of its findings stand."""

    @property
    def problems(self) -> list[Line]:
        """The findings that a person has to look at, in the order of the page."""
        found = list(self.lines)
        for shown in self.fields:
            found += [*shown.lines, *(line for part in shown.parts for line in part.lines)]
        return sorted((f for f in found if f.is_problem), key=lambda line: line.number)


def view(
    data: Data,
    fields: Sequence[Input],
    *,
    findings: Sequence[Finding],
    confidences: Mapping[str, float] | None = None,
    linked: Callable[[str, int], str] = lambda plural, index: f"{plural} {index + 1}",
) -> View:
    """How a record is shown.

    Args:
        data: as kept.
        fields: its type's inputs.
        findings: with paths inside the record.
        confidences: path of a value → that it is right.
        linked: what to say of another record that this one points to.
    """
    made = _Maker(fields, list(findings), confidences or {}, linked)
    shown = [made.field(each, data.get(each.name), hue) for each, hue in _hued(fields)]
    return View(shown, made.lines_left(), made.marks)


def summary(data: Data, fields: Sequence[Input]) -> str:
    """What a record says, in one short line."""
    said = [word for each in fields for word in _told(each, plain(data.get(each.name)))]
    return textwrap.shorten(" · ".join(dict.fromkeys(said)), _SHORT, placeholder=" …")


def passages(data: Data) -> list[tuple[int, int]]:
    """Where the evidence of a kept record stands."""
    return [
        (mention["span"]["start"], mention["span"]["end"])
        for path, mention in mentions(dict(data))
        if path.startswith("evidence[") and mention["span"] is not None
    ]


def proposal(finding: Finding, fields: Sequence[Input]) -> str | None:
    """What a finding proposes, as a person would write it; None where it proposes nothing."""
    if finding.proposed is None:
        return None
    said = in_words(finding.proposed)
    is_choice = any(each.name == finding.path and each.kind == "choice" for each in fields)
    return words(said) if is_choice else said


def in_words(value: Any) -> str:
    """A value as a person would write it."""
    if isinstance(value, list):
        return ", ".join(in_words(item) for item in value)
    if isinstance(value, Mapping):
        return ", ".join(in_words(item) for item in value.values() if item is not None)
    return "nothing" if value is None else str(value)


def _hued(fields: Sequence[Input]) -> Iterator[tuple[Input, int | None]]:
    hue = 0
    for each in fields:
        if each.name == "evidence":
            yield each, None
        else:
            yield each, hue % HUES
            hue += 1


def _told(field: Input, value: Any) -> Iterator[str]:
    if value is None or value == "" or field.name == "evidence" or field.kind == "link":
        return
    if isinstance(value, list):
        inner = field.item or field
        if inner.kind == "group":
            yield from (str(item.get(inner.lead)) for item in value if item.get(inner.lead))
        elif inner.kind in ("words", "choice"):
            yield ", ".join(map(str, value))
    elif isinstance(value, Mapping):
        said = [str(v) for v in value.values() if isinstance(v, str)]
        yield from said[-1:]
    elif field.kind != "passage":
        yield words(value) if field.kind == "choice" else str(value)


class _Maker:
    def __init__(
        self,
        fields: Sequence[Input],
        findings: list[Finding],
        confidences: Mapping[str, float],
        linked: Callable[[str, int], str],
    ) -> None:
        self._fields = fields
        self._findings = settled(findings)
        self._confidences = confidences
        self._linked = linked
        self._cells = 0
        self._lines = 0
        self.marks: list[Mark] = []

    def field(self, each: Input, value: Any, hue: int | None) -> Shown:
        path = each.name
        if each.kind == "list":
            item = each.item or Input("text")
            values = value if isinstance(value, list) else []
            parts = [self._part(item, v, f"{path}[{n}]", hue) for n, v in enumerate(values)]
        else:
            parts = [self._part(each, value, path, hue)]
        shown = Shown(path, each.label, each.rule, hue, parts)
        shown.lines = self._taken(path)
        return shown

    def lines_left(self) -> list[Line]:
        """The findings that belong to no field that is shown."""
        left, self._findings = self._findings, []
        return [self._line(finding) for finding in left]

    def _part(self, each: Input, value: Any, path: str, hue: int | None) -> Part:
        part = Part()
        self._fill(part, each, value, path, hue)
        part.lines = self._taken(path)
        return part

    def _fill(self, part: Part, each: Input, value: Any, path: str, hue: int | None) -> None:
        if each.kind == "group":
            for inner in each.fields:
                given = value.get(inner.name) if isinstance(value, Mapping) else None
                self._fill(part, inner, given, f"{path}.{inner.name}", hue)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                inner = each.item or Input("text")
                self._fill(part, inner, item, f"{path}[{index}]", hue)
        else:
            part.cells.append(self._cell(each, value, path, hue))

    def _cell(self, each: Input, value: Any, path: str, hue: int | None) -> Cell:
        number, self._cells = self._cells, self._cells + 1
        span = value.get("span") if is_mention(value) else None
        if span is not None:
            name = "ev" if hue is None else f"k{hue}"
            self.marks.append(Mark(span["start"], span["end"], name, "c", number))
        said = plain(value)
        if each.kind == "link" and isinstance(said, int):
            said = self._linked(each.plural, said)
        verdicts = [f.verdict for f in self._findings if f.path == path]
        return Cell(
            number,
            path,
            each.label if "." in path else "",
            None if said is None or said == "" else str(said),
            each.kind,
            max(verdicts, key=lambda verdict: verdict.rank, default=None),
            self._confidences.get(path),
            is_mention(value) and span is None,
        )

    def _taken(self, path: str) -> list[Line]:
        """The findings on a path and below it; each goes to one place only."""
        below = (f"{path}.", f"{path}[")
        mine = [f for f in self._findings if f.path == path or f.path.startswith(below)]
        self._findings = [f for f in self._findings if f not in mine]
        return [self._line(finding) for finding in mine]

    def _line(self, finding: Finding) -> Line:
        number, self._lines = self._lines, self._lines + 1
        proposed = proposal(finding, self._fields)
        line = Line(number, finding.path, finding.verdict, finding.code, finding.message, proposed)
        if line.is_problem:
            name = f"u-{finding.verdict.value}"
            self.marks += [Mark(a, b, name, "f", number) for a, b in finding.spans]
        return line
