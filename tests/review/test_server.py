"""Starting the page: what is refused before anything listens."""

from __future__ import annotations

import builtins
import socket
from pathlib import Path
from typing import Any

import pytest

from llm_extract.errors import ConfigurationError, StoreError
from llm_extract.jobs.store import Store
from llm_extract.review.server import serve


def test_beyond_this_machine_only_with_a_secret(tmp_path: Path) -> None:
    """A host that others reach needs a token of one's own; a short one is none."""
    with pytest.raises(ConfigurationError, match=r"--host 0\.0\.0\.0.*--token"):
        serve(str(tmp_path / "s.db"), reviewer="ana", host="0.0.0.0", open_browser=False)
    with pytest.raises(ConfigurationError, match="at least 8"):
        serve(str(tmp_path / "s.db"), reviewer="ana", token="short", open_browser=False)


def test_a_store_and_a_port_are_needed(tmp_path: Path) -> None:
    """No store is made; a port that is taken is named."""
    with pytest.raises(StoreError):
        serve(f"sqlite:///{tmp_path / 'none' / 's.db'}", reviewer="ana", open_browser=False)
    Store(tmp_path / "s.db").close()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ConfigurationError, match=f"--port {port}: cannot listen"):
            serve(str(tmp_path / "s.db"), reviewer="ana", port=port, open_browser=False)


def test_without_the_extra_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is an extra; the rest works without it."""
    real = builtins.__import__

    def without(name: str, *args: Any, **options: Any) -> Any:
        if name == "starlette":
            raise ModuleNotFoundError("no starlette", name="starlette")
        return real(name, *args, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ConfigurationError, match=r"pip install 'llm-extract\[review\]'"):
        serve(str(tmp_path / "s.db"), reviewer="ana", open_browser=False)
