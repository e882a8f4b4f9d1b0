"""Spec and article → the two messages that a model reads.

The first message is the prompt, the same for every article, so that a server can cache
it; the second is the article in its frame. Article text is data: it is written into the
frame by plain concatenation, one numbered line a sentence, and what could pass for a part
of the frame, or for a chat template's role marker, is defused. Spans are unaffected: they
refer to the article, and the model cites numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import category

from llm_extract.article import Article, Sentence
from llm_extract.spec import Prompt, RecordType

Message = dict[str, str]

_OPEN = "<article>"
_NUMBER = re.compile(r"^(\s*)\[(\s*\d+\s*)\]")
_TAG = re.compile(r"<(?=\s*[/|｜]?\s*[A-Za-z_|｜])")
"""Opens our own tag, or a chat template's: `</article>`, `<|im_end|>`, `<think>`."""
_TAG_END = re.compile(r"(?<=[|｜])>")
_BRACKETED = re.compile(r"\[(?=/?[A-Z_]{3,}\])")
"""Opens a role marker of another kind: `[INST]`, `[TOOL_CALLS]`."""

CLOSE = "</article>"
"""Ends the frame; what our own code adds for the model to look at stands behind it."""


def messages(
    prompt: Prompt,
    article: Article,
    *,
    sentences: Sequence[Sentence],
    kinds: Sequence[RecordType] = (),
) -> list[Message]:
    """The messages that ask for the records of these sentences of the article."""
    hints = [hint for kind in kinds if (hint := kind.hint(article, sentences))]
    return [
        {"role": "system", "content": prompt.text.strip()},
        {"role": "user", "content": "\n".join([frame(article, sentences), *hints])},
    ]


def frame(article: Article, sentences: Sequence[Sentence]) -> str:
    """The article as the model sees it: metadata, then `[number] sentence` lines.

    Every line between the two tags begins with `Title:`, `Published:` or a number in
    brackets that we wrote; no article can end the frame, add a number or open a role.
    """
    lines = [_OPEN]
    if article.title:
        lines.append(f"Title: {defused(article.title)}")
    if article.published:
        lines.append(f"Published: {article.published}")
    for sentence in sentences:
        words = defused(article.text[sentence.start : sentence.end])
        lines.append(f"[{sentence.number}] {words}")
    lines.append(CLOSE)
    return "\n".join(lines)


def defused(text: str) -> str:
    """One line of text in which nothing can be mistaken for the frame around it.

    Line ends become spaces; invisible and control characters go; a leading `[12]` becomes
    `(12)`; the bracket that opens a tag or a role marker becomes a look-alike.
    """
    visible = "".join(c for c in text if c.isspace() or category(c) not in ("Cc", "Cf"))
    line = " ".join(visible.split())
    line = _NUMBER.sub(r"\1(\2)", line)
    return _BRACKETED.sub("(", _TAG_END.sub("›", _TAG.sub("‹", line)))
