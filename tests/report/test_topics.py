"""Phrases that speak of the same thing stand together."""

from __future__ import annotations

from llm_extract.report.topics import grouped


def test_phrases_that_share_a_word_are_one_group() -> None:
    """The most frequent shared word decides; plural and singular are one."""
    names = grouped(["new sanctions", "sanctions on oil", "UN sanction", "port access"])
    assert names["new sanctions"] == names["UN sanction"] == names["sanctions on oil"]
    assert names["new sanctions"] == "sanctions"
    assert names["port access"] == "port access"


def test_names_of_states_and_numbers_join_nothing() -> None:
    """What two phrases have in common must say what they are about."""
    names = grouped(["talks with China", "China's fishing fleet", "rail link 2020", "debt 2020"])
    assert len(set(names.values())) == 4


def test_a_state_alone_is_a_topic() -> None:
    """A phrase of nothing else keeps its words; scripts without spaces stay whole."""
    assert grouped(["North Korea", "朝鲜半岛问题", "—"]) == {
        "North Korea": "North Korea", "朝鲜半岛问题": "朝鲜半岛问题", "—": "—"
    }  # fmt: skip


def test_a_phrase_that_most_use_names_the_group() -> None:
    """Repeated wording is kept as it is."""
    names = grouped(["military pact", "military pact", "military pact", "military lines"])
    assert set(names.values()) == {"military pact"}
