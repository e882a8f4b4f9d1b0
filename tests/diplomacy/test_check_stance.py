"""The stance of a position against the verbs of its evidence."""

from __future__ import annotations

import pytest

from llm_extract.checks import Verdict
from tests.diplomacy.cases import WEBER, findings, on_position, person, position

REPORTS = [
    (
        "opposes",
        "Weber rejected calls for an early vote.",
        "Weber rejects calls for an early vote.",
    ),
    (
        "opposes",
        "Weber accused Peru of breaking the treaty.",
        "Weber accuses Peru of breaking the treaty.",
    ),
    (
        "supports",
        "Weber welcomed the decision to reopen the border.",
        "Weber welcomes the decision to reopen the border.",
    ),
    (
        "calls_for",
        "Weber urged Peru to release the sailors.",
        "Weber urges Peru to release the sailors.",
    ),
    (
        "calls_for",
        "Weber said Berlin wanted talks and called on Lima to respect the treaty.",
        "Weber calls on Lima to respect the treaty.",
    ),
    (
        "commits_to",
        "Weber promised to send fifty engineers to the port.",
        "Weber promises to send fifty engineers to the port.",
    ),
    (
        "concerned",
        "Weber said he was deeply concerned about the arrests.",
        "Weber is concerned about the arrests.",
    ),
    (
        "asserts",
        "Weber said the talks had made progress.",
        "Weber says the talks have made progress.",
    ),
    (
        "opposes",
        "Weber did not support the plan for a new port.",
        "Weber does not support the plan for a new port.",
    ),
    ("opposes", "Weber refused to back the resolution.", "Weber refuses to back the resolution."),
    (
        "supports",
        "Weber voiced support for the fishing accord.",
        "Weber supports the fishing accord.",
    ),
    (
        "supports",
        "Weber praised Peru's handling of the crisis but criticised its tariffs.",
        "Weber praises Peru's handling of the crisis.",
    ),
    (
        "opposes",
        "Weber praised Peru's handling of the crisis but criticised its tariffs.",
        "Weber criticises Peru's tariffs.",
    ),
    (
        "calls_for",
        "Weber asked Peru not to raise its tariffs.",
        "Weber asks Peru not to raise its tariffs.",
    ),
    (
        "calls_for",
        "Weber stressed the need for an independent inquiry.",
        "Weber stresses the need for an independent inquiry.",
    ),
    (
        "opposes",
        "Weber condemned Peru's seizure of the trawler.",
        "Weber condemns Peru's seizure of the trawler.",
    ),
    (
        "opposes",
        'Weber called the ruling "a shameful mistake".',
        "Weber calls the ruling a shameful mistake.",
    ),
    (
        "calls_for",
        "Weber pressed Ruiz to publish the report.",
        "Weber presses Ruiz to publish the report.",
    ),
    (
        "calls_for",
        "Weber demanded that Peru withdraw its ships.",
        "Weber demands that Peru withdraw its ships.",
    ),
    (
        "calls_for",
        "Weber warned Peru against raising its tariffs.",
        "Weber warns Peru against raising its tariffs.",
    ),
    (
        "opposes",
        "Weber warned Peru against raising its tariffs.",
        "Weber warns Peru against raising its tariffs.",
    ),
    (
        "supports",
        "Weber thanked Peru for sheltering the refugees.",
        "Weber thanks Peru for sheltering the refugees.",
    ),
    (
        "supports",
        "Weber said that he backed the proposal by Peru.",
        "Weber backs the proposal by Peru.",
    ),
    (
        "concerned",
        "Weber raised concerns about the safety of the dam.",
        "Weber raises concerns about the safety of the dam.",
    ),
    (
        "calls_for",
        "Weber appealed to both sides to show restraint.",
        "Weber appeals to both sides to show restraint.",
    ),
    (
        "opposes",
        "Weber expressed strong opposition to the base.",
        "Weber strongly opposes the base.",
    ),
    (
        "supports",
        "Weber no longer opposes the base and supports the lease.",
        "Weber supports the lease.",
    ),
    (
        "commits_to",
        "Weber agreed to lift the ban on fish from Peru.",
        "Weber agrees to lift the ban on fish from Peru.",
    ),
    (
        "opposes",
        "Weber told Ruiz that the tariffs violated the treaty with Peru.",
        "Weber says that Peru's tariffs violate the treaty.",
    ),
    (
        "calls_for",
        "The minister, Weber said, expects Peru to pay; Peru must act now.",
        "Weber says that Peru must act now.",
    ),
]
OPPOSITE = {
    "supports": "opposes",
    "opposes": "supports",
    "calls_for": "opposes",
    "concerned": "supports",
    "commits_to": "opposes",
}
OPEN = ("warned", "must act", "opposition to the base")
"""Words that fit several stances, or sentences with another verb as near."""


@pytest.mark.parametrize(("stance", "report", "statement"), REPORTS)
def test_the_stance_of_the_verb_is_supported(stance: str, report: str, statement: str) -> None:
    """Of several verbs the one that shares most with the statement counts."""
    assert on_position(report, statement, "stance", stance=stance).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("stance", "report", "statement"),
    [r for r in REPORTS if r[0] in OPPOSITE and not any(words in r[1] for words in OPEN)],
)
def test_its_opposite_is_contradicted(stance: str, report: str, statement: str) -> None:
    """Negations turn a verb round: "did not support"."""
    found = on_position(report, statement, "stance", stance=OPPOSITE[stance])
    assert found.code == "stance.mismatch"


def test_near_stances_are_not_called_wrong() -> None:
    """What is promised may also be seen as supported."""
    report = "Weber promised to send fifty engineers."
    statement = "Weber promises to send fifty engineers."
    assert not on_position(report, statement, "stance", stance="supports").verdict.flags
    assert not on_position(report, statement, "stance", stance="asserts").verdict.flags


def test_a_hostile_promise_may_be_opposition() -> None:
    """ "vowed never to": contradicted only on clear words."""
    report = "Weber vowed never to recognise the annexation."
    statement = "Weber vows never to recognise the annexation."
    for stance in ("commits_to", "opposes"):
        assert not on_position(report, statement, "stance", stance=stance).verdict.flags


def test_what_the_holder_will_do_is_undertaken() -> None:
    """ "will" with the holder before it, not with somebody else."""
    report = "Germany will send two ships."
    record = position(report, report, holders=[person("Germany", "Germany")], stance="commits_to")
    assert findings(report, positions=[record])["positions[0].stance"].verdict.value == "supported"
    record["stance"] = "opposes"
    assert findings(report, positions=[record])["positions[0].stance"].verdict.flags


def test_a_noun_is_no_verb() -> None:
    """ "backs", "calls" and "States" are not what somebody does."""
    report = "Weber said they were turning their backs on the United States."
    found = on_position(report, "Weber says they turn their backs on the US.", "stance")
    assert found.verdict is Verdict.SUPPORTED


def test_without_a_verb_nothing_is_said() -> None:
    """No guess."""
    found = on_position("Weber at noon.", "Weber is there.", "stance", stance="opposes")
    assert found.verdict is Verdict.UNVERIFIABLE


def test_another_language_is_left_alone() -> None:
    """The words are English ones."""
    text = "Weber lehnte den Plan ab."
    record = position(text, text, holders=[WEBER])
    found = findings(text, language="de", positions=[record])
    assert found["positions[0].stance"].code == "stance.language"
