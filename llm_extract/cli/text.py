"""Records, articles and runs as text for people."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from llm_extract.article import Article
from llm_extract.checks.audit import Audit, RecordAudit
from llm_extract.checks.finding import Finding, Verdict
from llm_extract.confidence import shipped
from llm_extract.exchange import Data, is_mention
from llm_extract.jobs.rows import ListedRecord, OutcomeRow, RunRow

_MARKS = {"exact": "=", "normalised": "=", "fuzzy": "~", "none": "?"}
LEGEND = "= found in the article   ~ found nearly so   ? not found there"
_LONG = ("id", "evidence", "outcomes", "topics", "spans", "accept", "optional")
"""What a record says at length, or beside itself."""
_SHORT = 80
"""Characters of a record among others."""
_WIDEST = 100
"""Characters of words from an article in one line."""
_SPANS = 3
"""Places in the article that are shown for one finding."""
_WORST = 5
"""Values of a record that are shown with their confidence."""
_CONTEXT = 120
"""Characters shown before and after a passage."""


def summary(entry: ListedRecord) -> str:
    """One line for one record, cut to the terminal's width when there is one."""
    reasons = f"  [{', '.join(entry.reasons)}]" if entry.reasons else ""
    line = f"{entry.id}  {entry.plural:9}  {_sure(entry)}  {entry.article}  {words(entry.data)}"
    return _cut(line, less=len(reasons)) + reasons


def flagged(entry: ListedRecord) -> str:
    """One line for one flagged record: which, and why."""
    short = textwrap.shorten(words(entry.data), _SHORT)
    return f"{entry.id}  {entry.plural}  {_sure(entry)}  {short}  [{', '.join(entry.reasons)}]"


def worth(flagged: int, records: int) -> str:
    """How many records need a person, and what flags were worth when last measured."""
    known = shipped().measured
    caught = _percent(known.flagged_wrong, known.wrong)
    disturbed = _percent(known.flagged - known.flagged_wrong, known.records - known.wrong)
    return (
        f"{flagged} of {counted(records, 'record')} flagged; such flags held {caught} of the wrong "
        f"and {disturbed} of the right records when last measured, {known.date}, on {known.on}"
    )


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "none"


def words(data: Any) -> str:
    """What a record says, in short; words that the article lacks have a `?` behind them."""
    if not isinstance(data, Mapping):
        return textwrap.shorten(repr(data), _WIDEST)
    shown = [
        short for name, value in data.items() if name not in _LONG and (short := _short(value))
    ]
    return " ".join(" · ".join(shown).split())


def audit(checked: Audit, source: Article, *, records: Mapping[str, Any], every: bool) -> str:
    """What the checks say of one article: its flagged records first, then what was missed.

    Args:
        checked: the findings.
        source: the article, for the words that a finding points to.
        records: the records by plural name, for what they say in short.
        every: show every record with every finding.
    """
    name = (source.source or source.id).rpartition("/")[2]
    count = sum(entry.flagged for entry in checked.records)
    lines = [f"{name}: {counted(len(checked.records), 'record')}, {count} flagged"]
    for entry in sorted(checked.records, key=lambda entry: not entry.flagged):
        if entry.flagged or every:
            said = words(_record_at(records, entry.path))
            lines.append(f"  {entry.path}  {textwrap.shorten(said, _WIDEST)}")
            lines += _findings(entry, source, every=every)
    if checked.coverage:
        lines.append("  reported but in no record")
        lines += [line for found in checked.coverage for line in _finding(found, source)]
    return "\n".join(lines)


def tally(verdicts: Counter[Verdict]) -> str:
    """How many values got each verdict, in words."""
    known = [f"{verdicts[v]} {_said(v)}" for v in Verdict if verdicts[v]]
    return f"values: {', '.join(known)}" if known else "no value was checked"


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 record", "2 records"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def record(entry: ListedRecord, source: Article, *, findings: Sequence[Finding] | None) -> str:
    """A whole record: each field with how it was found, its evidence, its findings.

    Args:
        entry: the record as kept.
        source: its article.
        findings: what the checks say of it; None where it has not been checked.
    """
    data = entry.data
    lines = [
        f"{entry.plural} {data['id']}",
        f"article {source.id}  {source.source or ''}".rstrip(),
    ]
    if source.published:
        lines.append(f"published {source.published} (from {source.published_from})")
    lines.append("")
    for name, value in data.items():
        if name not in ("id", "evidence"):
            lines += _field(name, value)
    lines += ["", LEGEND, "", "evidence"]
    for mention in data["evidence"]:
        lines += _in_context(mention, source)
    if entry.confidence is not None:
        lines += [f"confidence {entry.confidence:.2f}", *_unsure(entry.confidences or {}), ""]
    if findings is None:
        lines.append("not checked yet: llm-extract check --store STORE")
    else:
        lines.append("checks")
        for finding in findings:
            lines += _finding(finding, source, inside=True)
    return "\n".join(lines)


def finding_lines(finding: Finding, source: Article) -> list[str]:
    """A finding on a value inside a record: what and why, then the words that it points to."""
    return _finding(finding, source)


