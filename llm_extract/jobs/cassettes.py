"""Recorded answers: a job's questions and answers in one file that plays anywhere.

A request is kept as digests of its parts (prompt, schema, article, hint, re-ask) and its
settings, so that a cassette can be passed on where the articles cannot; requests are
matched by those. Keys, cookies, addresses and the server's name never get in: of a request
nothing but the parts is kept, of an answer only what the client reads.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import vcr
import yaml
from vcr.cassette import Cassette
from vcr.request import Request

from llm_extract.errors import CassetteError, ConfigurationError
from llm_extract.extraction import Provenance
from llm_extract.prompting import CLOSE

HOST = "http://model.invalid/v1"
"""Stands for the server in every cassette; `.invalid` never resolves (RFC 2606)."""

FORMAT = 1
_KEPT = "x-kept"
"""Marks a request that is reduced to its parts already; never sent, never written."""

_NAMES = {
    "article": "the article (its text, title or publication date)",
    "prompt": "the prompt",
    "schema": "the schema",
    "hint": "the hint behind the article",
    "settings": "the model or its settings",
    "reask": "the conversation of a re-ask",
}


@dataclass
class Tape:
    """An open cassette."""

    path: Path
    cassette: Cassette

    def save(self) -> None:
        """Write what is recorded so far, so that a kill loses only what is in flight."""
        self.cassette._save()
        for _, response in self.cassette.data:  # saving turns bodies into text, playing wants bytes
            body = response["body"]["string"]
            response["body"]["string"] = body.encode() if isinstance(body, str) else body


def parts(body: bytes | str) -> dict[str, Any]:
    """What a request consists of, each text as a digest.

    The first message is the prompt, the second the article and its hint, the rest is the
    conversation of a re-ask; the schema is whatever the mode hands it over in.
    """
    request: dict[str, Any] = json.loads(body)
    fixed, asked, *rest = [message["content"] or "" for message in request.pop("messages")]
    article, close, hint = asked.rpartition(CLOSE)
    schema = [request.pop(key, None) for key in ("response_format", "tools", "tool_choice")]
    for key in ("logprobs", "top_logprobs"):  # no answer depends on them
        request.pop(key, None)
    mode = "json_schema"
    if schema[1]:
        mode = "tools"
    elif (schema[0] or {}).get("type") == "json_object":
        mode = "json"
    return {
        "prompt": _digest(fixed),
        "schema": _digest(json.dumps(schema, sort_keys=True)),
        "article": _digest(article + close),
        "hint": _digest(hint),
        "reask": _digest(json.dumps(rest)) if rest else None,
        "settings": {"mode": mode, **dict(sorted(request.items()))},
    }


def read_provenance(path: Path) -> Provenance:
    """What a cassette was recorded with.

    Raises:
        ConfigurationError: there is no such file, or it is no cassette of ours.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read ({error.strerror})") from None
    except (yaml.YAMLError, UnicodeDecodeError):
        content = None
    header = content.get("llm_extract") if isinstance(content, dict) else None
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise ConfigurationError(f"{path}: is not a cassette that `run --record` wrote")
    return Provenance.model_validate(header["provenance"])


@contextmanager
def record(path: Path, provenance: Provenance) -> Iterator[Tape]:
    """Record every answer while the context is open.

    An existing cassette is added to; what it holds already is played, not asked.

    Raises:
        ConfigurationError: the file was recorded with other prompts, schema or settings.
    """
    if path.exists():
        recorded = read_provenance(path)
        if differs := _differences(recorded, provenance):
            raise ConfigurationError(
                f"--record {path}: was recorded with other {', '.join(differs)}; "
                "delete it or name another file"
            )
    if not path.parent.is_dir():
        raise ConfigurationError(f"--record {path}: there is no folder {path.parent}; make it")
    with _open(path, provenance, record_mode=vcr.mode.NEW_EPISODES) as tape:
        yield tape


@contextmanager
def replay(path: Path) -> Iterator[Tape]:
    """Answer every request from the file while the context is open; none leaves."""
    with _open(path, read_provenance(path), record_mode=vcr.mode.NONE) as tape:
        yield tape


@contextmanager
def _open(path: Path, provenance: Provenance, *, record_mode: vcr.mode) -> Iterator[Tape]:
    opened: list[Cassette] = []

    def before_request(request: Request) -> Request:
        if _KEPT in request.headers:  # vcrpy hands over what it has kept, too
            return request
        found = parts(request.body)
        if record_mode == vcr.mode.NONE:
            _require(found, opened[0], path)
        body = json.dumps(found, sort_keys=True)
        return Request("POST", f"{HOST}/chat/completions", body, {_KEPT: "parts"})

    recorder = vcr.VCR(
        record_mode=record_mode,
        match_on=["body"],
        before_record_request=before_request,
        before_record_response=_kept_response,
        decode_compressed_response=True,
    )
    recorder.register_serializer("llm_extract", _Serializer(provenance))
    with recorder.use_cassette(
        str(path), serializer="llm_extract", allow_playback_repeats=True
    ) as cassette:
        opened.append(cassette)
        yield Tape(path, cassette)


