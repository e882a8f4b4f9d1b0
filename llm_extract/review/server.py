"""Starts the review page: a server on this machine, and a link that opens it."""

from __future__ import annotations

import errno
import secrets
import socket
import sys
import webbrowser
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from sqlalchemy import make_url

from llm_extract.errors import ConfigurationError
from llm_extract.jobs.queue import Wanted
from llm_extract.jobs.store import Store
from llm_extract.spec import Spec, default_spec

if TYPE_CHECKING:
    from starlette.types import ASGIApp

USUAL_PORT = 8377
"""Where the page is, unless another is asked for or something else is there."""


def serve(
    store_url: str,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    token: str | None = None,
    reviewer: str,
    wanted: Wanted | None = None,
    spec: Spec | None = None,
    open_browser: bool = True,
) -> None:
    """Serve the page until it is interrupted.

    Args:
        store_url: a store that exists.
        host: where to listen; beyond loopback only with a token of one's own.
        port: 0 for any; None for the usual one, or any where that is taken.
        token: what the link carries; a random one by default.
        reviewer: who decides.
        wanted: the queue; what is flagged, worst first, by default.
        spec: the record types; the codebook's by default.
        open_browser: open the link at once.

    Raises:
        ConfigurationError: the extra is not installed, the port is taken, or a host beyond
            loopback comes without a token.
        StoreError: there is no such store.
    """
    _require_extra()
    import uvicorn  # noqa: PLC0415 - an extra

    from llm_extract.review.security import is_loopback  # noqa: PLC0415 - it needs the extra

    beyond = not is_loopback(host)
    if beyond and not token:
        raise ConfigurationError(
            f"--host {host}: others can reach that; give a secret of your own with --token"
        )
    if token is not None and len(token) < 8:
        raise ConfigurationError("--token: give at least 8 characters")
    token = token or secrets.token_urlsafe(24)
    with Store(store_url, create=False) as store, _bound(host, port) as listening:
        at = listening.getsockname()[1]
        app = guarded(
            store, host=host, port=at, token=token, reviewer=reviewer, wanted=wanted, spec=spec
        )
        shown = f"[{host}]" if ":" in host else host
        named = "127.0.0.1" if host in ("0.0.0.0", "::") else shown  # noqa: S104 - only compared
        link = f"http://{named}:{at}/?{urlencode({'token': token})}"
        if beyond:
            _say(f"everybody who reaches {shown}:{at} and knows the token can read and decide")
        _say(f"{reviewer} reviews {_without_password(store_url)}: {link}")
        _say("Ctrl+C ends it; everything decided and typed is kept")
        if open_browser:
            webbrowser.open(link)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, lifespan="off",
            timeout_graceful_shutdown=2,
        )  # fmt: skip
        try:
            uvicorn.Server(config).run(sockets=[listening])
        except KeyboardInterrupt:
            _say("ended")


def guarded(
    store: Store,
    *,
    host: str,
    port: int,
    token: str,
    reviewer: str,
    wanted: Wanted | None = None,
    spec: Spec | None = None,
) -> ASGIApp:
    """The page behind its guard, for any ASGI server."""
    from llm_extract.review.app import application  # noqa: PLC0415 - it needs the extra
    from llm_extract.review.desk import Desk  # noqa: PLC0415
    from llm_extract.review.security import Guard, derived  # noqa: PLC0415

    if wanted is not None and not wanted.reviewer:
        wanted = replace(wanted, reviewer=reviewer)
    desk = Desk(store, reviewer=reviewer, wanted=wanted, spec=spec or default_spec())
    app = application(desk, csrf=derived(token, "csrf"))
    return Guard(app, token=token, host=host, port=port)


def _without_password(url: str) -> str:
    return make_url(url).render_as_string() if "://" in url else url


def _bound(host: str, port: int | None) -> socket.socket:
    """A socket that listens on the port, or on any where the usual one is taken."""
    try:
        return listening_at(host, USUAL_PORT if port is None else port)
    except socket.gaierror:
        raise ConfigurationError(f"--host {host}: is no address of this machine") from None
    except OSError as error:
        if port is None and error.errno == errno.EADDRINUSE:
            return listening_at(host, 0)
        raise ConfigurationError(
            f"--port {USUAL_PORT if port is None else port}: cannot listen on {host} "
            f"({error.strerror}); name another, or 0 for any"
        ) from None
    except OverflowError:
        raise ConfigurationError(f"--port {port}: is no port; name one from 0 to 65535") from None


def listening_at(host: str, port: int) -> socket.socket:
    """A socket that listens; raises OSError where it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small answers at once only where the protocol is named
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(128)
    except BaseException:
        made.close()
        raise
    return made


def _require_extra() -> None:
    try:
        import jinja2  # noqa: F401, PLC0415
        import starlette  # noqa: F401, PLC0415
        import uvicorn  # noqa: F401, PLC0415
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            f"the review page needs {error.name}: pip install 'llm-extract[review]'"
        ) from None


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()
