"""A logistic model: named features → a probability, without numpy."""

from __future__ import annotations

import math
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

Features = Mapping[str, float | None]
"""Values by name; None where it is not known, 0 where it does not belong."""


class Weight(BaseModel):
    """What one feature is worth."""

    model_config = ConfigDict(extra="forbid")

    weight: float = Field(description="Added to the log-odds for each unit of the feature.")
    typical: float = Field(description="The feature's mean where known: stands for an unknown one.")


class Logistic(BaseModel):
    """The log-odds are a sum of weighted features; a feature without a weight counts nothing."""

    model_config = ConfigDict(extra="forbid")

    intercept: float
    features: dict[str, Weight]

    def probability(self, features: Features) -> float:
        """The probability for these features, 0 to 1."""
        odds = self.intercept
        for name, entry in self.features.items():
            value = features.get(name, 0.0)
            odds += entry.weight * (entry.typical if value is None else value)
        # Beyond 35 the probability is 0 or 1 to the last digit, and exp could overflow.
        return 1 / (1 + math.exp(-min(max(odds, -35.0), 35.0)))
