"""The weights of the confidence, and the file that they are read from."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from llm_extract.confidence.logistic import Logistic
from llm_extract.errors import ConfigurationError
from llm_extract.resources import resource

_SHIPPED = "confidence-1.json"
VARIABLE = "LLM_EXTRACT_WEIGHTS"
"""Names a file of weights to use instead, such as `llm-extract calibrate` writes."""


class Measured(BaseModel):
    """What flags were worth when the weights were fitted, by cross-validation over articles."""

    model_config = ConfigDict(extra="forbid")

    on: str = Field(description="Which records: how many, of what, by which model.")
    date: str = Field(description="When, YYYY-MM-DD.")
    records: int = Field(description="Records that were held against gold.")
    wrong: int = Field(description="How many of them were wrong.")
    flagged: int = Field(description="How many of them such flags marked.")
    flagged_wrong: int = Field(description="How many of the wrong ones were among these.")


class Weights(BaseModel):
    """Two logistic models, one for fields and one for records, and where to draw the line."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(description="Name and version.")
    fields: Logistic = Field(description="How likely the value of a field is right.")
    records: Logistic = Field(description="How likely a record has no key field wrong.")
    flag_below: float = Field(ge=0, le=1, description="Records below this are flagged.")
    measured: Measured


def read_weights(path: Path) -> Weights:
    """The weights in a file.

    Raises:
        ConfigurationError: it cannot be read, or holds something else.
    """
    try:
        return Weights.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read ({error.strerror})") from None
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, fault["loc"]))
        raise ConfigurationError(
            f"{path}: holds no weights of a confidence ({where}: {fault['msg']})"
        ) from None


def shipped() -> Weights:
    """The weights that ship, or those of the file that LLM_EXTRACT_WEIGHTS names.

    docs/results.md says what the shipped ones were fitted on.

    Raises:
        ConfigurationError: the file named cannot be read, or holds something else.
    """
    named = os.environ.get(VARIABLE)
    return _read_once(Path(named) if named else resource("weights", _SHIPPED))


def flag_line(below: float | None = None) -> float:
    """The confidence below which records are flagged: the one given, else the weights' own."""
    return shipped().flag_below if below is None else below


@cache
def _read_once(path: Path) -> Weights:
    return read_weights(path)
