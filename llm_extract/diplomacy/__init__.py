"""The domain: meetings and positions, as the codebook defines them."""

from llm_extract.diplomacy import checks
from llm_extract.diplomacy.records import Holder, Meeting, Participant, Position
from llm_extract.diplomacy.spec import diplomacy

__all__ = ["Holder", "Meeting", "Participant", "Position", "checks", "diplomacy"]
