"""What only this domain's records can be checked for; importing it adds the checks."""

from llm_extract.diplomacy.checks import mode, status

__all__ = ["mode", "status"]
