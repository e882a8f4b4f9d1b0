"""How sure a model was of each value, by its tokens."""

from __future__ import annotations

import json

import pytest
from openai.types.chat import ChatCompletion

from llm_extract.model.certainty import Certainty, Token, certainty, tokens
from tests.conftest import completion


def evenly(text: str, *, size: int = 2, logprob: float = -1.0) -> list[Token]:
    """Tokens of so many bytes."""
    end = len(text.encode())
    return [Token(at, min(at + size, end), logprob) for at in range(0, end, size)]


def answered(text: str, parts: list[tuple[str, list[int] | None]]) -> ChatCompletion:
    """A completion with these tokens."""
    body = completion(text)
    content = [
        {"token": token, "bytes": data, "logprob": -1.0, "top_logprobs": []}
        for token, data in parts
    ]
    body["choices"][0]["logprobs"] = {"content": content, "refusal": None}
    return ChatCompletion.model_validate(body)


def test_every_value_has_the_tokens_that_touch_it() -> None:
    """The mean and the least of them; names of fields and brackets belong to none."""
    text = '{"a": "xy", "b": [null, 7]}'
    written = [
        Token(0, 6, -9.0), Token(6, 8, -0.5), Token(8, 10, -1.5), Token(10, 18, -9.0),
        Token(18, 22, -0.25), Token(22, 24, -9.0), Token(24, 25, -3.0), Token(25, 27, -9.0),
    ]  # fmt: skip
    assert certainty(text, written) == {
        "a": Certainty(-1.0, -1.5),
        "b[0]": Certainty(-0.25, -0.25),
        "b[1]": Certainty(-3.0, -3.0),
    }


@pytest.mark.parametrize("value", ["서울 — “é”", 'a\\/"b\tc', "\U0001f600", "-0.5", ""])
def test_any_text_keeps_its_place(value: str) -> None:
    """Several bytes a character, escapes and emoji shift nothing; a fence around is passed over."""
    for ascii_only in (True, False):
        text = json.dumps({"before": value, "one": "Z"}, ensure_ascii=ascii_only)
        for answer in (text, f"```json\n{text}\n```"):
            at = answer.encode().rindex(b'"Z"')
            written = [t._replace(logprob=-4.0) if at <= t.start < at + 3 else t
                       for t in evenly(answer, size=1)]  # fmt: skip
            found = certainty(answer, written)
            assert list(found) == ["before", "one"]
            assert (found["one"].mean, found["before"].mean) == (-4.0, -1.0)


def test_without_tokens_or_json_nothing_is_known() -> None:
    """Never an error: certainty is an extra."""
    assert certainty('{"a": 1}', []) == {}
    for text in ("no json", "}{", '{"a": ', '{"a": "\x00"}'):
        assert certainty(text, evenly(text)) == {}


def test_tokens_are_laid_along_the_answer() -> None:
    """Bytes go before the token's text, which cannot hold half a character."""
    halves = [("\ufffd", [0xC3]), ("\ufffd", [0xA9]), ("x", None)]
    assert tokens(answered("éx", halves)) == [
        Token(0, 1, -1.0), Token(1, 2, -1.0), Token(2, 3, -1.0),
    ]  # fmt: skip


def test_tokens_of_another_text_are_none() -> None:
    """A token that ends the answer may stand behind it; anything else does not fit."""
    assert len(tokens(answered("ab", [("a", None), ("b", None), ("<end>", None)]))) == 2
    assert tokens(answered("ab", [("a", None), ("c", None)])) == []
    assert tokens(answered("abc", [("a", None)])) == []
    assert tokens(ChatCompletion.model_validate(completion("ab"))) == []
    assert tokens(ChatCompletion.model_validate({**completion("a"), "choices": []})) == []
