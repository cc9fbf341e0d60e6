"""Charts made into pictures, in a process of their own.

V8 takes half a second to start and some texts make it abort. So it lives in a worker that starts at once,
warms up while the main process imports the other engines, and can die without taking the build along.
Requests and replies are JSON lines over pipes; a worker whose parent is gone reads the end of its input and
leaves.
"""

from __future__ import annotations

import json
import os
import queue
import re
import signal
import subprocess
import sys
import tempfile
from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import IO, Any, Self

from reportgen import resources
from reportgen.charts.faces import Faces
from reportgen.errors import EngineError, TakenDown
from reportgen.model import Picture
from reportgen.steps import at

TIMEOUT = 60.0  # seconds without a reply
GRACE = 2.0  # seconds that a worker has to leave of its own
WORKER = "reportgen.charts.freeze.worker"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2

Reply = dict[str, Any]


class Undrawn(EngineError):
    """A chart that the engine refused, or at which it died or hung; ``name`` is the one it was submitted under."""

    def __init__(self, name: str, message: str) -> None:
        self.name = name
        super().__init__(f"exhibit '{name}': {message}")


class Freezer:
    """Turns chart specifications into pictures; use it in a ``with`` statement, for one brief or for many.

    Args:
        fonts: folders of further fonts, beside the bundled ones.
        timeout: seconds to wait for a reply before the worker counts as hung.
    """

    def __init__(self, fonts: Sequence[Path] = (), timeout: float = TIMEOUT) -> None:
        self._folders, self._timeout = (resources.shipped("assets") / "fonts", *fonts), timeout
        self._process: subprocess.Popen[bytes] | None = None
        self._requests: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._replies: queue.SimpleQueue[Reply | None] = queue.SimpleQueue()
        self._complaints: IO[bytes] | None = None
        self._drawing: list[str] = []
        self._printing: list[str] = []
        self._painted: dict[str, bytes] = {}
        self._known: set[str] = set()  # families beside the bundled ones that the worker has
        self._fonts: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The worker's process; 0 while there is none."""
        return self._process.pid if self._process else 0

    def start(self) -> None:
        """Start the worker, if it does not run yet; returns at once."""
        if self._process:
            return
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the worker
        command = [sys.executable, "-P", "-m", WORKER, *map(str, self._folders)]
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                env=_environment(),
            )
        except OSError as problem:
            raise EngineError(f"the chart engine cannot be started: {problem}") from problem
        self._requests, self._replies = queue.SimpleQueue(), queue.SimpleQueue()
        Thread(target=_write, args=(self._process.stdin, self._requests), daemon=True).start()
        Thread(target=_read, args=(self._process.stdout, self._replies), daemon=True).start()

    def learn(self, families: Iterable[Faces]) -> None:
        """Let the engine measure and draw with families of a brand's own; returns at once."""
        self.start()
        for one in families:
            if one.family in self._known:
                continue
            self._known.add(one.family)
            self._fonts = self._fonts or tempfile.TemporaryDirectory(prefix="reportgen-fonts-")
            folder = Path(self._fonts.name) / one.family
            folder.mkdir(exist_ok=True)
            for cut, raw in one.cuts.items():
                (folder / f"{cut}.ttf").write_bytes(raw)
            self._send({"do": "fonts", "folder": str(folder)})

    def submit(self, name: str, spec: Mapping[str, Any]) -> None:
        """Have a chart drawn; returns at once.

        Args:
            name: unique among the charts in work; ids inside the SVG begin with it ("cloud-growth/wide").
            spec: the Vega-Lite specification, with inline data.
        """
        self.start()
        self._drawing.append(name)
        self._send({"do": "svg", "name": name, "spec": printable(spec)})

    def results(self) -> dict[str, Picture]:
        """The pictures of everything submitted, by name.

        Raises:
            EngineError: the engine refused a chart, died or hung; the message names the exhibit. TakenDown where it was
                ended from outside.
        """
        pictures = {}
        # Replies come in the order of the requests: what was to be painted before is done by now.
        if self._drawing:
            self._painted |= self._painting()
        while self._drawing:
            reply = self._next(self._drawing)
            pictures[self._drawing.pop(0)] = Picture(reply["svg"], reply["width"], reply["height"])
        return pictures

    def paint(self, pictures: Mapping[str, Picture]) -> None:
        """Begin the PNGs of pictures, which :meth:`pngs` waits for; returns at once."""
        if pictures:
            self.start()  # whose charts were kept may need a card anew, under another title
        for name, picture in pictures.items():
            self._printing.append(name)
            self._send({"do": "png", "name": name, "svg": picture.svg})

    def pngs(self) -> dict[str, bytes]:
        """The PNGs at twice the size, by name; ask late, they are made while other work goes on."""
        painted, self._painted = self._painted, {}
        return painted | self._painting()

    def _painting(self) -> dict[str, bytes]:
        pngs = {}
        while self._printing:
            reply = self._next(self._printing)
            pngs[self._printing.pop(0)] = b64decode(reply["png"])
        return pngs

    def close(self) -> None:
        """Have the worker leave."""
        process, self._process = self._process, None
        if process is None:
            return
        self._requests.put(None)
        try:
            process.wait(GRACE if not self._drawing and not self._printing else 0)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._drawing, self._printing, self._painted = [], [], {}
        self._known.clear()
        if self._fonts:
            self._fonts.cleanup()
            self._fonts = None
        if self._complaints:
            self._complaints.close()

    def end(self) -> None:
        """End the worker at once: whatever it is at is not wanted."""
        self._kill()

    def _send(self, request: Mapping[str, Any]) -> None:
        self._requests.put(json.dumps(request).encode() + b"\n")

    def _next(self, waiting: Sequence[str]) -> Reply:
        name = waiting[0]
        at(f"exhibit '{name}'")
        try:
            reply = self._replies.get(timeout=self._timeout)
        except queue.Empty:
            self._kill()
            raise Undrawn(name, f"the chart engine did not answer in {self._timeout:g} seconds") from None
        if reply is None:
            reason, status = "", 0
            if self._process and self._complaints:
                status, reason = self._process.wait(), self._last_words(self._process, self._complaints)
            self._kill()
            if status == -signal.SIGKILL:
                raise TakenDown(f"exhibit '{name}': the chart engine was ended from outside")
            raise Undrawn(name, f"the chart engine died{reason}")
        if "error" in reply:
            self._kill()
            raise Undrawn(name, f"the chart engine refused it: {reply['error']}")
        return reply

    def _kill(self) -> None:
        """End a worker that is of no more use; the next request starts another."""
        if self._process:
            self._process.kill()
        self.close()

    def _last_words(self, process: subprocess.Popen[bytes], complaints: IO[bytes]) -> str:
        code = process.wait()
        complaints.seek(0)
        lines = complaints.read().decode(errors="replace").strip().splitlines()
        return f" with status {code}" + (f": {lines[-1].strip()}" if lines else "")


