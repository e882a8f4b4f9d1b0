"""The only place that speaks to a model: openai, instructor and tenacity stay in here."""

from llm_extract.model.client import Answer, Model
from llm_extract.model.local import LocalServer

__all__ = ["Answer", "LocalServer", "Model"]
