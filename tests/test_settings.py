"""Settings come from arguments, then from the environment."""

from __future__ import annotations

import pytest

from llm_extract.errors import ConfigurationError
from llm_extract.settings import OPENAI_URL, model_settings


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
