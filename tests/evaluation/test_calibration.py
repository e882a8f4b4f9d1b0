"""New weights are kept only where they are better on articles that they have not seen."""

from __future__ import annotations

from random import Random

import pytest

from llm_extract.article import Article
from llm_extract.confidence import shipped
from llm_extract.diplomacy import Meeting, diplomacy
from llm_extract.errors import ConfigurationError
from llm_extract.evaluation.calibration import (
    Calibration,
    Figures,
    calibrated,
    figures,
    line,
    weights,
)
from llm_extract.evaluation.fitting import cross_validated
from llm_extract.evaluation.samples import decided_samples
from llm_extract.exchange import exchanged
from llm_extract.extraction import Extraction, provenance
from llm_extract.records import Usage
from llm_extract.settings import ModelSettings
from tests.evaluation.test_fitting import drawn, sample
from tests.fakes import meeting

PRESENT = shipped()


def test_a_stores_own_decisions_can_do_better() -> None:
    """Where a flag means the opposite of what the present weights take it for."""
    random = Random(3)
    known = []
    for index in range(120):
        wrong = random.random() < 0.5
        flagged = wrong is (random.random() < 0.1)
        known.append(sample(f"a{index // 3}", wrong=wrong, flagged=flagged))
    found = calibrated(known, PRESENT, name="own", on="made up")
    assert found.present.roc_area < 0.5 < found.fresh.roc_area
    assert found.better
    assert (found.weights.name, found.weights.measured.records) == ("own", 120)


def test_the_present_weights_stay_where_they_are_as_good() -> None:
    """Weights that were fitted on these very samples are not beaten by cross-validation."""
    known = drawn(120)
    mine = weights(known, cross_validated(known), name="mine", on="these")
    found = calibrated(known, mine, name="new", on="these")
    assert not found.better


@pytest.mark.parametrize(
    ("fresh", "better"),
    [
        (Figures(0.9, 0.10, 0.5), True),
        (Figures(0.8, 0.10, 0.5), False),
        (Figures(0.8, 0.09, 0.5), True),
        (Figures(0.9, 0.11, 0.5), False),
        (Figures(0.9, 0.05, 0.4), False),
    ],
)
def test_better_is_better_in_one_and_worse_in_none(fresh: Figures, better: bool) -> None:
    """Less error is better, the others are more."""
    assert Calibration(PRESENT, Figures(0.8, 0.10, 0.5), fresh).better is better


def test_figures_by_hand() -> None:
    """Two right with 0.9 and 0.6, one wrong with 0.7: half of the pairs in order."""
    known = [sample("a", wrong=wrong, flagged=False) for wrong in (False, False, True)]
    found = figures(known, [0.9, 0.6, 0.7])
    assert found.roc_area == 0.5
    assert found.calibration_error == pytest.approx((0.1 + 0.4 + 0.7) / 3)
    assert found.caught == 0.0


def test_the_line_catches_wrong_ones_and_spares_right_ones() -> None:
    """Between the two, as low as does it."""
    known = [sample("a", wrong=wrong, flagged=False) for wrong in (False, False, True, True)]
    assert line(known, [0.9, 0.8, 0.3, 0.2]) == 0.31


@pytest.mark.parametrize("known", [drawn(20), [*drawn(60)[:1] * 60], []])
def test_too_few_or_one_kind_are_refused(known: list[object]) -> None:
    """One line says how many there are, and how many it takes."""
    with pytest.raises(ConfigurationError, match="too few to fit on: it takes 50 of 5") as caught:
        calibrated(known, PRESENT, name="x", on="y")  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)


def test_decisions_tell_right_from_wrong() -> None:
    """Dropped, or another value in a key field, is wrong; another place is not."""
    text = "Ana Ruiz of Peru met Luis Soto of Chile in Lima on Tuesday."
    values = {**meeting(), "date": {"as_written": "Tuesday", "value": None}, "evidence": [text]}
    records = [Meeting.model_validate(values) for _ in range(5)]
    made = Extraction(
        article=Article(text=text, id="a"),
        records={"meetings": list(records), "positions": []},
        usage=Usage(),
        provenance=provenance(diplomacy(), ModelSettings(model="tiny")),
    )
    data = exchanged(records[0].model_dump(mode="json"))
    truth = {
        "meetings[0]": data,
        "meetings[1]": None,
        "meetings[2]": {**data, "mode": "phone"},
        "meetings[3]": {**data, "place": "Quito"},
    }
    found = decided_samples(made, truth, spec=diplomacy())
    assert [s.wrong for s in found] == [False, True, True, False]
    assert found[1].fields == {}
    assert (found[2].fields["mode"], found[2].fields["place"]) == (False, True)
    assert (found[3].fields["mode"], found[3].fields["place"]) == (True, False)
    assert all(found[0].fields.values())
