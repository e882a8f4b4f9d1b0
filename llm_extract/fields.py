"""Field types: what a record is made of.

A record type is a Pydantic model whose fields use these types. The type says what the
words mean, and so how the model is asked for them, how they are found in the article and
how they are checked; nothing in the engine knows a field by its name.

| type | holds | asked of the model as |
|---|---|---|
| `Mention` and its kinds | words copied from the article | a string |
| `DateExpression` | date words and their EDTF value | a string: the date words |
| `Passage` in `evidence` | a sentence that reports the record | the sentence's number |
| `NounPhrase`, `Statement` | the model's own short wording | a string |
| `RecordLink` | index of another record of the article | nothing: the spec fills it |
| enums, numbers, nested models, lists | themselves | themselves |
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from llm_extract.article import Span
from llm_extract.countries import country_code
from llm_extract.edtf import check_edtf

MAX_WORDS = 400
"""Characters asked for at most in one copied or worded field, unless its type says less."""


class Match(StrEnum):
    """How the words were found in the article."""

    EXACT = "exact"
    NORMALISED = "normalised"
    FUZZY = "fuzzy"
    NONE = "none"


class Mention(BaseModel):
    """Words copied from the article, and where they stand there.

    A plain string is accepted where a mention is expected: `{"place": "Seoul"}`.
    """

    model_config = ConfigDict(extra="forbid")

    fuzzy: ClassVar[bool] = False
    """Whether near words count as found; never for names, dates, quotes and numbers."""
    max_length: ClassVar[int] = 120
    """Characters that the model may use."""

    value: str = Field(description="The words as they came; never altered.", min_length=1)
    span: Span | None = Field(default=None, description="Where the article has them.")
    match: Match = Field(default=Match.NONE, description="How they were found there.")
    score: float = Field(
        default=0.0, ge=0, le=1, description="1 when exact or normalised, less when fuzzy."
    )

    @model_validator(mode="before")
    @classmethod
    def _from_string(cls, data: Any) -> Any:
        return {"value": data} if isinstance(data, str) else data

    def __str__(self) -> str:
        return self.value


class Verbatim(Mention):
    """Any copied words without a more telling type."""


class PersonName(Mention):
    """A person's name as the article spells it, without title."""

    max_length: ClassVar[int] = 60


class Role(Mention):
    """A title or office as written."""

    fuzzy: ClassVar[bool] = True


class Place(Mention):
    """A place as written, in one contiguous string."""

    fuzzy: ClassVar[bool] = True


class DateWords(Mention):
    """The words that say when: "Tuesday", "earlier this month"."""

    max_length: ClassVar[int] = 60


class Quote(Mention):
    """Somebody's own words, without the quotation marks."""

    max_length: ClassVar[int] = MAX_WORDS


class Passage(Mention):
    """A stretch of the article that reports a record."""

    fuzzy: ClassVar[bool] = True


class _Coded(Mention):
    code: str | None = Field(
        default=None,
        description="ISO 3166-1 alpha-3, or the organisation's code; null when not known.",
    )

    @model_validator(mode="after")
    def _resolve(self) -> _Coded:
        if self.code is None:
            self.code = country_code(self.value)
        return self


class CountryName(_Coded):
    """A state or organisation as written."""

    max_length: ClassVar[int] = 60


class ActorName(_Coded):
    """A person, government, state body or organisation as written.

    The code is that of a state, a capital standing for its government, or an
    organisation; a person has none.
    """

    max_length: ClassVar[int] = 80


class Speaker(ActorName):
    """Whoever says or holds what the record reports; the speaker of its quotes."""


class Relayer(ActorName):
    """Whoever passes on what another says or holds."""


Edtf = Annotated[str, AfterValidator(check_edtf)]
"""A date in EDTF level 0 (ISO 8601-2): `2022-05-03`, `2022-05`, `2022` or `start/end`."""


class DateExpression(BaseModel):
    """When something happened: the words, and the date that follows from them."""

    model_config = ConfigDict(extra="forbid")

    as_written: DateWords | None = Field(
        default=None, description="The date words, copied; null where there are none."
    )
    value: Edtf | None = Field(
        default=None,
        description="EDTF level 0; only what the words and the publication date allow.",
    )


class FreeText:
    """Marks a string that the model words itself, so that no span is looked for."""


NounPhrase = Annotated[str, FreeText(), StringConstraints(min_length=1, max_length=200)]
"""A short noun phrase in the model's own words."""

Statement = Annotated[str, FreeText(), StringConstraints(min_length=1, max_length=500)]
"""One sentence in the model's own words, saying no more than the article does."""


class RecordLink:
    """Marks an index into another list of records of the same article."""

    def __init__(self, plural: str) -> None:
        self.plural = plural
