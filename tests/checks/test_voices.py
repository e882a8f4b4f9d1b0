"""What is said of holders and of those who pass it on."""

from __future__ import annotations

import pytest

from tests.checks.directories import position_finding

INTRO = "Peruvian President Ann Clark met Chilean envoy Bo Allen. "


def holder(sentence: str, name: str, **fields: object) -> str:
    text = INTRO + sentence
    holders = [{"name": name, "country": None}]
    fields = {"holders": holders, "evidence": [sentence], **fields}
    return position_finding(text, "holders[0].name", **fields).code


@pytest.mark.parametrize(
    ("sentence", "name", "expected"),
    [
        ("Clark said the fish were hers.", "Ann Clark", "speaker.says"),
        ("Clark said the fish were hers.", "Bo Allen", "speaker.elsewhere"),
        ("Clark told Allen the fish were hers.", "Bo Allen", "speaker.mismatch"),
        ("Both sides agreed to count fish.", "Ann Clark", "speaker.grouped"),
        ("The Peruvian president wants more fish.", "Ann Clark", "speaker.says"),
        ("Lima insisted on its fish.", "Peru", "speaker.says"),
        ("Clark insisted on her fish.", "Peru", "speaker.person"),
        ("Clark rejected the count, the ministry said.", "ministry", "speaker.relayer"),
        ("A spokesman said Clark remained ready.", "A spokesman", "speaker.relayer"),
        ("A spokesman said Clark remained ready.", "Ann Clark", "speaker.says"),
        ("Clark was quoted by the ministry as saying so.", "Ann Clark", "speaker.says"),
        ("Clark was quoted by the ministry as saying so.", "ministry", "speaker.relayer"),
        ("Clark spoke of fish.", "Zoe Quist", "name.not_found"),
    ],
)
def test_holders(sentence: str, name: str, expected: str) -> None:
    """Subjects of verbs of saying hold it; those who tell it, and others, do not."""
    assert holder(sentence, name) == expected


@pytest.mark.parametrize(
    ("sentence", "relayer", "expected"),
    [
        ("Clark wants fish, the ministry said.", "the ministry", "relayer.says"),
        ("Clark wants fish, according to the fishing directorate.", "directorate", "relayer.says"),
        ("Clark wants fish, ministry officials said.", "ministry officials", "relayer.says"),
        ("Clark wants fish, said DGF spokesman Carl Meyer.", "DGF", "relayer.says"),
        ("Clark wants fish, the ministry said.", "Bo Allen", "relayer.mismatch"),
        ("Clark wants fish, the ministry said.", "Zoe Quist", "relayer.not_found"),
    ],
)
def test_relayers(sentence: str, relayer: str, expected: str) -> None:
    """Whoever a verb of telling or "according to" names passes it on."""
    text = INTRO + sentence
    found = position_finding(text, "reported_by", reported_by=relayer, evidence=[sentence])
    assert found.code == expected


def test_other_languages_are_left_alone() -> None:
    """Cues are known in English only."""
    text = "La présidente Ann Clark a dit que les poissons sont à elle et que le reste va bien."
    assert position_finding(text, "holders[0].name").code != "speaker.mismatch"
