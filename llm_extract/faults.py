"""What is wrong with an answer that fits its schema: told to the model, which answers again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from llm_extract.article import Article
from llm_extract.checks.finding import Finding
from llm_extract.drafts import Draft
from llm_extract.paths import leaves
from llm_extract.spec import Prompt, RecordType


def citation_fault(answer: Draft, kinds: Sequence[RecordType], numbers: set[int]) -> str | None:
    """What is wrong with the sentence numbers that an answer cites, or None."""
    cited = {
        number
        for kind in kinds
        for draft in getattr(answer, kind.plural)
        for number in draft.evidence
    }
    if wrong := sorted(cited - numbers):
        return (
            f"- evidence: there is no sentence {', '.join(map(str, wrong))}; "
            f"the article has {min(numbers)} to {max(numbers)}"
        )
    return None


def copying_fault(answer: Draft, prompt: Prompt, article: Article) -> str | None:
    """Which fields hold made-up names of the example that the article does not, or None."""
    read = f"{article.title} {article.text}"
    names = [name for name in prompt.made_up if name not in read]
    faults = [
        f"- {path}: {words!r} is from the example, not from the article; leave it out"
        for path, words in leaves(answer.model_dump(mode="json"))
        if isinstance(words, str) and any(name in words for name in names)
    ]
    return "\n".join(faults) or None


class Doubts(NamedTuple):
    """What the article says against an answer.

    Attributes:
        wrong: values that it speaks against.
        missed: numbers of sentences that report what no record cites, each with what.
    """

    wrong: Sequence[Finding]
    missed: Sequence[tuple[int, str]]

    @property
    def size(self) -> int:
        """How much there is to be looked at again."""
        return len(self.wrong) + len(self.missed)


def told(doubts: Doubts) -> str:
    """The message that asks the model to mend its answer."""
    parts = []
    wrong, missed = doubts
    if wrong:
        lines = [
            f"- {finding.path}: {finding.message}"
            + (f" The article supports {finding.proposed!r}." if finding.proposed else "")
            for finding in wrong
        ]
        parts.append("These values of your answer look wrong:\n" + "\n".join(lines))
    if missed:
        lines = [f"- sentence {number}: {what}" for number, what in missed]
        parts.append("These sentences may report more than your answer has:\n" + "\n".join(lines))
    return (
        "Your answer was held against the article. "
        + "\n".join(parts)
        + "\nLook at each of them again. Answer again, in full, and leave the rest as it is."
    )
