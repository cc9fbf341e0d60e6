"""The server of a preview: on 127.0.0.1, from its start to Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
from collections.abc import Callable

import uvicorn

from reportgen.errors import EngineError
from reportgen.preview.project import Project
from reportgen.preview.site import Site
from reportgen.preview.watching import watch

ADDRESS, PORT = "127.0.0.1", 8765
PATIENCE = 1  # seconds that open connections have at the end: those of events have no end of their own


def listening(port: int | None) -> socket.socket:
    """A socket on this machine alone: at the port, or at the usual one and, where that is taken, at any that is free.

    Raises EngineError where the port that was asked for cannot be had.
    """
    for wanted in [port] if port is not None else [PORT, 0]:
        one = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((ADDRESS, wanted))
            one.listen()  # who is told the address may ask at once
            return one
        except OSError as problem:
            one.close()
            if port is not None or problem.errno not in {errno.EADDRINUSE, errno.EACCES}:
                message = f"--port {wanted}: {problem.strerror}; name another, or none for one that is free"
                raise EngineError(message) from problem
    raise EngineError(f"no port of {ADDRESS} is free")


def serve(project: Project, door: socket.socket, ready: Callable[[str], None]) -> None:
    """Show a project until Ctrl-C; ``ready`` is told the address."""
    with contextlib.suppress(KeyboardInterrupt):  # how a preview ends
        asyncio.run(_served(project, door, ready))


async def _served(project: Project, door: socket.socket, ready: Callable[[str], None]) -> None:
    config = uvicorn.Config(
        Site(project).application(),
        log_level="error",
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        timeout_graceful_shutdown=PATIENCE,
    )
    watcher = asyncio.create_task(watch(project))
    try:
        project.start()
        ready(f"http://{ADDRESS}:{door.getsockname()[1]}/")
        await uvicorn.Server(config).serve(sockets=[door])
    finally:
        watcher.cancel()
        project.close()
        await asyncio.gather(watcher, return_exceptions=True)
