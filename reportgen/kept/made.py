"""What is known of the last edition of a brief: from what it was made, and whether it stands as it was written."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from reportgen.files import EDITION, Files, Known, of_queries
from reportgen.kept import sealed
from reportgen.members import HANDED
from reportgen.signed import SIGNATURE, as_built, is_signed

MANIFEST = "manifest.json"
CACHE = ".reportgen-cache"  # beside the editions, unless --cache names another folder
NAME = "made"  # of the file
_OWN = (HANDED, f"{EDITION}/")  # how what was read for one of many is named, which others have read otherwise


@dataclass(frozen=True, slots=True)
class Made:
    """What decided an edition.

    ``read``: the hash of each file, and of the rows of each query. ``names``: what stood in each folder in which
    something was looked for, so that a file that appears is seen. ``options``: how it was asked for. ``engine``: what
    made it. ``manifest``: the hash of its manifest, which has those of all its files. ``told``: the outcome, to tell
    it again. ``since``: where the edition before lies that was read, if one was; ``follows``: whether that is always
    the last that was published.
    """

    read: Mapping[str, str]
    names: Mapping[str, Sequence[str]]
    options: Mapping[str, Any]
    engine: str
    manifest: str
    told: Mapping[str, Any]
    since: str = ""
    follows: bool = False

    @property
    def queries(self) -> Mapping[str, str]:
        """The rows of its queries, which only the databases know anew."""
        return of_queries(self.read)

    def is_as_read(self, files: Files, known: Known | None = None) -> bool:
        """Whether every file is as it was read, and no other has appeared where one was looked for. Asks no query.

        ``known`` are files that were looked at a moment ago, and takes those that are looked at now.
        """
        if self.since:
            files.admit(Path(self.since))
        queries, seen = self.queries, {} if known is None else known
        for folder, names in self.names.items():
            there = _once(seen, f"{folder}/", lambda at: "\n".join(files.names_in(at.rstrip("/"))))
            if there != "\n".join(names):
                return False
        return all(
            (files.hash_of(name) if name.startswith(_OWN) else _once(seen, name, files.hash_of)) == one
            for name, one in self.read.items()
            if name not in queries
        )

    def stands(self, place: Path) -> bool:
        """Whether the edition is in its folder, every file as it was written, and nothing else but its signature."""
        try:
            raw = (place / MANIFEST).read_bytes()
            if hashlib.sha256(as_built(raw)).hexdigest() != self.manifest:
                return False
            outputs: Mapping[str, str] = json.loads(raw)["outputs"]
            beside = {SIGNATURE} if is_signed(raw) else set()
            return _files_in(place) == {MANIFEST, *beside, *outputs} and all(
                hashlib.sha256((place / name).read_bytes()).hexdigest() == one
                for name, one in outputs.items()
            )
        except (OSError, ValueError, LookupError, TypeError):
            return False


def _once(seen: Known, name: str, ask: Callable[[str], str | None]) -> str | None:
    if name not in seen:
        seen[name] = ask(name)
    return seen[name]


def remember(cache: Path, made: Made) -> None:
    """Keep it in a brief's part of the cache."""
    sealed.keep(cache / NAME, NAME, json.dumps(asdict(made)).encode())


def recall(cache: Path) -> Made | None:
    """What was kept there; None where nothing was, or nothing that can be believed."""
    raw = sealed.kept(cache / NAME, NAME)
    try:
        return Made(**json.loads(raw)) if raw else None
    except (ValueError, TypeError):  # of another version
        return None


def _files_in(place: Path) -> set[str]:
    """The plain files of a folder, by their paths in it. Raises OSError for what is none, or a link."""
    found = set()
    for folder, folders, names in os.walk(place):
        for name in (*folders, *names):
            path = Path(folder, name)
            if path.is_symlink():
                raise OSError(f"{path} is a link")
            if name in names:
                found.add(path.relative_to(place).as_posix())
    return found
