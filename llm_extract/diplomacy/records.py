"""Meeting and position records. docs/codebook.md is the law; this is its shape.

What stands below a choice is its rule in short; the review page shows it beside the choice.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from llm_extract.fields import (
    ActorName,
    CountryName,
    DateExpression,
    NounPhrase,
    PersonName,
    Place,
    Quote,
    RecordLink,
    Relayer,
    Role,
    Speaker,
    Statement,
)
from llm_extract.records import Record


class Mode(StrEnum):
    """How the sides meet."""

    IN_PERSON = "in_person"
    """A place, a trip on which they meet, or words such as “face-to-face”, “met at”."""
    PHONE = "phone"
    VIDEO = "video"
    UNSPECIFIED = "unspecified"
    """Nothing tells how."""


class Status(StrEnum):
    """What had become of a meeting when the article was published."""

    HELD = "held"
    """It took place."""
    PLANNED = "planned"
    """“Is to”, “is set to”, “reportedly scheduled”."""
    PROPOSED = "proposed"
    """“May meet”, “possibly”, a plan never realised."""
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Stance(StrEnum):
    """What a holder does about an issue."""

    SUPPORTS = "supports"
    """Approves, argues for or wishes for something, without undertaking anything new."""
    OPPOSES = "opposes"
    """Rejects, criticises, condemns, argues against, or calls it a violation."""
    CALLS_FOR = "calls_for"
    """Asks, urges or demands that somebody do or not do something; stresses a need."""
    COMMITS_TO = "commits_to"
    """Undertakes, promises, agrees to do, intends, threatens to or reaffirms it."""
    CONCERNED = "concerned"
    """Voices worry without rejecting."""
    ASSERTS = "asserts"
    """States a view, a fact or an assessment with none of the above."""


class Participant(BaseModel):
    """A person named as taking part."""

    model_config = ConfigDict(extra="forbid")

    asked: ClassVar = ("role", "name", "country")
    """The title goes first: a model that has not put it anywhere yet leaves it in the name."""

    name: PersonName = Field(description="Fullest form of the name in the article, no title.")
    role: Role | None = Field(description="Title or office as written, or null.")
    country: CountryName | None = Field(
        description="State or organisation that the person acts for, as written, or null."
    )


class Holder(BaseModel):
    """Who holds a position."""

    model_config = ConfigDict(extra="forbid")

    name: Speaker = Field(
        description="The person named as the speaker, else the government or body, as written."
    )
    country: CountryName | None = Field(
        description="State or organisation that the holder speaks for, as written, or null."
    )


class Meeting(Record):
    """An encounter between actors of at least two parties."""

    asked: ClassVar = ("participants", "parties", "date", "place", "mode", "status")
    """Who, when and where go first: how and whether they met follows from these words."""

    status: Status = Field(description="Held, planned, proposed, postponed or cancelled.")
    mode: Mode = Field(description="In person, by phone, by video, or unspecified.")
    participants: list[Participant] = Field(
        description="Every person named as taking part; nobody else."
    )
    parties: list[CountryName] = Field(
        description="The states or organisations that meet, as written."
    )
    date: DateExpression = Field(description="When it took, or is to take, place.")
    place: Place | None = Field(description="The most specific place given, as written.")
    topics: list[NounPhrase] = Field(
        description="What was, or is to be, discussed: short noun phrases."
    )
    outcomes: list[Statement] = Field(
        description="What was agreed, decided or announced: short sentences."
    )


class Position(Record):
    """What an actor holds on an issue.

    The statement comes first in the draft: a model that has put the sentence into its own
    words codes it better.
    """

    statement: Statement = Field(
        description="The position in one plain sentence, third person, present tense."
    )
    holders: list[Holder] = Field(min_length=1, description="Who holds the position.")
    issue: NounPhrase = Field(description="What it is about: a short noun phrase.")
    stance: Stance = Field(description="What the holder does about the issue.")
    addressee: ActorName | None = Field(
        description="Who is asked (calls_for) or criticised (opposes), as written, or null."
    )
    reported_by: Relayer | None = Field(
        description="Who relays the position, where it is not the holder, or null."
    )
    date: DateExpression = Field(description="When it was expressed.")
    meeting: Annotated[int | None, RecordLink("meetings")] = Field(
        default=None,
        ge=0,
        description="Index of the article's meeting at which it was expressed, or null.",
    )
    quote: Quote | None = Field(
        description="The holder's own words between quotation marks, without them, or null."
    )
