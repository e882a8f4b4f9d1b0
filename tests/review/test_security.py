"""Who is let in, and what every answer carries: a real server on loopback, raw requests."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from llm_extract.jobs.decisions import State
from llm_extract.jobs.store import Store
from llm_extract.review.security import MAX_BODY, derived, is_loopback
from tests.review.cases import TOKEN, fill, served

CSRF = derived(TOKEN, "csrf")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store of two articles."""
    with Store(tmp_path / "store.db") as store:
        fill(store)
    return tmp_path / "store.db"


@pytest.fixture
def page(path: Path) -> Iterator[Page]:
    """The page, and a visitor who has nothing yet."""
    with served(path) as address:
        yield Page(address)


class Page:
    """Sends requests as anybody could."""

    def __init__(self, address: str) -> None:
        self.host = urlsplit(address).netloc

    def ask(
        self, path: str, *, method: str = "GET", body: object = None, **headers: str | None
    ) -> tuple[int, dict[str, str], str]:
        """Status, headers and text of an answer; `x_csrf_token="…"` becomes a header."""
        link = http.client.HTTPConnection(self.host, timeout=10)
        sent = {"host": self.host} | {
            name.replace("_", "-"): value for name, value in headers.items() if value is not None
        }
        link.putrequest(method, path, skip_host=True)
        data = json.dumps(body).encode() if body is not None else b""
        for name, value in sent.items():
            link.putheader(name, value)
        if method != "GET" and "content-length" not in sent:
            link.putheader("content-length", str(len(data)))
        link.endheaders(data)
        answer = link.getresponse()
        text = answer.read().decode()
        link.close()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, text

    def enter(self) -> str:
        """The cookie that the link gives."""
        _, headers, _ = self.ask(f"/?token={TOKEN}")
        return headers["set-cookie"].partition(";")[0]


def test_the_link_becomes_a_cookie_and_goes_away(page: Page) -> None:
    """HttpOnly, SameSite=Strict, and the token is in no address any more."""
    status, headers, _ = page.ask(f"/?token={TOKEN}&item=r2")
    assert (status, headers["location"]) == (303, "/?item=r2")
    assert "HttpOnly" in headers["set-cookie"]
    assert "samesite=strict" in headers["set-cookie"].lower()
    assert TOKEN not in headers["set-cookie"]
    status, _, text = page.ask("/", cookie=page.enter())
    assert (status, TOKEN in text) == (200, False)


@pytest.mark.parametrize("asked", ["/", "/item?key=r1", "/static/review.js", "/?token=wrong", "/x"])
def test_without_it_nothing_is_read(page: Page, asked: str) -> None:
    """One line, whatever is asked for."""
    for cookie in (None, "llm_extract_review_1=x", '=;=,"', "ü=1"):
        status, _, text = page.ask(asked, cookie=cookie)
        assert (status, text.count("\n")) == (401, 1)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", "", "localhost.evil:1"]
)
def test_a_foreign_host_is_refused(page: Page, host: str) -> None:
    """A name that somebody else pointed at this machine gets nothing, not even the cookie."""
    for path in ("/", f"/?token={TOKEN}"):
        status, headers, text = page.ask(path, host=host, cookie=page.enter())
        assert (status, "set-cookie" in headers, text.count("\n")) == (421, False, 1)


def test_a_foreign_origin_is_refused(page: Page) -> None:
    """Another site's page cannot read, let alone decide."""
    cookie = page.enter()
    for origin in ("http://evil.example", "null", f"https://{page.host}"):
        for method in ("GET", "POST"):
            status, _, _ = page.ask(
                "/undo", method=method, cookie=cookie, origin=origin, x_csrf_token=CSRF
            )
            assert status == 403
    own = f"http://{page.host}"
    body = {"key": "r1"}
    status, _, _ = page.ask(
        "/undo", method="POST", body=body, cookie=cookie, origin=own, x_csrf_token=CSRF
    )
    assert status == 200


def test_a_decision_needs_the_csrf_token(page: Page, path: Path) -> None:
    """The cookie alone decides nothing."""
    body = {"key": "r1", "action": "accept", "seen": 0}
    cookie = page.enter()
    for token in (None, "", "x", TOKEN):
        status, _, _ = page.ask(
            "/decide", method="POST", body=body, cookie=cookie, x_csrf_token=token
        )
        assert status == 403
    with Store(path) as store:
        assert store.entry(1).state is State.OPEN
    status, _, _ = page.ask("/decide", method="POST", body=body, cookie=cookie, x_csrf_token=CSRF)
    assert status == 200
    with Store(path) as store:
        assert store.entry(1).state is State.ACCEPTED


def test_every_answer_is_sealed(page: Page) -> None:
    """A strict policy without inline script or style, and no caching, on refusals as well."""
    for cookie in (page.enter(), None):
        _, headers, text = page.ask("/", cookie=cookie)
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert "style=" not in text
        assert "http://" not in text.replace("http://www.w3.org", "")
        assert "<script>" not in text


def test_broken_and_huge_requests_are_refused(page: Page) -> None:
    """With a reason, and without harm."""
    sent = {"cookie": page.enter(), "x_csrf_token": CSRF}
    wrong: list[object] = [[], {"key": 7}, {"nothing": 1}, {"key": "r1", "seconds": -1}]
    for body in wrong:
        assert page.ask("/decide", method="POST", body=body, **sent)[0] == 400
    unknown: list[object] = [
        {"key": "zz"},
        {"key": "r9999"},
        {"key": "r1", "action": "burn"},
        {"key": "x1"},
    ]
    for body in unknown:
        status, _, text = page.ask("/decide", method="POST", body=body, **sent)
        assert (status, "error" in text) == (400, True)
    length = str(MAX_BODY + 1)
    assert page.ask("/decide", method="POST", content_length=length, **sent)[0] == 413
    assert page.ask("/static/../app.py", **sent)[0] == 404
    assert page.ask("/item?queue=99&key=%3Cscript%3E", **sent)[0] == 200


def test_what_is_loopback() -> None:
    """Names and numbers of this machine, and nothing else."""
    assert all(map(is_loopback, ("127.0.0.1", "127.9.9.9", "::1", "localhost")))
    assert not any(map(is_loopback, ("0.0.0.0", "10.0.0.1", "::", "example.org", "")))
