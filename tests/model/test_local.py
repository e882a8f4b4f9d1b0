"""A GGUF model on this machine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from llm_extract import extract
from llm_extract.errors import ConfigurationError
from llm_extract.model import LocalServer
from tests.fakes import TEXT

GGUF = os.environ.get("LLM_EXTRACT_TEST_GGUF")
"""Path of a real instruct model; a run takes a minute or two."""


def test_a_missing_or_other_file_is_told(tmp_path: Path) -> None:
    """Before anything is loaded."""
    with pytest.raises(ConfigurationError, match="no such file"):
        LocalServer(tmp_path / "none.gguf")
    (tmp_path / "other.gguf").write_text("text")
    with pytest.raises(ConfigurationError, match="not a GGUF file"):
        LocalServer(tmp_path / "other.gguf")


@pytest.mark.timeout(900)
@pytest.mark.skipif(not GGUF, reason="LLM_EXTRACT_TEST_GGUF names no model")
def test_a_real_model_answers_in_one_step() -> None:
    """Records of a short article, every one with evidence in it."""
    pytest.importorskip("xllamacpp", reason="the extra [local] is not installed")
    assert GGUF is not None
    found = extract(TEXT, local_model=GGUF)
    assert found.meetings
    assert "Ruiz" in found.meetings[0].participants[0].name.value
    assert found.provenance.settings["model"] == Path(GGUF).stem
