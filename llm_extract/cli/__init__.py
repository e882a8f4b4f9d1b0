"""The command line: parses, calls, prints."""

from llm_extract.cli.main import app, main

__all__ = ["app", "main"]
