"""Who may talk to the page: this machine's browser, with the link that was printed.

A random token in the link becomes a cookie; whatever comes without it, for another host, or
from another origin is refused with one line before anything is read.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import socket
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CSRF_HEADER = "x-csrf-token"
MAX_BODY = 4_000_000
"""Bytes of a request at most."""
_POLICY = "; ".join(
    [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
        "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    ]
)  # fmt: skip
HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}
"""What every answer carries."""


def derived(token: str, use: str) -> str:
    """A secret made from the token for one use, so that none tells another."""
    return hmac.new(token.encode(), use.encode(), hashlib.sha256).hexdigest()


class Guard:
    """Lets through what may pass, and puts the headers on every answer.

    Args:
        app: what stands behind it.
        token: what the opened link carries.
        host: where the server listens.
        port: there.
    """

    def __init__(self, app: ASGIApp, *, token: str, host: str, port: int) -> None:
        self._app = app
        self._token = token
        self._host = host
        self._port = port
        self._cookie = f"llm_extract_review_{port}"  # cookies know no ports; two pages may run
        self._ticket = derived(token, "cookie")
        self.csrf = derived(token, "csrf")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # nothing here speaks anything else

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        answer = self._answer(scope)
        await (answer or self._app)(scope, receive, sealed)

    def _answer(self, scope: Scope) -> Response | None:
        """What is said instead of letting a request through; None lets it through."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._is_ours(host):
            return _refused(421, f"{host or 'no host'}: this server does not answer to that name")
        origin = headers.get("origin")
        if origin is not None and origin != f"http://{host}":
            return _refused(403, f"{origin}: requests from another origin are refused")
        if headers.get("sec-fetch-site") == "cross-site" and scope["method"] != "GET":
            return _refused(403, "requests from another site are refused")
        query = scope["query_string"].decode("latin-1")
        given = dict(parse_qsl(query)).get("token")
        if given is not None and scope["path"] == "/" and scope["method"] == "GET":
            return self._welcome(given, query)
        if not self._has_ticket(headers.get("cookie", "")):
            return _refused(401, "open the link that `llm-extract review` printed")
        if scope["method"] not in ("GET", "HEAD"):
            if not _same(headers.get(CSRF_HEADER, ""), self.csrf):
                return _refused(403, f"the header {CSRF_HEADER} is missing or wrong; reload")
            length = headers.get("content-length", "")
            if not length.isdecimal() or int(length) > MAX_BODY:
                return _refused(413, f"requests have a length, and at most {MAX_BODY:,} bytes")
        return None

    def _welcome(self, given: str, query: str) -> Response:
        if not _same(given, self._token):
            return _refused(401, "the link is an old one; open the one that was printed last")
        rest = [(name, value) for name, value in parse_qsl(query) if name != "token"]
        answer = RedirectResponse(f"/?{urlencode(rest)}" if rest else "/", status_code=303)
        answer.set_cookie(self._cookie, self._ticket, httponly=True, samesite="strict", path="/")
        return answer

    def _has_ticket(self, header: str) -> bool:
        try:
            found = SimpleCookie(header).get(self._cookie)
        except CookieError:
            return False
        return found is not None and _same(found.value, self._ticket)

    def _is_ours(self, host: str) -> bool:
        name, colon, port = host.rpartition(":")
        if not colon or port != str(self._port):
            return False
        name = name.removeprefix("[").removesuffix("]").lower()
        if name in ("localhost", "127.0.0.1", "::1", self._host.lower()):
            return True
        if is_loopback(self._host):
            return False
        # A page elsewhere can point its own name at us, but not at a bare number.
        return name == socket.gethostname().lower() or _is_address(name)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host."""
    if host == "localhost":
        return True
    return _is_address(host) and ipaddress.ip_address(host).is_loopback


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _refused(status: int, words: str) -> Response:
    said = "".join(c if c.isprintable() else "?" for c in words)
    return PlainTextResponse(f"{said}\n", status_code=status)
