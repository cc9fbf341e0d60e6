"""A chart engine that remembers: what it drew before, by all that decides the picture, is not drawn again."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from reportgen.charts.faces import Faces
from reportgen.kept import sealed
from reportgen.kept.engine import engine
from reportgen.model import Picture

# Names of pictures, and of what a killed build left; no others are ours.
_OURS = re.compile(r"[0-9a-f]{64}|\.new-\w+")


class Draws(Protocol):
    """Who makes pictures of charts: :class:`reportgen.charts.freeze.Freezer`, or one that remembers."""

    def learn(self, families: Iterable[Faces]) -> None:
        """Let the engine measure and draw with families of a brand's own."""

    def submit(self, name: str, spec: Mapping[str, Any]) -> None:
        """Have a chart drawn."""

    def results(self) -> dict[str, Picture]:
        """The pictures of everything submitted, by name."""

    def paint(self, pictures: Mapping[str, Picture]) -> None:
        """Begin the PNGs of pictures."""

    def pngs(self) -> dict[str, bytes]:
        """The PNGs, by name."""


class Remembering:
    """The pictures of one brief: out of its cache, else of the engine, in the order in which they were asked for.

    A picture is known by its name, its specification, the families of the brand, and by everything that draws
    (:func:`reportgen.kept.engine.engine`); a PNG by its SVG instead.
    """

    def __init__(self, freezer: Draws, folder: Path) -> None:
        self._freezer, self._folder = freezer, folder
        self._families: tuple[str, ...] = ()
        self._drawn: dict[str, tuple[str, Picture | None]] = {}
        self._painted: dict[str, tuple[str, bytes | None]] = {}
        self._used: set[str] = set()

    def learn(self, families: Iterable[Faces]) -> None:
        families = tuple(families)
        self._families = tuple(sorted(one.family for one in families))
        self._freezer.learn(families)

    def submit(self, name: str, spec: Mapping[str, Any]) -> None:
        key = self._key("svg", name, json.dumps(spec))
        known = _picture(self._kept(key))
        self._drawn[name] = (key, known)
        if known is None:
            self._freezer.submit(name, spec)

    def results(self) -> dict[str, Picture]:
        asked, self._drawn = self._drawn, {}
        fresh = self._freezer.results()
        for name, picture in fresh.items():
            said = {"svg": picture.svg, "width": picture.width, "height": picture.height}
            self._keep(asked[name][0], said)
        return {name: known or fresh[name] for name, (_, known) in asked.items()}

    def paint(self, pictures: Mapping[str, Picture]) -> None:
        for name, picture in pictures.items():
            key = self._key("png", picture.svg)
            self._painted[name] = (key, _png(self._kept(key)))
        self._freezer.paint({name: one for name, one in pictures.items() if self._painted[name][1] is None})

    def pngs(self) -> dict[str, bytes]:
        asked, self._painted = self._painted, {}
        fresh = self._freezer.pngs()
        for name, png in fresh.items():
            self._keep(asked[name][0], {"png": b64encode(png).decode()})
        return {name: known or fresh[name] for name, (_, known) in asked.items()}

    def tidy(self) -> None:
        """Drop the pictures that the edition, now whole, did not ask for."""
        with suppress(OSError):
            for path in self._folder.iterdir():
                if _OURS.fullmatch(path.name) and path.name not in self._used:
                    path.unlink(missing_ok=True)

    def _key(self, *what: str) -> str:
        whole = json.dumps([engine(), self._families, *what])
        return hashlib.sha256(whole.encode()).hexdigest()

    def _kept(self, key: str) -> bytes | None:
        self._used.add(key)
        return sealed.kept(self._folder / key, key)

    def _keep(self, key: str, said: Mapping[str, Any]) -> None:
        sealed.keep(self._folder / key, key, json.dumps(said).encode())


def _picture(raw: bytes | None) -> Picture | None:
    said = json.loads(raw) if raw else None
    return Picture(said["svg"], said["width"], said["height"]) if said else None


def _png(raw: bytes | None) -> bytes | None:
    return b64decode(json.loads(raw)["png"]) if raw else None
