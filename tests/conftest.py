"""What the tests share: a scripted model server on loopback, and the folder beside us."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from llm_extract.resources import resource

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

Reply = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


def completion(
    content: str | None, *, finish_reason: str = "stop", **message: Any
) -> dict[str, Any]:
    """A chat completion that took 10 + 5 tokens."""
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "tiny",
        "choices": [
            {
                "index": 0,
                "finish_reason": finish_reason,
                "message": {"role": "assistant", "content": content, **message},
            }
        ],
        "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
    }


def says(content: Any, **options: Any) -> Reply:
    """Answer with this content; anything but a string is written as JSON."""
    text = content if isinstance(content, str) or content is None else json.dumps(content)
    return sends(200, completion(text, **options))


def says_with_tokens(content: Any, *, doubtful: str = "", size: int = 3) -> Reply:
    """Answer with this content and its tokens: `size` bytes each, sure but where `doubtful` is."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    data, weak = text.encode(), doubtful.encode()
    at = data.find(weak) if weak else len(data)
    tokens = []
    for start in range(0, len(data), size):
        part = data[start : start + size]
        touched = start < at + len(weak) and start + len(part) > at
        tokens.append(
            {
                "token": part.decode(errors="replace"),
                "bytes": list(part),
                "logprob": -2.0 if touched else -0.25,
                "top_logprobs": [],
            }
        )
    body = completion(text)
    body["choices"][0]["logprobs"] = {"content": tokens, "refusal": None}
    return sends(200, body)


def sends(status: int, body: Any, **headers: str) -> Reply:
    """Answer with a status and a body; `retry_after="1"` becomes a Retry-After header."""

    def reply(handler: BaseHTTPRequestHandler, _request: dict[str, Any]) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        handler.send_response(status)
        handler.send_header("content-type", "application/json")
        handler.send_header("content-length", str(len(data)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return reply


def drops(handler: BaseHTTPRequestHandler, _request: dict[str, Any]) -> None:
    """Close the connection without an answer."""
    handler.close_connection = True
    handler.connection.close()


def hangs(seconds: float) -> Reply:
    """Keep silent for so long, then close."""

    def reply(handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
        time.sleep(seconds)
        drops(handler, request)

    return reply


class Server:
    """An OpenAI-compatible server that does what it is told, one reply per request.

    The last reply is repeated. `requests` holds the body of everything that came.
    """

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                with outer._lock:
                    number = len(outer.requests)
                    outer.requests.append(body)
                    outer.headers.append({k.lower(): v for k, v in self.headers.items()})
                    outer._at_once += 1
                    outer.most_at_once = max(outer.most_at_once, outer._at_once)
                try:
                    outer.replies[min(number, len(outer.replies) - 1)](self, body)
                except (BrokenPipeError, ConnectionResetError, ValueError):
                    self.close_connection = True
                finally:
                    with outer._lock:
                        outer._at_once -= 1

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop serving."""
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    """A model server of the test's own."""
    made = Server()
    yield made
    made.close()


@pytest.fixture
def shared() -> Path:
    """The folder with seeds and gold beside the project; skips where there is none."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not there")
    return SHARED


@pytest.fixture
def examples() -> Path:
    """The articles that ship with the project."""
    return resource("examples", "diplomacy")


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep this machine's keys, addresses and stores out of every test."""
    for name in (
        "OPENAI_API_KEY",
        "OPENAI_BASE_URL",
        "LLM_EXTRACT_MODEL",
        "LLM_EXTRACT_STORE",
        "LLM_EXTRACT_REVIEWER",
        "LLM_EXTRACT_WEIGHTS",
    ):
        monkeypatch.delenv(name, raising=False)
