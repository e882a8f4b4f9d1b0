"""Records, articles and runs as text for people."""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import Any

from llm_extract.article import Article
from llm_extract.exchange import Data, is_mention
from llm_extract.jobs.rows import OutcomeRow, RunRow, StoredRecord

_MARKS = {"exact": "=", "normalised": "=", "fuzzy": "~", "none": "?"}
LEGEND = "= found in the article   ~ found nearly so   ? not found there"
_CONTEXT = 120
"""Characters shown before and after a passage."""


def summary(entry: StoredRecord) -> str:
    """One line for one record, cut to the terminal's width when there is one."""
    return _cut(f"{entry.id}  {entry.plural:9}  {entry.article}  {words(entry)}")


def words(entry: StoredRecord) -> str:
    """What a record says, in short; words that the article lacks have a `?` behind them."""
    shown = [
        short
        for name, value in entry.data.items()
        if name not in ("id", "evidence", "outcomes", "topics") and (short := _short(value))
    ]
    return " · ".join(shown)


def record(data: Data, source: Article, *, plural: str) -> str:
    """A whole record: each field with how it was found, then the evidence in context."""
    lines = [f"{plural} {data['id']}", f"article {source.id}  {source.source or ''}".rstrip()]
    if source.published:
        lines.append(f"published {source.published} (from {source.published_from})")
    lines.append("")
    for name, value in data.items():
        if name not in ("id", "evidence"):
            lines += _field(name, value)
    lines += ["", LEGEND, "", "evidence"]
    for mention in data["evidence"]:
        lines += _in_context(mention, source)
    return "\n".join(lines)


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


def _short(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_short, value)))
    if isinstance(value, dict) and not is_mention(value):
        if "as_written" in value:
            return str(value["value"] or _short(value["as_written"]))
        return _short(value.get("name"))
    if is_mention(value):
        return f"{value['value']}?" if value["match"] == "none" else str(value["value"])
    return str(value) if isinstance(value, str) else ""


def _cut(line: str) -> str:
    if not sys.stdout.isatty():
        return line
    width = shutil.get_terminal_size().columns
    return line if len(line) <= width else line[: width - 1] + "…"
