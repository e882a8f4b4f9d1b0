"""The page's requests: JSON in, JSON or HTML out, each handed to the desk."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from llm_extract.errors import LLMExtractError
from llm_extract.jobs.decisions import DecisionConflict
from llm_extract.jobs.editing import EditError
from llm_extract.review.desk import Answer, Desk, told
from llm_extract.review.pages import rendered

Handler = Callable[[Request], Awaitable[Response]]


class Asked(BaseModel):
    """What the page sends: where it is, and what is wanted."""

    model_config = ConfigDict(extra="forbid")

    queue: int = Field(default=0, ge=0)
    key: str = Field(default="end", max_length=40)
    seen: int | None = None
    seconds: float | None = Field(default=None, ge=0)
    action: str = ""
    reason: str | None = None
    other: int | None = None
    values: dict[str, Any] | None = None
    path: str = ""
    code: str = ""
    plural: str | None = None
    name: str = Field(default="", max_length=200)
    words: str = ""
    span: tuple[int, int] | None = None


class Fragment(JSONResponse):
    """JSON that can always be sent: half a surrogate pair becomes a question mark."""

    def render(self, content: Any) -> bytes:
        return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")


def application(desk: Desk, *, csrf: str) -> Starlette:
    """The requests that the page makes; whoever serves it puts a guard before it."""

    async def page(request: Request) -> Response:
        first = await run_in_threadpool(desk.begin, request.query_params.get("item"))
        status = {name: value for name, value in first.items() if name != "html"}
        html = rendered("page.html", first=first, status=status, csrf=csrf, reviewer=desk.reviewer)
        return Response(html.encode("utf-8", "replace"), media_type="text/html")

    async def item(request: Request) -> Response:
        asked = request.query_params
        queue, key = asked.get("queue", "0"), asked.get("key", "end")
        number = int(queue) if queue.isdecimal() and len(queue) < 9 else 0
        way = asked.get("way")
        if way is None:
            return Fragment(await run_in_threadpool(desk.item, number, key))
        return Fragment(await run_in_threadpool(desk.step, number, key, way=way))

    def post(path: str, work: Callable[[Asked], Answer]) -> Route:
        async def handler(request: Request) -> Response:
            try:
                asked = Asked.model_validate_json(await request.body())
            except ValidationError as error:
                fault = error.errors(include_url=False, include_input=False)[0]
                where = ".".join(map(str, fault["loc"]))
                return Fragment({"error": f"{where}: {fault['msg']}"}, status_code=400)
            try:
                return Fragment(await run_in_threadpool(work, asked))
            except EditError as error:
                faults = told(error.faults, asked.values or {})
                said = {"error": str(EditError(faults)), "faults": faults}
                return Fragment(said, status_code=422)
            except DecisionConflict as error:
                shown = await run_in_threadpool(
                    desk.conflict, asked.queue, asked.key, error=error,
                    action=asked.action or "edit", values=asked.values,
                )  # fmt: skip
                return Fragment(shown, status_code=409)

        return Route(path, handler, methods=["POST"])

    return Starlette(
        routes=[
            Route("/", page),
            Route("/item", item),
            post("/decide", lambda a: desk.decide(
                a.queue, a.key, action=a.action, seen=a.seen, seconds=a.seconds, reason=a.reason,
                other=a.other, values=a.values)),
            post("/take", lambda a: desk.take(
                a.queue, a.key, path=a.path, code=a.code, seen=a.seen or 0, seconds=a.seconds)),
            post("/keep", lambda a: desk.keep(a.queue, a.key)),
            post("/undo", lambda a: desk.undo(a.queue, a.key)),
            post("/add", lambda a: desk.add(
                a.queue, a.key, plural=a.plural or "", values=a.values or {}, seconds=a.seconds)),
            post("/clear", lambda a: desk.clear(a.queue, a.key)),
            post("/comment", lambda a: desk.comment(a.queue, a.key, words=a.words)),
            post("/form", lambda a: desk.form(
                a.queue, a.key, plural=a.plural, values=a.values, seen=a.seen, span=a.span)),
            post("/typed", lambda a: desk.typed(
                a.queue, a.key, name=a.name, plural=a.plural or "", seen=a.seen or 0,
                values=a.values or {}, keep=a.action == "keep")),
            post("/drop", lambda a: desk.drop(a.name)),
            post("/words", lambda a: desk.words(
                a.queue, a.key, start=(a.span or (0, 0))[0], end=(a.span or (0, 0))[1])),
            post("/search", lambda a: desk.search(a.queue, a.key, words=a.words)),
            Mount("/static", StaticFiles(directory=str(files("llm_extract.review") / "static"))),
        ],
        exception_handlers={LLMExtractError: _failed},
    )  # fmt: skip


async def _failed(_request: Request, error: Exception) -> Response:
    return Fragment({"error": str(error)}, status_code=400)