def as_json(value: Any) -> str:
    """A value in one line for a program to read."""
    return json.dumps(value, ensure_ascii=False, default=str)


def compact(value: Any) -> str:
    """A value of the exchange format in one line."""
    return textwrap.shorten(json.dumps(value, ensure_ascii=False), _WIDEST)


def _sure(entry: ListedRecord) -> str:
    """A record's confidence, or as much room without one."""
    return "   -" if entry.confidence is None else f"{entry.confidence:.2f}"


def _unsure(confidences: Mapping[str, float]) -> list[str]:
    """The values that are least likely right."""
    worst = sorted(confidences.items(), key=lambda item: item[1])[:_WORST]
    return [f"  {value:.2f}  {path}" for path, value in worst]


def article(source: Article) -> str:
    """One line for one article."""
    published = f"{source.published} ({source.published_from})" if source.published else "undated"
    return _cut(f"{source.id}  {published}  {source.title or source.source or ''}".rstrip())


def run(entry: RunRow, usage: str) -> str:
    """One line for one run."""
    state = "ended" if entry.ended else "not ended"
    return (
        f"{entry.id}  {entry.started:%Y-%m-%d %H:%M}  {state}  "
        f"{entry.provenance['settings']['model']}  {entry.done} done, {entry.reused} taken over, "
        f"{entry.failed} failed  {usage}"
    )


def outcome(entry: OutcomeRow) -> str:
    """One line for what became of one input."""
    error = f"  {entry.error_kind}: {entry.error}" if entry.error else ""
    return f"{entry.outcome:7}  {entry.article or '-'}  {entry.source or ''}{error}".rstrip()


def _field(name: str, value: Any) -> list[str]:
    if isinstance(value, list) and value and not any(isinstance(v, str) for v in value):
        return [f"  {name}"] + [f"    {_marked(item)}" for item in value]
    if isinstance(value, list):
        return [f"  {name}"] + [f"    {item}" for item in value] if value else []
    if value is None:
        return []
    if isinstance(value, dict) and "as_written" in value:
        if value["as_written"] is None:
            return []
        return [f"  {name:12} {value['value'] or 'no date'}  from {_marked(value['as_written'])}"]
    return [f"  {name:12} {_marked(value)}"]


def _marked(value: Any) -> str:
    if is_mention(value):
        span = value["span"]
        at = f" [{span['start']}:{span['end']}]" if span else ""
        code = f" ({value['code']})" if value.get("code") else ""
        return f"{_MARKS[value['match']]} {value['value']}{code}{at}"
    if isinstance(value, dict):
        return "  ".join(_marked(part) for part in value.values() if part is not None)
    return str(value)


def _in_context(mention: Data, source: Article) -> list[str]:
    span = mention["span"]
    if span is None:
        return [f"  ? {mention['value']}"]
    before = source.text[max(0, span["start"] - _CONTEXT) : span["start"]]
    after = source.text[span["end"] : span["end"] + _CONTEXT]
    shown = f"…{before}»{span['text']}«{after}…"
    width = min(100, shutil.get_terminal_size().columns)
    wrapped = textwrap.wrap(
        " ".join(shown.split()), width, initial_indent="  ", subsequent_indent="  "
    )
    return [f"  [{span['start']}:{span['end']}]", *wrapped, ""]


def _findings(entry: RecordAudit, source: Article, *, every: bool) -> list[str]:
    shown = [found for found in entry.findings if every or found.verdict.flags]
    return [line for found in shown for line in _finding(found, source, inside=True)]


def _finding(finding: Finding, source: Article, *, inside: bool = False) -> list[str]:
    """A finding in lines: what and why, then the words that it points to."""
    path = finding.path
    if inside:
        path = path.partition("]")[2].removeprefix(".") or "record"
    lines = [
        f"    {_said(finding.verdict)}  {path}  ({finding.code})",
        *textwrap.wrap(finding.message, 94, initial_indent=" " * 6, subsequent_indent=" " * 6),
    ]
    if finding.verdict is Verdict.SUPPORTED:
        return lines
    for start, end in finding.spans[:_SPANS]:
        said = textwrap.shorten(" ".join(source.text[start:end].split()), _WIDEST)
        lines.append(f"      [{start}:{end}] {said}")
    if finding.proposed is not None:
        lines.append(f"      proposed: {finding.proposed}")
    return lines


def _said(verdict: Verdict) -> str:
    return verdict.value.replace("_", " ")


def _record_at(records: Mapping[str, Any], path: str) -> Any:
    plural, _, rest = path.partition("[")
    return records[plural][int(rest.partition("]")[0])]


def _short(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_short, value)))
    if isinstance(value, dict) and not is_mention(value):
        if "as_written" in value:
            return str(value.get("value") or _short(value["as_written"]))
        return _short(value.get("name"))
    if is_mention(value):
        return f"{value['value']}?" if value["match"] == "none" else str(value["value"])
    return str(value) if isinstance(value, str) else ""


def _cut(line: str, *, less: int = 0) -> str:
    if not sys.stdout.isatty():
        return line
    width = max(shutil.get_terminal_size().columns - less, 20)
    return line if len(line) <= width else line[: width - 1] + "…"
