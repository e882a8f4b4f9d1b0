"""A stance against the verbs of its evidence: contradicted only where they say the opposite."""

from __future__ import annotations

from collections.abc import Iterator

from llm_extract.checks import Case, Finding, record_check
from llm_extract.diplomacy.checks.acts import AGAINST, FITS, Act, Said, is_hostile, nearest_acts
from llm_extract.diplomacy.checks.cues import Sentence, quoted
from llm_extract.diplomacy.records import Position, Stance


@record_check(Position)
def check_stance(position: Position, case: Case) -> Iterator[Finding]:
    """Whether the verb of what the position states speaks for or against its stance."""
    if not case.reading.english:
        yield case.unverifiable("stance", "stance.language", "Our words for it are English.")
        return
    given = position.stance
    nearest = nearest_acts(case)
    for sentence, said in nearest:
        if given in FITS[said.act]:
            words, span = _shown(case, sentence, said)
            yield case.supported("stance", "stance.said", f'"{words}" says so.', spans=[span])
            return
    if nearest and all(_speaks_against(given, sentence, said) for sentence, said in nearest):
        sentence, said = nearest[0]
        words, span = _shown(case, sentence, said)
        proposed = min(FITS[said.act], key=list(Stance).index)
        yield case.contradicted(
            "stance",
            "stance.mismatch",
            f'"{words}" {said.act.value}, which speaks against {given.value}.',
            spans=[span],
            proposed=proposed.value if len(FITS[said.act]) == 1 else None,
        )
        return
    yield case.unverifiable("stance", "stance.no_words", "No word of the evidence decides it.")


def _speaks_against(given: Stance, sentence: Sentence, said: Said) -> bool:
    if given not in AGAINST.get(said.act, ()):
        return False
    undertaken = said.act in (Act.COMMIT, Act.AGREE, Act.ADVANCE)
    return not (undertaken and given is Stance.OPPOSES and is_hostile(sentence, said))


def _shown(case: Case, sentence: Sentence, said: Said) -> tuple[str, tuple[int, int]]:
    first, last = sentence.words[said.first], sentence.words[said.last]
    return quoted(case, first, last), (first.start, last.end)
