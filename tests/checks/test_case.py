"""Checks are added with a decorator, by field type or by record type."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from llm_extract.article import Article
from llm_extract.checks import case as registry
from llm_extract.checks.case import Case, Field, field_check, record_check
from llm_extract.checks.checking import check
from llm_extract.checks.finding import Finding, Verdict
from llm_extract.fields import DateExpression, Place, Role, Verbatim
from llm_extract.records import Record
from llm_extract.spec import Prompt, RecordType, Spec


class Launch(Record):
    """A launch of something."""

    vessel: Verbatim
    where: Place | None
    crew: list[Role]
    when: DateExpression


class TestLaunch(Launch):
    """One that is only tried out."""

    __test__ = False


SPEC = Spec("launches", [RecordType("launches", Launch, Prompt("p", "List the launches."))])
ARTICLE = Article(text="The Aurora left Kiel on Monday. Its captain waved.")
AURORA = {
    "vessel": "Aurora",
    "where": "Kiel",
    "crew": ["captain"],
    "when": {"as_written": "Monday", "value": None},
    "evidence": ["The Aurora left Kiel on Monday."],
}


@pytest.fixture(autouse=True)
def no_other_checks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test registers its own."""
    monkeypatch.setattr(registry, "_FIELD_CHECKS", {})
    monkeypatch.setattr(registry, "_RECORD_CHECKS", {})
    _look_up_again()
    yield
    _look_up_again()


def _look_up_again() -> None:
    """Forget which checks were looked up for which type."""
    registry._FOR_FIELD.clear()
    registry._FOR_RECORD.clear()


def test_a_field_check_sees_every_value_of_its_type() -> None:
    """With path, value and the part that holds it; derived types come too, others do not."""
    seen = []

    @field_check(Place, Role, DateExpression)
    def noted(field: Field, case: Case) -> Iterator[Finding]:
        seen.append((field.path, type(field.value).__name__, type(field.part).__name__))
        yield case.supported(field.path, "noted", "It was seen.")

    found = check({"launches": [AURORA]}, ARTICLE, spec=SPEC)
    assert seen == [
        ("where", "Place", "Launch"),
        ("crew[0]", "Role", "Launch"),
        ("when", "DateExpression", "Launch"),
    ]
    assert [f.path for f in found] == [
        "launches[0].where",
        "launches[0].crew[0]",
        "launches[0].when",
    ]


def test_a_record_check_runs_once_a_record_and_for_derived_types() -> None:
    """With the record's neighbours and the sentences of its evidence."""

    @record_check(Launch)
    def counted(record: Launch, case: Case) -> Iterator[Finding]:
        said = f"{record.vessel} of {len(case.records['launches'])}, {case.evidence}"
        yield case.contradicted("vessel", "counted", said, spans=case.evidence, proposed="x")
        yield case.ambiguous("", "whole", "The record as such.")

    derived = TestLaunch.model_validate(AURORA)
    found = check({"launches": [AURORA, derived]}, ARTICLE, spec=SPEC)
    assert [(f.path, f.verdict) for f in found] == [
        ("launches[0].vessel", Verdict.CONTRADICTED),
        ("launches[0]", Verdict.AMBIGUOUS),
        ("launches[1].vessel", Verdict.CONTRADICTED),
        ("launches[1]", Verdict.AMBIGUOUS),
    ]
    assert found[0].message == "Aurora of 2, [(0, 31)]"
    assert (found[0].spans, found[0].proposed) == (((0, 31),), "x")


def test_what_no_check_looks_at_is_not_there() -> None:
    """It is not called supported."""
    assert check({"launches": [AURORA]}, ARTICLE, spec=SPEC) == []


def test_a_case_tells_its_values_and_its_evidence() -> None:
    """By type, and by offset."""
    cases: list[Case] = []

    @record_check(Launch)
    def kept(_record: Launch, case: Case) -> Iterator[Finding]:
        cases.append(case)
        yield from ()

    check({"launches": [AURORA]}, ARTICLE, spec=SPEC)
    (case,) = cases
    assert [field.path for field in case.of_type((Place, Role))] == ["where", "crew[0]"]
    assert case.is_in_evidence(4)
    assert not case.is_in_evidence(33)
    assert case.article is ARTICLE
