"""One question to a model, and everything that can come back."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Generic, TypeVar

import instructor
import openai
from instructor.core import IncompleteOutputException, InstructorError, InstructorRetryException
from openai.types.chat import ChatCompletion
from pydantic import BaseModel, ValidationError

from llm_extract.errors import (
    AnswerCutOff,
    AuthenticationFailed,
    CassetteError,
    ContentFiltered,
    InvalidAnswer,
    ModelError,
    RefusedByModel,
    RequestRejected,
    ServerUnavailable,
)
from llm_extract.model import pricing
from llm_extract.model.certainty import Certainty, Token, certainty, tokens
from llm_extract.model.retry import REASKS, retry_after, retrying
from llm_extract.prompting import Message
from llm_extract.records import Usage
from llm_extract.settings import OPENAI_URL, ModelSettings

T = TypeVar("T", bound=BaseModel)

# instructor logs whole failed answers, and with them the article.
logging.getLogger("instructor").setLevel(logging.CRITICAL + 1)

_MODES = {
    "json_schema": instructor.Mode.JSON_SCHEMA,
    "tools": instructor.Mode.TOOLS,
    "json": instructor.Mode.JSON,
}
_completion: ContextVar[ChatCompletion | None] = ContextVar("completion", default=None)


@dataclass
class Answer(Generic[T]):
    """A valid answer and what it took, failed attempts included."""

    value: T
    usage: Usage
    reasks: int = 0
    certainty: dict[str, Certainty] = field(default_factory=dict)
    """By path of a value; empty where the server gives no log-probabilities."""
    text: str = ""
    """The answer as it came."""


@dataclass
class _Reply(Generic[T]):
    """One completion: a value, or what is wrong with it."""

    value: T | None
    text: str
    fault: str | None = None
    tokens: list[Token] = field(default_factory=list)


@dataclass
class Meter:
    """Adds up what requests took, so that a failure's cost is known too."""

    usage: Usage = field(default_factory=Usage)


def _notice(completion: object) -> None:
    """Keep what came: instructor drops it when it cannot parse it."""
    if isinstance(completion, ChatCompletion):  # the SDK hands a web page on as a string
        _completion.set(completion)