def printable(value: object) -> object:
    """A specification without the characters that XML forbids: some of them make the engine abort."""
    if isinstance(value, str):
        return _FORBIDDEN.sub("", value)
    if isinstance(value, Mapping):
        return {printable(key): printable(item) for key, item in value.items()}
    return [printable(item) for item in value] if isinstance(value, (list, tuple)) else value


def _environment() -> dict[str, str]:
    """The worker's environment: our fonts alone, no time zone, no locale, and the same reportgen as here."""
    package = str(Path(__file__).resolve().parents[3])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    fonts = str(resources.shipped("assets") / "fonts" / "fonts.conf")
    return {**os.environ, "FONTCONFIG_FILE": fonts, "TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONPATH": path}


def _write(pipe: IO[bytes], requests: queue.SimpleQueue[bytes | None]) -> None:
    """Hand on requests until there is None; in a thread, because a busy worker does not read."""
    try:
        while (request := requests.get()) is not None:
            pipe.write(request)
            pipe.flush()
        pipe.close()
    except (OSError, ValueError):  # the worker is gone; whoever waits for its replies learns it
        pass


def _read(pipe: IO[bytes], replies: queue.SimpleQueue[Reply | None]) -> None:
    for line in pipe:
        replies.put(json.loads(line))
    replies.put(None)
    pipe.close()
