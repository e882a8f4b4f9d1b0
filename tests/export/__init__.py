"""Tests of `llm_extract.export`."""