class Model:
    """A model behind an OpenAI-compatible server. Safe to share between tasks of one loop.

    Use it as an async context manager, or call `close` when done.

    Attributes:
        settings: as given.
        further: models for the settings' samples and second model, closed with this one.
    """

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings
        self.further = [Model(other) for other in settings.further()]
        self._client = openai.AsyncOpenAI(
            api_key=settings.api_key or "none",
            base_url=settings.base_url,
            max_retries=0,
            timeout=settings.timeout,
        )
        self._instructor = instructor.from_openai(
            self._client, mode=_MODES[settings.effective_mode]
        )
        self._instructor.on("completion:response", _notice)
        # Servers give no log-probabilities for the arguments of a tool call.
        self._logprobs = settings.logprobs and settings.effective_mode != "tools"

    async def __aenter__(self) -> Model:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        for model in [self, *self.further]:
            await model._client.close()

    async def ask(
        self,
        messages: Sequence[Message],
        shape: type[T],
        *,
        check: Callable[[T], str | None] | None = None,
        meter: Meter | None = None,
    ) -> Answer[T]:
        """A valid answer of this shape, re-asked with what is wrong at most `REASKS` times.

        Args:
            messages: the conversation; never rendered, sent as it is.
            shape: the Pydantic model to fill.
            check: says what is wrong with a valid answer, or None; counts as breaking the
                schema.
            meter: told the usage of every request, also when this raises.

        Raises:
            ModelError: see `llm_extract.errors`; no answer is ever made up.
        """
        meter = meter or Meter()
        conversation = list(messages)
        reply: _Reply[T] = _Reply(None, "")
        for reasks in range(REASKS + 1):
            reply = await self._send(conversation, shape, meter)
            if reply.value is not None and check is not None:
                reply.fault = check(reply.value)
            if reply.value is not None and reply.fault is None:
                sure = certainty(reply.text, reply.tokens)
                return Answer(reply.value, meter.usage, reasks, sure, reply.text)
            conversation = [*messages, *_reask(reply)]
        raise InvalidAnswer(
            f"the answer of {self.settings.model} broke the schema {REASKS + 1} times: "
            f"{_one_line(reply.fault or '')}"
        )

    async def _send(self, messages: list[Message], shape: type[T], meter: Meter) -> _Reply[T]:
        async for attempt in retrying(self.settings.tries):
            with attempt:
                try:
                    return await self._send_once(messages, shape, meter)
                except (RequestRejected, AuthenticationFailed) as error:
                    if not self._logprobs or "logprob" not in str(error):
                        raise
                    self._logprobs = False  # this server, or this model, gives none
                    return await self._send_once(messages, shape, meter)
        raise AssertionError("tenacity ends with a result or an error")

    async def _send_once(self, messages: list[Message], shape: type[T], meter: Meter) -> _Reply[T]:
        token = _completion.set(None)
        value: T | None = None
        fault: str | None = None
        try:
            value = await self._instructor.chat.completions.create(
                response_model=shape,
                messages=messages,  # type: ignore[arg-type]
                max_retries=0,
                **self._options(),
            )
        except (InstructorError, openai.OpenAIError, json.JSONDecodeError) as error:
            fault = self._fault(error)
        finally:
            completion = _completion.get()
            _completion.reset(token)
            meter.usage += self._usage(completion)
        if completion is None:
            raise ServerUnavailable(
                f"{self.settings.base_url} answers with something that is no chat completion; "
                "check --base-url (it often ends in /v1)"
            )
        self._refuse(completion)
        return _Reply(value, _text(completion), fault, tokens(completion))

    def _options(self) -> dict[str, Any]:
        settings = self.settings
        # OpenAI's newer models know only the longer name; other servers only the older.
        limit = "max_tokens"
        if settings.base_url.startswith(OPENAI_URL) or ".azure.com" in settings.base_url:
            limit = "max_completion_tokens"
        options: dict[str, Any] = {"model": settings.model, limit: settings.max_output_tokens}
        if settings.temperature is not None:
            options["temperature"] = settings.temperature
        if settings.seed is not None:
            options["seed"] = settings.seed
        if self._logprobs:
            # Without a number llama.cpp sends twenty alternatives of every token.
            options |= {"logprobs": True, "top_logprobs": 1}
        return options

    def _fault(self, error: Exception) -> str:
        """What is wrong with an answer that did come; raises when none did."""
        cause = error.__cause__ if isinstance(error, InstructorRetryException) else error
        if isinstance(cause, openai.OpenAIError):
            raise self._translated(cause) from error
        if isinstance(cause, IncompleteOutputException):
            return "the answer was cut off"
        if isinstance(cause, json.JSONDecodeError):
            return f"invalid JSON: {cause}"
        if isinstance(cause, ValidationError):
            return _validation_text(cause)
        return _one_line(str(cause)) or "the answer is empty"

    def _translated(self, error: openai.OpenAIError) -> Exception:
        settings = self.settings
        if recorded := _caused_by_cassette(error):
            return recorded
        if isinstance(error, openai.APITimeoutError):
            return ServerUnavailable(
                f"{settings.base_url} did not answer within {settings.timeout:g} s"
            )
        if isinstance(error, openai.APIConnectionError):
            return ServerUnavailable(
                f"no connection to {settings.base_url}: {_root(error)}; check --base-url and "
                "the network"
            )
        if not isinstance(error, openai.APIStatusError):
            return ModelError(_one_line(str(error)))
        said = f"{settings.base_url} answered {error.status_code}: {_one_line(_said(error))}"
        if error.code == "insufficient_quota":
            return RequestRejected(f"{said}; the account has no credit left")
        if error.status_code in (408, 409, 429) or error.status_code >= 500:
            return ServerUnavailable(said, retry_after=retry_after(error.response.headers))
        if error.status_code in (401, 403):
            return AuthenticationFailed(f"{said}; check OPENAI_API_KEY and --base-url")
        if error.code == "content_filter":
            return ContentFiltered(said)
        hint = (
            f"check --model {settings.model}; some models take no --temperature (give -1), or "
            "need --mode tools or json"
        )
        return RequestRejected(f"{said}; {hint}")

    def _refuse(self, completion: ChatCompletion) -> None:
        """Raise for an answer that is none, whatever could be parsed from it."""
        name = self.settings.model
        if not completion.choices:
            return
        choice = completion.choices[0]
        if choice.finish_reason == "content_filter":
            raise ContentFiltered(f"a content filter stopped the answer of {name}")
        if choice.message.refusal:
            raise RefusedByModel(f"{name} refused: {_one_line(choice.message.refusal)}")
        if choice.finish_reason == "length":
            raise AnswerCutOff(
                f"the answer of {name} reached {self.settings.max_output_tokens} tokens; "
                "raise --max-output-tokens"
            )

    def _usage(self, completion: ChatCompletion | None) -> Usage:
        if completion is None or completion.usage is None:
            return Usage(requests=1)
        details = completion.usage.prompt_tokens_details
        usage = Usage(
            requests=1,
            input_tokens=completion.usage.prompt_tokens,
            cached_tokens=(details.cached_tokens or 0) if details else 0,
            output_tokens=completion.usage.completion_tokens,
        )
        usage.cost = pricing.cost(usage, self.settings.model, self.settings.base_url)
        return usage


def _reask(reply: _Reply[Any]) -> list[Message]:
    fault = reply.fault or "the answer is empty"
    return [
        {"role": "assistant", "content": reply.text or "{}"},
        {"role": "user", "content": f"That answer is not valid:\n{fault}\nAnswer again, in full."},
    ]


def _text(completion: ChatCompletion) -> str:
    if not completion.choices:
        return ""
    message = completion.choices[0].message
    for call in message.tool_calls or []:
        if call.type == "function":
            return call.function.arguments
    return message.content or ""


def _validation_text(error: ValidationError) -> str:
    """The faults, a line each, without the input: it may be long, and it is in the answer."""
    lines = []
    for fault in error.errors(include_url=False, include_input=False)[:10]:
        where = ".".join(str(part) for part in fault["loc"])
        lines.append(f"- {where}: {fault['msg']}" if where else f"- {fault['msg']}")
    return "\n".join(lines)


def _said(error: openai.APIStatusError) -> str:
    body = error.body
    if isinstance(body, dict):
        message = body.get("message") or body
        return str(message)
    return error.message


def _caused_by_cassette(error: BaseException) -> CassetteError | None:
    while error.__cause__ is not None:
        error = error.__cause__
        if isinstance(error, CassetteError):
            return error
    return None


def _root(error: BaseException) -> str:
    while error.__cause__ is not None:
        error = error.__cause__
    return _one_line(str(error)) or type(error).__name__


def _one_line(text: str, most: int = 300) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
