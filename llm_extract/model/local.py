"""A GGUF model on this machine, served by llama.cpp inside this process."""

from __future__ import annotations

import secrets
from pathlib import Path
from types import TracebackType
from typing import Any

from llm_extract.errors import ConfigurationError


class LocalServer:
    """Serves one GGUF file on a loopback port while the context is open.

    Needs the extra `[local]`. The model's name is the file's name without its ending; `key`
    has to be sent with every request.
    """

    def __init__(self, file: Path, *, context: int = 16_384, parallel: int = 1) -> None:
        """`context` is in tokens for each of the `parallel` requests at a time."""
        if not file.is_file():
            raise ConfigurationError(f"--local-model {file}: there is no such file")
        with file.open("rb") as head:
            if head.read(4) != b"GGUF":
                raise ConfigurationError(f"--local-model {file}: it is not a GGUF file")
        self.file, self.context, self.parallel = file, context, parallel
        self.key = secrets.token_hex(16)
        self._server: Any = None

    @property
    def name(self) -> str:
        """The model's name in records and cassettes."""
        return self.file.stem

    def __enter__(self) -> str:
        """Start serving; returns the base URL."""
        try:
            import xllamacpp  # noqa: PLC0415 - an extra, and slow to load
        except ImportError:
            raise ConfigurationError(
                "--local-model needs llama.cpp: pip install 'llm-extract[local]'"
            ) from None
        params = xllamacpp.CommonParams()
        params.model.path = str(self.file)
        params.n_ctx = self.context * self.parallel
        params.n_parallel = self.parallel
        params.port = 0
        params.api_keys = [self.key]  # other programs, and web pages, are kept out
        params.verbosity = -1
        self._server = xllamacpp.Server(params)
        return f"{self._server.listening_address}/v1"

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server = None
