"""One root class for everything that llm-extract raises on purpose.

Each class carries the exit code that the command line ends with, and whether trying the
same thing again can help. Messages are one line: the value, the rule, the next step.
"""

from __future__ import annotations


class LLMExtractError(Exception):
    """Root of every error raised by this package.

    Attributes:
        exit_code: what the command line exits with: 1 when the work failed, 2 when it was
            asked for wrongly.
        retryable: whether the same request may succeed when sent again later.
        retry_after: seconds that the server asked us to wait, or None.
    """

    exit_code = 1
    retryable = False
    retry_after: float | None = None

    @property
    def kind(self) -> str:
        """The class name as stored and printed: a stable word for programs."""
        return type(self).__name__


class ConfigurationError(LLMExtractError):
    """A setting, an option or a file that steers a run is wrong."""

    exit_code = 2


class SourceError(LLMExtractError):
    """An input is missing, empty, binary, undecodable, too large or of an unknown kind."""


class StoreError(LLMExtractError):
    """The store cannot be opened, read or written."""

    exit_code = 2


class CassetteError(LLMExtractError):
    """A recorded answer is missing, or was recorded from other parts than these."""


class ModelError(LLMExtractError):
    """Root of what can go wrong between us and a model."""


class AuthenticationFailed(ModelError):
    """The server does not accept the key (401, 403)."""


class RequestRejected(ModelError):
    """The server does not accept the request (400, 404, 413, 422)."""


class RefusedByModel(ModelError):
    """The model declined to answer."""


class ContentFiltered(ModelError):
    """A content filter stopped the answer."""


class AnswerCutOff(ModelError):
    """The answer reached the token limit before its end."""


class InvalidAnswer(ModelError):
    """The answer breaks the schema, after every re-ask."""


class ServerUnavailable(ModelError):
    """The server is busy, broken, out of reach or silent; asking later may help."""

    retryable = True

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