def _require(found: dict[str, Any], cassette: Cassette, path: Path) -> None:
    """Raise a CassetteError that names what changed when no recording has these parts."""
    recorded = [json.loads(request.body) for request in cassette.requests]
    if found in recorded:
        return
    same = [r for r in recorded if r["article"] == found["article"]]
    if not same:
        raise CassetteError(
            f"{path} has no answer for {_NAMES['article']}: it changed since, or was never "
            "recorded; record it with --record"
        )
    differing = min(
        ([name for name in _NAMES if r.get(name) != found[name]] for r in same), key=len
    )
    changed = " and ".join(_NAMES[name] for name in differing)
    raise CassetteError(f"{path} was recorded with another version of {changed}; record it again")


def _kept_response(response: dict[str, Any]) -> dict[str, Any] | None:
    """The answer without what nothing reads; None (not recorded) for a failure."""
    if response["status"]["code"] != 200:
        return None
    body = json.loads(response["body"]["string"])
    usage = body.get("usage") or {}
    details = usage.get("prompt_tokens_details") or {}
    kept = {
        "id": "recorded",
        "object": "chat.completion",
        "created": 0,
        "model": body.get("model", ""),
        "choices": [_kept_choice(choice) for choice in body.get("choices", [])],
        "usage": {
            key: usage.get(key, 0) for key in ("prompt_tokens", "completion_tokens", "total_tokens")
        }
        | {"prompt_tokens_details": {"cached_tokens": details.get("cached_tokens", 0)}},
    }
    return {
        "status": {"code": 200, "message": "OK"},
        "headers": {"content-type": ["application/json"]},
        "body": {"string": json.dumps(kept, ensure_ascii=False).encode()},
    }


def _kept_choice(choice: dict[str, Any]) -> dict[str, Any]:
    message = choice.get("message") or {}
    keys = ("role", "content", "refusal", "tool_calls")
    kept = {
        "index": choice.get("index", 0),
        "finish_reason": choice.get("finish_reason"),
        "message": {key: message[key] for key in keys if message.get(key) is not None},
    }
    tokens = [
        {"token": t["token"], "bytes": t.get("bytes"), "logprob": t["logprob"]}
        for t in (choice.get("logprobs") or {}).get("content") or []
    ]
    return {**kept, "logprobs": {"content": tokens}} if tokens else kept


def _packed(choice: dict[str, Any]) -> dict[str, Any]:
    """A choice whose tokens are one line of lengths and log-probabilities: `4:-0.01 1:-1.5`.

    Lengths count the bytes of the answer, in which the tokens stand one after the other.
    """
    if "logprobs" not in choice:
        return choice
    items = [
        f"{len(t['token'].encode() if t['bytes'] is None else t['bytes'])}:"
        f"{round(t['logprob'], 3):g}"
        for t in choice["logprobs"]["content"]
    ]
    return {**choice, "logprobs": " ".join(items)}


def _unpacked(choice: dict[str, Any]) -> dict[str, Any]:
    """What `_packed` made of a choice, as a server would send it."""
    if "logprobs" not in choice:
        return choice
    text, end, tokens = choice["message"].get("content", "").encode(), 0, []
    for item in choice["logprobs"].split():
        length, _, logprob = item.partition(":")
        start, end = end, end + int(length)
        part = text[start:end]
        tokens.append(
            {
                "token": part.decode(errors="replace"),
                "bytes": list(part),
                "logprob": float(logprob),
                "top_logprobs": [],
            }
        )
    return {**choice, "logprobs": {"content": tokens}}


def _each_choice(
    response: dict[str, Any], change: Callable[[dict[str, Any]], dict[str, Any]]
) -> dict[str, Any]:
    return {**response, "choices": [change(choice) for choice in response["choices"]]}


class _Serializer:
    """YAML with a header; bodies stand as data, not as strings in strings."""

    def __init__(self, provenance: Provenance) -> None:
        self.provenance = provenance

    def serialize(self, content: dict[str, Any]) -> str:
        header = {
            "format": FORMAT,
            "provenance": self.provenance.model_dump(mode="json"),
        }
        interactions = [
            {
                "request": json.loads(item["request"]["body"]),
                "response": _each_choice(json.loads(item["response"]["body"]["string"]), _packed),
            }
            for item in content["interactions"]
        ]
        tree = {"llm_extract": header, "interactions": interactions}
        return yaml.dump(tree, Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=100)

    def deserialize(self, text: str) -> dict[str, Any]:
        content = yaml.load(text, Loader=_LOADER)  # noqa: S506 - the safe loader, in C
        interactions = [
            {
                "request": {
                    "method": "POST",
                    "uri": f"{HOST}/chat/completions",
                    "body": json.dumps(item["request"], sort_keys=True),
                    "headers": {_KEPT: "parts"},
                },
                "response": {
                    "status": {"code": 200, "message": "OK"},
                    "headers": {"content-type": ["application/json"]},
                    "body": {
                        "string": json.dumps(_each_choice(item["response"], _unpacked)).encode()
                    },
                },
            }
            for item in content.get("interactions", [])
        ]
        return {"version": 1, "interactions": interactions}


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def _differences(recorded: Provenance, wanted: Provenance) -> list[str]:
    pairs = {
        "prompts": (recorded.prompts, wanted.prompts),
        "schema": (recorded.schema_digest, wanted.schema_digest),
        "settings": (recorded.settings, wanted.settings),
        "--max-input-tokens": (recorded.max_input_tokens, wanted.max_input_tokens),
    }
    return [name for name, (one, other) in pairs.items() if one != other]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
