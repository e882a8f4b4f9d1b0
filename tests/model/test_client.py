"""The model client against a server that misbehaves in every way we know of."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from llm_extract.errors import (
    AnswerCutOff,
    AuthenticationFailed,
    ContentFiltered,
    InvalidAnswer,
    LLMExtractError,
    RefusedByModel,
    RequestRejected,
    ServerUnavailable,
)
from llm_extract.model import Model, retry
from llm_extract.model.client import Answer, Meter
from llm_extract.settings import ModelSettings
from tests.conftest import (
    Reply,
    Server,
    completion,
    drops,
    hangs,
    says,
    says_with_tokens,
    sends,
)

GOOD = {"numbers": [1, 2]}


class Shape(BaseModel):
    """What the tests ask for."""

    model_config = ConfigDict(extra="forbid")
    numbers: list[int]


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits of our own back-off shrink to nothing; what is tested is that they happen."""
    monkeypatch.setattr(retry, "FIRST_WAIT", 0.001)


def ask(
    server: Server, *replies: Reply, meter: Meter | None = None, check: Any = None, **settings: Any
) -> Answer[Shape]:
    """Ask the server once, with these replies."""
    import asyncio

    server.replies = list(replies)

    async def asking() -> Answer[Shape]:
        chosen = {"model": "tiny", "base_url": server.url, "tries": 3, "timeout": 5.0, **settings}
        async with Model(ModelSettings.model_validate(chosen)) as model:
            messages = [
                {"role": "system", "content": "Count."},
                {"role": "user", "content": "{{ 7*7 }} one two"},
            ]
            return await model.ask(messages, Shape, meter=meter, check=check)

    return asyncio.run(asking())


@pytest.mark.parametrize("mode", ["auto", "json_schema", "json"])
def test_a_good_answer_takes_one_request(server: Server, mode: str) -> None:
    """One request, its tokens counted once, the article's braces untouched."""
    answer = ask(server, says(GOOD), mode=mode)
    assert answer.value.numbers == [1, 2]
    assert (answer.usage.requests, answer.usage.input_tokens, answer.usage.output_tokens) == (
        1,
        10,
        5,
    )
    assert len(server.requests) == 1
    assert server.requests[0]["messages"][1]["content"] == "{{ 7*7 }} one two"


def test_tools_mode_reads_the_tool_call(server: Server) -> None:
    """The arguments of the call are the answer."""
    call = {
        "id": "1",
        "type": "function",
        "function": {"name": "Shape", "arguments": json.dumps(GOOD)},
    }
    answer = ask(server, says(None, tool_calls=[call]), mode="tools")
    assert answer.value.numbers == [1, 2]
    assert "tools" in server.requests[0]


@pytest.mark.parametrize(
    "fault",
    [
        sends(429, {"error": {"message": "slow"}}, retry_after="0.01"),
        sends(500, {"error": {"message": "oops"}}),
        sends(503, b"<html>busy</html>"),
        sends(200, b"no json {"),
        drops,
    ],
    ids=["429", "500", "503", "junk", "dropped"],
)
def test_a_passing_fault_is_waited_out(server: Server, fault: Reply) -> None:
    """The next sending succeeds; two requests in all, both counted."""
    answer = ask(server, fault, says(GOOD))
    assert answer.value.numbers == [1, 2]
    assert len(server.requests) == answer.usage.requests == 2


@pytest.mark.parametrize(
    "fault", [sends(500, {"error": {"message": "oops"}}), drops], ids=["500", "dropped"]
)
def test_a_lasting_fault_ends_after_the_tries(server: Server, fault: Reply) -> None:
    """As many requests as tries, then an error that a later run may cure."""
    with pytest.raises(ServerUnavailable) as caught:
        ask(server, fault)
    assert caught.value.retryable
    assert len(server.requests) == 3


def test_a_silent_server_times_out(server: Server) -> None:
    """A hang is cut at the time-out and tried again."""
    answer = ask(server, hangs(1.0), says(GOOD), timeout=0.2)
    assert answer.value.numbers == [1, 2]
    assert len(server.requests) == 2


def test_too_long_a_retry_after_fails_at_once(server: Server) -> None:
    """A server that wants hours is not waited for."""
    with pytest.raises(ServerUnavailable):
        ask(server, sends(429, {"error": {"message": "slow"}}, retry_after="7200"))
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "broken",
    ['{"numbers": [1', '{"digits": [1]}', "{}", "", None],
    ids=["json", "schema", "{}", "empty", "null"],
)
def test_a_broken_answer_is_asked_again_with_its_fault(server: Server, broken: str | None) -> None:
    """The re-ask shows the model its answer and what is wrong with it."""
    answer = ask(server, says(broken), says(GOOD))
    assert (answer.value.numbers, answer.reasks) == ([1, 2], 1)
    assert len(server.requests) == 2
    first, second = (request["messages"] for request in server.requests)
    assert second[:2] == first
    assert second[2] == {"role": "assistant", "content": broken or "{}"}
    assert "not valid" in second[3]["content"]


def test_a_broken_answer_is_asked_again_twice_at_most(server: Server) -> None:
    """Three requests in all, every token counted once, no record made up."""
    meter = Meter()
    with pytest.raises(InvalidAnswer, match="broke the schema 3 times"):
        ask(server, says("{}"), meter=meter)
    assert len(server.requests) == 3
    assert (meter.usage.requests, meter.usage.input_tokens, meter.usage.output_tokens) == (
        3,
        30,
        15,
    )


