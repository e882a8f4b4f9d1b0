"""What is said of a person's title."""

from __future__ import annotations

import pytest

from tests.checks.directories import meeting_finding, participant

TEXT = (
    "Peruvian Deputy Trade Minister Ann Clark met Chilean Foreign Minister Bo Allen, whose chief"
    " of staff stayed at home, and Colonel Carl Meyer, the army's spokesman. The Chilean minister"
    " smiled. Senators Dora Berg and Emil Falk were there."
)


def code(name: str, role: str, text: str = TEXT) -> str:
    people = [participant(name, role)]
    return meeting_finding(text, "participants[0].role", participants=people).code


@pytest.mark.parametrize(
    ("name", "role", "expected"),
    [
        ("Ann Clark", "Deputy Trade Minister", "role.beside_name"),
        ("Ann Clark", "Trade Minister", "role.rank"),
        ("Ann Clark", "Foreign Minister", "role.of_another"),
        ("Bo Allen", "Foreign Minister", "role.beside_name"),
        ("Bo Allen", "Chilean minister", "role.described"),
        ("Bo Allen", "Deputy Trade Minister", "role.of_another"),
        ("Carl Meyer", "Colonel", "role.beside_name"),
        ("Carl Meyer", "spokesman", "role.beside_name"),
        ("Emil Falk", "Senators", "role.of_group"),
        ("Emil Falk", "Senator", "role.of_group"),
        ("Bo Allen", "Minister of Fisheries", "role.not_found"),
    ],
)
def test_titles_in_one_text(name: str, role: str, expected: str) -> None:
    """Beside this name, beside another, of another rank, of several, nowhere."""
    assert code(name, role) == expected


def test_a_rank_does_not_rule_out_an_office() -> None:
    """A colonel may be the minister of another sentence; an envoy is not."""
    text = "{} Carl Meyer met Bo Allen. The ministry of trade welcomed it. The trade chief slept."
    assert code("Carl Meyer", "trade chief", text.format("Colonel")) == "role.elsewhere"
    assert code("Carl Meyer", "trade chief", text.format("Envoy")) == "role.mismatch"
