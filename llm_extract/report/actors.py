"""Who is in a record: states, and persons told to be the same across articles."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from llm_extract.checks.capitals import word_kind
from llm_extract.checks.names import words
from llm_extract.countries import countries
from llm_extract.exchange import is_mention
from llm_extract.report.kinds import Kind

_TITLE = ("role", "office", "honorific")
_SPELLED = re.compile(r"\b([A-Z]\.) (?=[A-Z]\.)")
"""The space in "U. S.", which is no end of a word."""


@dataclass(frozen=True)
class Side:
    """A state or organisation, or a name that has none.

    Attributes:
        key: its code, or its folded words.
        label: its name for people.
    """

    key: str
    label: str


@dataclass(frozen=True)
class Actor:
    """One actor of a record.

    Attributes:
        side: whom it acts for; where nothing says, itself.
        name: a person's or a body's name; None for a state.
        has_state: whether the side is more than the name itself.
    """

    side: Side
    name: str | None = None
    has_state: bool = True

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What is equal for the same actor."""
        return self.side.key, words(self.name) if self.name else ()


def actors_in(data: dict[str, Any], kind: Kind) -> list[Actor]:
    """The actors of a kept record, in order; each once."""
    found = [
        actor for path in kind.actors for part, name in _at(data, path)
        if (actor := _actor(part, name, kind.states.get(_head(path)))) is not None
    ]  # fmt: skip
    return list({actor.key: actor for actor in found}.values())


def merged(records: Iterable[list[Actor]]) -> dict[tuple[str, tuple[str, ...]], Actor]:
    """Key of each actor → the actor that stands for it.

    Of the same state, a name that ends with another's full name is that one
    ("President Joe Biden"), and so is a surname or given name that only one person bears.
    """
    counts: Counter[tuple[str, tuple[str, ...]]] = Counter()
    known: dict[tuple[str, tuple[str, ...]], Actor] = {}
    for actors in records:
        for actor in actors:
            counts[actor.key] += 1
            known.setdefault(actor.key, actor)
    full: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    stands: dict[tuple[str, tuple[str, ...]], Actor] = {}
    for key in sorted((k for k in known if len(k[1]) > 1), key=lambda k: (len(k[1]), -counts[k])):
        tails = [k for k in full[key[0]] if key[1][-len(k[1]) :] == k[1]]
        stands[key] = known[tails[0]] if tails else known[key]
        if not tails:
            full[key[0]].append(key)
    for key in (k for k in known if len(k[1]) < 2):
        bearers = [k for k in full[key[0]] if key[1] and key[1][0] in k[1]]
        stands[key] = known[bearers[0]] if len(bearers) == 1 else known[key]
    return stands


def side_of(code: str | None, name: str) -> Side:
    """The state with a code, under its usual name; else whoever is named."""
    row = countries().get(code or "")
    if row is not None:
        return Side(row.code, row.names[0])
    return Side(code or "=" + " ".join(words(name)), name)


def _actor(part: Any, name: Any, state_field: str | None) -> Actor | None:
    if not is_mention(name):
        return None
    value = " ".join(_SPELLED.sub(r"\1", name["value"]).split())
    own, is_coded = name.get("code"), "code" in name
    state = part.get(state_field) if state_field and isinstance(part, dict) else None
    if own:
        return Actor(side_of(own, value))
    if state is not None and is_mention(state):
        return Actor(side_of(state.get("code"), state["value"]), _bare(value))
    if is_coded and state_field is None:  # a state that the table does not have, or a firm
        return Actor(side_of(None, value), has_state=False)
    return Actor(side_of(None, value), _bare(value), has_state=False)


def _bare(name: str) -> str:
    """A name without the titles and states in front of it, where two words of it are left."""
    parts = name.split()
    last_title = max(
        (at for at, part in enumerate(parts[:-1]) if word_kind(part.strip(".,")) in _TITLE),
        default=-1,
    )
    rest = parts[last_title + 1 :]
    kinds = {word_kind(part) for part in rest}
    return " ".join(rest) if len(rest) > 1 and kinds == {"name"} else name


def _head(path: str) -> str:
    return re.split(r"[.\[]", path, maxsplit=1)[0]


def _at(node: Any, path: str) -> Iterator[tuple[Any, Any]]:
    """Every value at a path of kept data, with what holds it."""
    step, _, rest = path.partition(".")
    name, many = step.removesuffix("[]"), step.endswith("[]")
    value = node.get(name) if isinstance(node, dict) else None
    for item in value if isinstance(value, list) else [value]:
        if rest:
            yield from _at(item, rest)
        elif not many or item is not None:
            yield node, item
