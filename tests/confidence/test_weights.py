"""Which file the weights are read from."""

from __future__ import annotations

from pathlib import Path

import pytest

from llm_extract.confidence.weights import VARIABLE, shipped
from llm_extract.errors import ConfigurationError


def test_the_environment_names_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it, those that ship."""
    own = shipped().model_copy(update={"name": "own", "flag_below": 0.25})
    file = tmp_path / "own.json"
    file.write_text(own.model_dump_json())
    monkeypatch.setenv(VARIABLE, str(file))
    assert shipped() == own
    monkeypatch.delenv(VARIABLE)
    assert shipped().name.startswith("confidence-")


@pytest.mark.parametrize(
    ("content", "said"), [(None, "cannot be read"), ("{}", "holds no weights")]
)
def test_a_wrong_file_is_one_line(
    content: str | None, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names the file."""
    file = tmp_path / "w.json"
    if content is not None:
        file.write_text(content)
    monkeypatch.setenv(VARIABLE, str(file))
    with pytest.raises(ConfigurationError, match=said) as caught:
        shipped()
    assert "w.json" in str(caught.value)
