"""What is known of how a record came about, beside its values: material for its confidence."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Signals(BaseModel):
    """How one record came about."""

    model_config = ConfigDict(extra="forbid")

    certainty: dict[str, tuple[float, float]] = Field(
        default_factory=dict,
        description="Path of a value → mean and least log-probability of its tokens; empty "
        "where the server gave none.",
    )
    reasks: int = Field(default=0, description="Answers that broke the schema before this one.")
    repaired: bool = Field(default=False, description="Whether the findings were told the model.")
    repeats: int = Field(default=0, description="Further drafts that turned out to be this one.")
    others: int = Field(default=0, description="Further answers that it was compared with.")
    agreement: dict[str, float] = Field(
        default_factory=dict,
        description="Field (`participants[].name`) → share of the further answers with the same "
        "value; `` (empty): share of those with such a record at all.",
    )
