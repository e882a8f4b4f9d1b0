"""How likely each record is right: findings, grounding and log-probabilities → a probability."""

from llm_extract.confidence.confidence import Confidence, confidence, confidences
from llm_extract.confidence.weights import Weights, flag_line, shipped

__all__ = ["Confidence", "Weights", "confidence", "confidences", "flag_line", "shipped"]
