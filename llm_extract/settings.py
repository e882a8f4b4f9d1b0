"""Settings: read once at the edge, frozen from there on."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from llm_extract.errors import ConfigurationError

Mode = Literal["auto", "tools", "json_schema", "json"]

_REASONS = re.compile(r"(?:.*/)?(?:o\d|gpt-5)")
"""Models that think before they answer: they take no temperature, and thinking counts as
output."""
_REASONING: dict[str, object] = {
    "temperature": -1,
    "max_output_tokens": 32_000,
    "logprobs": False,
}

SAMPLE_TEMPERATURE = 0.7
"""Of further samples: high enough that what the model is not sure of comes out differently."""

OPENAI_URL = "https://api.openai.com/v1"


class ModelSettings(BaseModel):
    """Which model answers, and how it is asked.

    Everything but the server's address, the key, the patience and `logprobs` decides what
    an answer can be, and so belongs to the key under which an answer is kept.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = Field(description="The model's name, as the server knows it.")
    base_url: str = Field(default=OPENAI_URL, description="Any OpenAI-compatible server.")
    api_key: str = Field(default="", repr=False, description="Sent as a bearer token.")
    mode: Mode = Field(default="auto", description="How the schema is handed over.")
    temperature: float | None = Field(default=0.0, description="None leaves it to the server.")
    max_output_tokens: int = Field(default=4096, gt=0, description="For one answer.")
    repair: bool = Field(
        default=False, description="Ask once more with what the article says against an answer."
    )
    samples: int = Field(default=1, gt=0, description="Answers to each question; one is kept.")
    second_model: str | None = Field(default=None, description="Asked too, for its agreement.")
    second_base_url: str | None = Field(default=None, description="Its server, if another.")
    second_api_key: str | None = Field(default=None, repr=False, description="Its key.")
    seed: int | None = Field(default=None, description="Tells samples of one question apart.")
    logprobs: bool = Field(
        default=True, description="Ask how likely each token was; left out where refused."
    )
    timeout: float = Field(default=600.0, gt=0, description="Seconds for one request.")
    tries: int = Field(default=6, gt=0, description="Sendings of one request at most.")

    @property
    def effective_mode(self) -> Mode:
        """`auto` is `json_schema`: every server named in the README turns it into a grammar."""
        return "json_schema" if self.mode == "auto" else self.mode

    def answer_key(self) -> dict[str, object]:
        """What of the settings decides what an answer can be."""
        key: dict[str, object] = {
            "model": self.model,
            "mode": self.effective_mode,
            "temperature": self.temperature,
            "max_output_tokens": self.max_output_tokens,
        }
        further = {
            name: value
            for name in ("repair", "samples", "second_model", "seed")
            if (value := getattr(self, name)) != type(self).model_fields[name].default
        }
        return key | further  # what is off leaves the keys of older answers as they were

    def further(self) -> list[ModelSettings]:
        """Who else is asked, so that answers can be compared: samples, then the second model."""
        alone = {"samples": 1, "second_model": None, "second_base_url": None, "repair": False}
        sampled = {**alone, "temperature": SAMPLE_TEMPERATURE}
        asked = [self.model_copy(update={**sampled, "seed": n}) for n in range(1, self.samples)]
        if self.second_model is not None:
            url = self.second_base_url or self.base_url
            own = self.api_key if url == self.base_url else ""  # a key is for its own server
            key = own if self.second_api_key is None else self.second_api_key
            other = {"model": self.second_model, "base_url": url, "api_key": key}
            asked.append(self.model_copy(update={**alone, **other}))
        return asked


def model_settings(
    *,
    model: str | None = None,
    base_url: str | None = None,
    options: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
) -> ModelSettings:
    """Settings from arguments first, then from the environment.

    Further fields of `ModelSettings` go into `options`; None there means its default
    (for models that think before they answer, no temperature and a larger output). A
    negative `temperature` leaves it to the server, as some models demand. Reads
    `OPENAI_API_KEY`, `OPENAI_BASE_URL`, `LLM_EXTRACT_MODEL` and `LLM_EXTRACT_SECOND_API_KEY`. A
    server on this machine needs no key.

    Raises:
        ConfigurationError: no model is named, or no key is set for OpenAI's own server.
    """
    env = os.environ if environment is None else environment
    name = model or env.get("LLM_EXTRACT_MODEL")
    url = base_url or env.get("OPENAI_BASE_URL") or OPENAI_URL
    key = env.get("OPENAI_API_KEY", "")
    if not name:
        raise ConfigurationError(
            "no model is named: pass --model NAME (or set LLM_EXTRACT_MODEL), "
            "use --local-model FILE.gguf, or --replay CASSETTE"
        )
    if not url.startswith(("http://", "https://")):
        raise ConfigurationError(f"--base-url {url}: it must begin with http:// or https://")
    if not key and url.rstrip("/") == OPENAI_URL:
        raise ConfigurationError(
            "OPENAI_API_KEY is not set: set it, or name another server with --base-url"
        )
    given: dict[str, object] = dict(_REASONING if _REASONS.match(name) else {})
    given |= {key: value for key, value in (options or {}).items() if value is not None}
    if second := env.get("LLM_EXTRACT_SECOND_API_KEY"):
        given.setdefault("second_api_key", second)
    if "temperature" in given and float(str(given["temperature"])) < 0:
        given["temperature"] = None
    return ModelSettings.model_validate({"model": name, "base_url": url, "api_key": key, **given})
