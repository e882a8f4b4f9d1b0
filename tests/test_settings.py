"""Settings come from arguments, then from the environment."""

from __future__ import annotations

import pytest

from llm_extract.errors import ConfigurationError
from llm_extract.settings import OPENAI_URL, ModelSettings, model_settings


def test_the_environment_fills_what_is_missing() -> None:
    """An argument goes first; without either, OpenAI's own server."""
    env = {
        "OPENAI_API_KEY": "k",
        "OPENAI_BASE_URL": "http://127.0.0.1:1/v1",
        "LLM_EXTRACT_MODEL": "m",
    }
    found = model_settings(environment=env)
    assert (found.model, found.base_url, found.api_key) == ("m", "http://127.0.0.1:1/v1", "k")
    assert model_settings(model="n", environment=env).model == "n"
    assert model_settings(model="n", environment={"OPENAI_API_KEY": "k"}).base_url == OPENAI_URL


def test_what_is_missing_is_told_with_the_way_out() -> None:
    """No model; no key for OpenAI; a server of one's own needs none."""
    with pytest.raises(ConfigurationError, match="--local-model"):
        model_settings(environment={})
    with pytest.raises(ConfigurationError, match="OPENAI_API_KEY"):
        model_settings(model="m", environment={})
    assert model_settings(model="m", base_url="http://127.0.0.1:1/v1", environment={}).api_key == ""


def test_a_negative_temperature_is_left_to_the_server() -> None:
    """None in the settings, and so in the key."""
    url = "http://127.0.0.1:1/v1"
    found = model_settings(model="m", base_url=url, options={"temperature": -1}, environment={})
    assert found.temperature is None


def test_models_that_think_take_no_temperature() -> None:
    """And get more room, unless the user says otherwise."""
    url = "http://127.0.0.1:1/v1"
    found = model_settings(model="gpt-5-mini", base_url=url, environment={})
    assert (found.temperature, found.max_output_tokens) == (None, 32_000)
    told = model_settings(
        model="o4-mini", base_url=url, options={"temperature": 1.0}, environment={}
    )
    assert told.temperature == 1.0
    plain = model_settings(model="gpt-4o-mini", base_url=url, environment={})
    assert (plain.temperature, plain.max_output_tokens) == (0.0, 4096)


def test_further_answers_are_asked_for_by_settings_of_their_own() -> None:
    """Samples differ by their seed and are warmer; the second model has its own server."""
    assert ModelSettings(model="a").further() == []
    chosen = ModelSettings(model="a", samples=3, second_model="b", repair=True)
    one, two, second = chosen.further()
    assert (one.model, one.seed, two.seed, one.temperature) == ("a", 1, 2, 0.7)
    assert (second.model, second.seed, second.temperature) == ("b", None, 0.0)
    assert not any(other.repair or other.further() for other in (one, two, second))


def test_a_key_goes_to_its_own_server_only() -> None:
    """The second model's server gets the first one's key only where it is the same server."""
    first = ModelSettings(model="a", second_model="b", api_key="k", base_url="https://a.example")
    assert first.further()[0].api_key == "k"
    elsewhere = {"second_base_url": "https://b.example"}
    assert first.model_copy(update=elsewhere).further()[0].api_key == ""
    own = {**elsewhere, "second_api_key": "l"}
    assert first.model_copy(update=own).further()[0].api_key == "l"
    made = model_settings(model="a", base_url="http://127.0.0.1/v1",
                          environment={"LLM_EXTRACT_SECOND_API_KEY": "l"})  # fmt: skip
    assert made.second_api_key == "l"


def test_what_is_off_leaves_older_keys_as_they_were() -> None:
    """Samples, repair and a second model make other answers; log-probabilities do not."""
    plain = ModelSettings(model="a").answer_key()
    assert set(plain) == {"model", "mode", "temperature", "max_output_tokens"}
    assert ModelSettings(model="a", logprobs=False).answer_key() == plain
    for option in ({"repair": True}, {"samples": 2}, {"second_model": "b"}, {"seed": 1}):
        changed = ModelSettings.model_validate({"model": "a", **option}).answer_key()
        assert changed == {**plain, **option}
