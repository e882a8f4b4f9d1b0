"""Finds the files that ship with the project, installed or in a checkout."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from llm_extract.errors import ConfigurationError


def resource(*parts: str) -> Path:
    """The path of a shipped file or folder: `resource("prompts", "meetings-1.md")`.

    In a wheel they lie in `llm_extract/_shipped`, in a checkout at its root.

    Raises:
        ConfigurationError: neither place has it.
    """
    package = Path(str(files("llm_extract")))
    for root in (package / "_shipped", package.parent):
        found = root.joinpath(*parts)
        if found.exists():
            return found
    raise ConfigurationError(f"{'/'.join(parts)} is missing: reinstall llm-extract")
