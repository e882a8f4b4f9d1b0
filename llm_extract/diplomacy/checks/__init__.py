"""What only this domain's records can be checked for; importing it adds the checks."""

from llm_extract.diplomacy.checks import (
    addressee,
    doubles,
    links,
    mode,
    participants,
    reported,
    stance,
    status,
)

__all__ = ["addressee", "doubles", "links", "mode", "participants", "reported", "stance", "status"]
