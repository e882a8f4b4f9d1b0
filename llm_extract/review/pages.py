"""Templates → HTML. Whatever comes from an article or a record is escaped, always."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from llm_extract.checks.finding import Verdict
from llm_extract.review.inputs import words
from llm_extract.review.segments import parts

_MARKS = {
    Verdict.SUPPORTED: "✓",
    Verdict.UNVERIFIABLE: "?",
    Verdict.AMBIGUOUS: "≈",
    Verdict.NOT_FOUND: "∅",
    Verdict.CONTRADICTED: "✗",
}
_SAID = {
    "accept": "accepted it",
    "edit": "edited it",
    "reject": "rejected it",
    "double": "called it a double",
    "add": "added it",
    "comment": "remarked",
    "undo": "took that back",
    "inherit": "had decided it in an earlier run",
    "return": "a new run found it otherwise",
}


def rendered(template: str, **values: Any) -> str:
    """A template filled in."""
    return _ENVIRONMENT.get_template(template).render(values)


def shown(value: Any) -> Markup:
    """Text whose unseen and steering characters stand there by name."""
    return Markup("").join(
        Markup('<span class="odd" title="an unseen character">{}</span>').format(odd)
        if odd
        else escape(text)
        for text, odd in parts(str(value))
    )


def percent(share: float | None) -> str:
    """A probability as a whole percentage."""
    return "" if share is None else f"{share:.0%}"


def at_time(at: datetime | None) -> str:
    """A time for people, in this machine's zone."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M") if at else ""


def spot(spans: Mapping[str, Any], path: str) -> str:
    """Where the words of a value stand: "12 20"; empty where that is not known."""
    span = spans.get(path)
    if isinstance(span, list | tuple) and len(span) == 2:
        return f"{span[0]} {span[1]}"
    return ""


def mapping(value: Any) -> Mapping[str, Any]:
    """A draft's part as a mapping; an empty one where it is something else."""
    return value if isinstance(value, Mapping) else {}


def listed(value: Any) -> list[Any]:
    """A draft's part as a list; an empty one where it is something else."""
    return value if isinstance(value, list) else []


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("llm_extract.review", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters = (shown, percent, at_time, words, mapping, listed)
    made.filters.update({each.__name__: each for each in filters})
    made.filters["mark"] = lambda verdict: _MARKS[Verdict(verdict)]
    made.filters["plainly"] = lambda verdict: str(verdict).replace("_", " ")
    made.filters["did"] = lambda action: _SAID[str(action)]
    made.globals["spot"] = spot
    return made


_ENVIRONMENT = _environment()
