"""How sure a model was of each value that it wrote, by the log-probabilities of its tokens.

These come from the server, not from the model's words: asked how sure it is, a model makes
something up.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import yaml
from openai.types.chat import ChatCompletion

from llm_extract.paths import joined

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Certainty(NamedTuple):
    """The natural log-probabilities of a value's tokens: 0 is certain, below is less so."""

    mean: float
    least: float


class Token(NamedTuple):
    """A stretch of the answer, in UTF-8 bytes, and the log-probability of just these."""

    start: int
    end: int
    logprob: float


def tokens(completion: ChatCompletion) -> list[Token]:
    """The tokens of the answer's text; none where the server did not give them all.

    An answer by a tool call has none: servers give no tokens for its arguments.
    """
    if not completion.choices:
        return []
    choice = completion.choices[0]
    given = choice.logprobs.content if choice.logprobs else None
    text = (choice.message.content or "").encode()
    found: list[Token] = []
    end = 0
    for entry in given or ():
        written = bytes(entry.bytes) if entry.bytes is not None else entry.token.encode()
        start, end = end, end + len(written)
        if text[start:end] != written:  # special tokens, or another text than this
            return found if start >= len(text) else []
        found.append(Token(start, end, entry.logprob))
    return found if end >= len(text) else []


def certainty(text: str, written: Sequence[Token]) -> dict[str, Certainty]:
    """By path (`meetings[0].place`), how sure the model was of each value in a JSON text.

    Args:
        text: the answer; what stands around the outermost braces is passed over.
        written: its tokens; without any the result is empty.
    """
    first, last = text.find("{"), text.rfind("}") + 1
    if not written or first < 0 or last <= first:
        return {}
    try:
        # JSON is YAML but for escaped surrogates, and YAML's parser knows where values stand.
        tree = yaml.compose(_SURROGATE.sub("_" * 6, text[first:last]), Loader=_LOADER)
    except yaml.YAMLError:
        return {}
    offsets = _offsets(text)
    starts, ends = [token.start for token in written], [token.end for token in written]
    found = {}
    for path, start, end in _values(tree, ""):
        begun = bisect_right(ends, offsets[first + start])
        done = bisect_left(starts, offsets[first + end])
        logs = [token.logprob for token in written[begun:done]]
        if logs:
            found[path] = Certainty(sum(logs) / len(logs), min(logs))
    return found


def _offsets(text: str) -> list[int]:
    """Where each character begins in UTF-8, and where the last ends."""
    offsets = [0]
    for character in text:
        offsets.append(offsets[-1] + len(character.encode("utf-8", "surrogatepass")))
    return offsets


def _values(node: yaml.Node | None, path: str) -> Iterator[tuple[str, int, int]]:
    """Every plain value with its path and where it stands, quotation marks included."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _values(value, joined(path, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _values(value, f"{path}[{index}]")
    elif node is not None:
        yield path, node.start_mark.index, node.end_mark.index
