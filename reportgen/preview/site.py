"""The addresses of a preview: the frame, the page, what belongs to an edition. Everything else is not found."""

from __future__ import annotations

import mimetypes
from collections.abc import AsyncIterator, Awaitable, Callable
from importlib.resources import files

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from reportgen.jobs import DOCUMENTS
from reportgen.preview import views
from reportgen.preview.previewed import Previewed
from reportgen.preview.project import Project

# A name that somebody has led to this machine (DNS rebinding) is none of them.
HOSTS = ("127.0.0.1", "localhost")
PAGE = DOCUMENTS[0]
ALWAYS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
FRAME = {
    **ALWAYS,
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
EDITION = {
    **ALWAYS,
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "sandbox allow-same-origin allow-downloads allow-popups; frame-ancestors 'self'",
}
Answer = Callable[[Request], Awaitable[Response]]


class Site:
    """Answers with what there is to see of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def application(self) -> Starlette:
        """The application that a server runs; it reads, and nothing else."""
        at = "/briefs/{name:path}"  # one of many has a name of two parts
        routes: list[tuple[str, Answer]] = [
            ("/", self._index),
            ("/{file:str}", self._look),
            (at + "/events", self._events),
            (at + "/edition/{path:path}", self._edition),
            (at + "/print/{number:int}.png", self._sheet),
            (at + "/{which:str}", self._view),
        ]
        guard = Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS), www_redirect=False)
        return Starlette(routes=[Route(path, answer) for path, answer in routes], middleware=[guard])

    async def _index(self, _request: Request) -> Response:
        return HTMLResponse(views.index(await self._project.names()), headers=FRAME)

    async def _look(self, request: Request) -> Response:
        name = request.path_params["file"]
        if name not in views.LOOK:
            raise HTTPException(404)
        text = files("reportgen.preview").joinpath("look", name).read_text(encoding="utf-8")
        return Response(text, media_type=views.LOOK[name], headers=ALWAYS)

    async def _view(self, request: Request) -> Response:
        brief, which = self._brief(request), request.path_params["which"]
        if which not in views.VIEWS:
            raise HTTPException(404)
        if which != views.VIEWS[0]:
            self._project.want_edition(brief)
        at_work = not brief.made.is_current or self._project.is_at_work(brief)
        return HTMLResponse(views.view(brief, which, self._project.folder, at_work=at_work), headers=FRAME)

    async def _edition(self, request: Request) -> Response:
        """A file of the edition, by its path in it: what is no file of it is not found, wherever it leads."""
        made, path = self._brief(request).made, request.path_params["path"]
        standing = made.edition.files if made.edition else {}
        content = (made.page or None) if path == PAGE else standing.get(path)
        if content is None:
            raise HTTPException(404)
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return Response(content, media_type=kind, headers=EDITION)

    async def _sheet(self, request: Request) -> Response:
        made, number = self._brief(request).made, request.path_params["number"]
        pages = made.edition.pages if made.edition else ()
        if not 1 <= number <= len(pages):
            raise HTTPException(404)
        return Response(pages[number - 1], media_type="image/png", headers=ALWAYS)

    async def _events(self, request: Request) -> Response:
        brief = self._brief(request)
        return StreamingResponse(_said(brief), media_type="text/event-stream", headers=ALWAYS)

    def _brief(self, request: Request) -> Previewed:
        brief = self._project.opened(request.path_params["name"])
        if brief is None:
            raise HTTPException(404)
        return brief


async def _said(brief: Previewed) -> AsyncIterator[str]:
    """Server-sent events: one at once, so that a browser that lost us catches up, and one after each change."""
    async for made in brief.changes():
        yield f"data: {views.state(made)}\n\n"