def test_an_answer_without_choices_is_asked_again(server: Server) -> None:
    """An empty list of choices is a broken answer, not a crash."""
    nothing = {**completion("x"), "choices": []}
    answer = ask(server, sends(200, nothing), says(GOOD))
    assert answer.value.numbers == [1, 2]


def test_a_check_counts_as_part_of_the_schema(server: Server) -> None:
    """What the caller finds wrong is asked again like any other fault."""
    answer = ask(
        server,
        says({"numbers": [9]}),
        says(GOOD),
        check=lambda shape: "- numbers: 9 is too large" if 9 in shape.numbers else None,
    )
    assert answer.reasks == 1
    assert "9 is too large" in server.requests[1]["messages"][3]["content"]


@pytest.mark.parametrize("mode", ["json_schema", "tools"])
@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (says(None, refusal="I cannot help"), RefusedByModel),
        (says("", finish_reason="content_filter"), ContentFiltered),
        (says(GOOD, finish_reason="content_filter"), ContentFiltered),
        (says('{"numbers": [1', finish_reason="length"), AnswerCutOff),
        (says(GOOD, finish_reason="length"), AnswerCutOff),
        (sends(400, {"error": {"message": "bad request"}}), RequestRejected),
        (sends(400, {"error": {"message": "no", "code": "content_filter"}}), ContentFiltered),
        (sends(404, {"error": {"message": "no such model"}}), RequestRejected),
        (sends(401, {"error": {"message": "bad key"}}), AuthenticationFailed),
        (sends(429, {"error": {"message": "pay", "code": "insufficient_quota"}}), RequestRejected),
    ],
)
def test_some_answers_end_at_once(
    server: Server, reply: Reply, error: type[LLMExtractError], mode: str
) -> None:
    """One request, the right error in one line, and its tokens are known."""
    meter = Meter()
    with pytest.raises(error) as caught:
        ask(server, reply, meter=meter, mode=mode)
    assert len(server.requests) == meter.usage.requests == 1
    assert "\n" not in str(caught.value)


def test_the_error_never_holds_the_answer(server: Server) -> None:
    """A failed answer may quote the article; the message does not."""
    with pytest.raises(InvalidAnswer) as caught:
        ask(server, says('{"secret words of the article": 1}'))
    assert "Field required" in str(caught.value)
    assert len(str(caught.value)) < 500


def test_an_unreachable_server_is_named(server: Server) -> None:
    """The error says where nobody listens."""
    server.close()
    with pytest.raises(ServerUnavailable, match=r"no connection to http://127\.0\.0\.1"):
        ask(server, says(GOOD), tries=1)


@pytest.mark.parametrize(("model", "known"), [("gpt-4o-mini", True), ("tiny", False)])
def test_cost_is_known_or_unknown(server: Server, model: str, known: bool) -> None:
    """A priced model has a cost above zero; another has none, never zero."""
    cost = ask(server, says(GOOD), model=model).usage.cost
    assert (cost is not None and cost > Decimal(0)) if known else cost is None


def test_the_key_goes_to_the_server_only(server: Server) -> None:
    """The key is a bearer token and no part of what decides an answer."""
    ask(server, says(GOOD), api_key="sk-test")
    assert server.headers[0]["authorization"] == "Bearer sk-test"
    settings = ModelSettings(model="tiny", api_key="sk-test")
    assert "sk-test" not in repr(settings) + repr(settings.answer_key())


def test_a_web_page_is_no_completion(server: Server) -> None:
    """A server's start page, as behind a wrong address, ends the article with a hint."""

    def page(handler: Any, _request: Any) -> None:
        body = b"<html>hello</html>"
        handler.send_response(200)
        handler.send_header("content-type", "text/html")
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    with pytest.raises(ServerUnavailable, match="check --base-url"):
        ask(server, page, tries=1)


def test_certainty_comes_from_the_tokens(server: Server) -> None:
    """Log-probabilities are asked for, and told by the path of each value."""
    answer = ask(server, says_with_tokens(GOOD, doubtful="2"))
    assert server.requests[0]["logprobs"] is True
    assert answer.certainty["numbers[0]"].mean == -0.25
    assert answer.certainty["numbers[1]"].least == -2.0


def test_a_server_without_log_probabilities_is_asked_without(server: Server) -> None:
    """A refusal that names them is met by leaving them out, for good; any other is an error."""
    refused = sends(400, {"error": {"message": "'logprobs' is not supported with this model"}})
    answer = ask(server, refused, says(GOOD))
    assert answer.value.numbers == [1, 2]
    assert answer.certainty == {}
    assert ["logprobs" in request for request in server.requests] == [True, False]
    server.requests.clear()
    with pytest.raises(RequestRejected):
        ask(server, sends(400, {"error": {"message": "no such model"}}))
    assert len(server.requests) == 1


def test_tool_calls_have_no_log_probabilities(server: Server) -> None:
    """They are not asked for, nor where the settings say no."""
    with pytest.raises(InvalidAnswer):
        ask(server, says("{}"), mode="tools")
    assert "logprobs" not in server.requests[0]
    ask(server, says(GOOD), logprobs=False)
    assert "logprobs" not in server.requests[-1]
