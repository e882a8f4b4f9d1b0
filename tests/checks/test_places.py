"""Places, by the evidence's own words, by trips and by what is told before."""

from __future__ import annotations

from llm_extract.article import Article
from llm_extract.checks import Finding, Verdict, check
from llm_extract.fields import PersonName, Place
from llm_extract.records import Record
from llm_extract.spec import Prompt, RecordType, Spec


class Signing(Record):
    """Somebody signs something somewhere."""

    who: list[PersonName]
    place: Place | None = None


SIGNINGS = Spec(name="signings", record_types=[RecordType("signings", Signing, Prompt("s-1", ""))])
BEFORE = "Minister Ana Ruiz of Peru is busy. Minister Tomas Weber of Germany is not. "


def findings(text: str, *given: tuple[str, str], language: str = "en") -> list[Finding]:
    """What is said of the places of (place, evidence), one for each record that has one."""
    article = Article(text=BEFORE + text, language=language)
    records = [
        {"who": ["Ana Ruiz", "Tomas Weber"], "place": place, "evidence": [evidence]}
        for place, evidence in given
    ]
    found = check({"signings": records}, article, spec=SIGNINGS)
    return [f for f in found if f.path.endswith(".place")]


def on(text: str, place: str, evidence: str = "", language: str = "en") -> Finding:
    """The finding on one place; the whole text is the evidence by default."""
    (found,) = findings(text, (place, evidence or text), language=language)
    return found


def test_the_evidences_own_place_is_supported() -> None:
    """Behind "in" or "at", over a line end, as a part or as the state of what is given."""
    text = "Ruiz and Weber signed a treaty at the Foreign Ministry\nbuilding in Lima on Monday."
    for place in ("Foreign Ministry building in Lima", "Foreign Ministry\nbuilding", "Lima"):
        assert on(text, place).code == "place.said", place
    assert on(text, "Peru").verdict is Verdict.SUPPORTED


def test_a_place_from_nowhere_is_not_found() -> None:
    """Nor is one letter off the same place."""
    text = "Ruiz and Weber signed a treaty in Trujillo on Monday."
    assert on(text, "Nairobi").code == "place.not_found"
    assert on(text, "Trujilla").verdict.flags


def test_another_building_is_another_place() -> None:
    """Words that are nearly the same name something else."""
    text = "Ruiz and Weber signed a treaty at the Foreign Ministry building in Lima."
    assert on(text, "Foreign Ministry building in Bonn").code == "place.near"


def test_the_place_of_something_before_or_after_is_of_another() -> None:
    """A side clause holds it, while the main clause names another place."""
    text = "Before visiting Geneva, Ruiz signed a treaty with Weber in Bonn on Monday."
    found = on(text, "Geneva")
    assert (found.code, found.proposed) == ("place.of_another", "Bonn")
    assert on(text, "Bonn").verdict is Verdict.SUPPORTED


def test_a_trip_sets_the_place() -> None:
    """Also in another sentence, if it is one of the record's persons who travels."""
    there = "Ruiz travelled to Geneva on Sunday. "
    evidence = "She signed the treaty with Weber on Monday."
    assert on(there + evidence, "Geneva", evidence).verdict is Verdict.SUPPORTED
    assert on("Ruiz left for Geneva to sign it with Weber.", "Geneva").code == "place.said"


def test_arriving_is_no_side_matter() -> None:
    """ "After arriving in" gives the place, "after leaving" does not."""
    text = "After arriving in Geneva, Ruiz signed the treaty with Weber."
    assert on(text, "Geneva").code == "place.said"


def test_the_evidence_names_another_place() -> None:
    """Then a place that stands elsewhere in the article is a mismatch."""
    evidence = "Ruiz and Weber signed a treaty in Geneva on Monday."
    found = on(f"{evidence} Chile held a vote in Valparaiso.", "Valparaiso", evidence)
    assert (found.code, found.proposed) == ("place.mismatch", "Geneva")


def test_a_matter_is_no_place() -> None:
    """ "The war in Ukraine" is spoken of; nobody signed anything there."""
    evidence = "Ruiz and Weber signed an appeal on the war in Ukraine."
    text = f"Ruiz travelled to Geneva on Sunday. {evidence}"
    assert on(text, "Geneva", evidence).verdict is Verdict.SUPPORTED


def test_the_place_of_another_record_is_caught() -> None:
    """It stands only where another record is told."""
    first = "On Monday Ruiz signed a treaty with Weber in Geneva."
    second = "On Friday Ruiz signed a second one with Weber."
    third = "In May Ruiz and Weber signed a third treaty in Valparaiso."
    found = findings(f"{first} {second} {third}", ("Valparaiso", second), ("Valparaiso", third))
    assert [f.code for f in found] == ["place.of_another", "place.said"]


def test_a_dateline_is_better_than_nothing() -> None:
    """Where no other words tell the place."""
    evidence = "Ruiz and Weber signed a treaty on Monday."
    text = f"\n\nBAD EMS, Germany - {evidence}"
    assert on(text, "BAD EMS", evidence).verdict is Verdict.SUPPORTED


def test_other_languages_are_left_alone() -> None:
    """Words of place are known in English only."""
    text = "Ruiz und Weber trafen sich vor dem Besuch in Genf."
    assert on(text, "Genf", language="de").code == "place.language"


def test_what_tells_nothing_is_unverifiable() -> None:
    """The place stands in the article, but nothing is said to have happened there."""
    evidence = "Ruiz and Weber signed a treaty on Monday."
    text = f"{evidence} The port of Trujillo is old."
    assert on(text, "Trujillo", evidence).code == "place.elsewhere"


def test_a_city_may_lie_in_a_state_and_a_ministry_in_a_city() -> None:
    """Then the two are no mismatch, unless the article tells."""
    text = "Ruiz visited Trujillo in May. "
    for evidence in (
        "Ruiz and Weber signed a treaty in Peru on Monday.",
        "Ruiz and Weber signed a treaty at the Foreign Ministry on Monday.",
        "Ruiz and Weber signed a treaty in Texas on Monday.",
    ):
        assert not on(text + evidence, "Trujillo", evidence).verdict.flags, evidence


def test_a_trip_in_a_relative_clause_is_no_other_place() -> None:
    """Where somebody goes later says nothing of where it was."""
    evidence = "Weber, who travels to Trujillo next week, signed the treaty with Ruiz."
    text = f"Ruiz flew to Geneva on Sunday. {evidence}"
    assert on(text, "Geneva", evidence).verdict is Verdict.SUPPORTED
