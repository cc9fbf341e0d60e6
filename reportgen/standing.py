"""Editions that stand already: whether one was made of what would be read now, so that it need not be made again.

Beside each edition, in ``.reportgen-made`` of the folder in which it stands, a note says from which code, versions and
options it was made, which files could have been read, and what was found. The manifest of the edition itself lists
inputs and outputs by hash. All of it is looked at anew: a file that was edited, added, deleted or written by half, of
inputs and outputs alike, makes the edition be made again. A note that cannot be read is none.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportgen import resources
from reportgen.errors import DeliveryError
from reportgen.version import __version__

NOTES = ".reportgen-made"
FORM = 1  # of the note; another one is none
ASKED = "query/"  # what the inputs are called that only a database can tell
CODE = "charts.py"  # an author's own, which may read whatever it likes
MANIFEST = "manifest.json"
PARTS: tuple[resources.Folder, ...] = ("templates", "assets")
OWN = ("project.yaml", "brand.yaml")


@dataclass(frozen=True, slots=True)
class Places:
    """Where the edition ``name`` of a brief stands below ``output``, and the folders of which it was made."""

    name: str
    output: Path
    folder: Path
    project: Path

    @property
    def edition(self) -> Path:
        return self.output / self.name

    @property
    def note(self) -> Path:
        return self.output / NOTES / f"{self.name}.json"

    def of(self, name: str) -> Path:
        """Where a file lies that the manifest names: ``brief/facts.csv``, ``project/brand.yaml``, ``shipped/…``."""
        owner, _, inside = name.partition("/")
        if owner == "shipped":
            part, _, rest = inside.partition("/")
            return next(resources.shipped(one) / rest for one in PARTS if one == part)
        return {"brief": self.folder, "project": self.project}[owner] / inside


@dataclass(frozen=True, slots=True)
class Standing:
    """An edition whose files are as they were made, of files that are as they were read.

    ``found`` is what was noted of its making. ``rows`` are the answers of databases by hash; where there are some,
    whether they are the same is still to be asked.
    """

    found: Mapping[str, Any]
    rows: Mapping[str, str]


def standing(places: Places, options: Mapping[str, Any]) -> Standing | None:
    """The edition that would only be made again with these options; None where anything differs, or may."""
    try:
        noted = json.loads(places.note.read_bytes())
        made = (places.edition / MANIFEST).read_bytes()
        manifest = json.loads(made)
        inputs, outputs = manifest["inputs"], manifest["outputs"]
        of_files = {name: sha for name, sha in inputs.items() if not name.startswith(ASKED)}
        is_same = (
            (noted["form"], noted["manifest"]) == (FORM, _sha256(made))
            and noted["made_with"] == _made_with(options, manifest["versions"])
            and noted["could_be_read"] == _could_be_read(places)
            and f"brief/{CODE}" not in of_files
            and all(_sha256_of(places.of(name)) == sha for name, sha in of_files.items())
            and _files_below(places.edition) == {MANIFEST, *outputs}
            and all(_sha256_of(places.edition / name) == sha for name, sha in outputs.items())
        )
        rows = {name: sha for name, sha in inputs.items() if name.startswith(ASKED)}
        return Standing(dict(noted["found"]), rows) if is_same else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, StopIteration):
        return None


def note(places: Places, options: Mapping[str, Any], found: Mapping[str, Any]) -> None:
    """Write down of what an edition was made, and what was found; without a note it is made again the next time."""
    from reportgen.delivery.output import Folder

    with suppress(OSError, ValueError, KeyError, DeliveryError):
        made = (places.edition / MANIFEST).read_bytes()
        content = {
            "form": FORM,
            "made_with": _made_with(options, json.loads(made)["versions"]),
            "could_be_read": _could_be_read(places),
            "manifest": _sha256(made),
            "found": found,
        }
        Folder(places.note.parent).replace({places.note.name: json.dumps(content, indent=1).encode()})


def _made_with(options: Mapping[str, Any], engines: Iterable[str]) -> dict[str, Any]:
    """What of reportgen, its engines and the call decides what an edition becomes."""
    versions = {"reportgen": __version__, "python": platform.python_version(), **_versions(engines)}
    return {"options": dict(options), "versions": versions, "code": _code()}


def _code() -> str:
    """One hash for all modules of reportgen: in a checkout they change without a version."""
    package = Path(__file__).parent
    modules = sorted(package.rglob("*.py"))
    return _sha256("".join(f"{one.relative_to(package)} {_sha256_of(one)}\n" for one in modules).encode())


def _versions(names: Iterable[str]) -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    found = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return dict(sorted(found.items()))


def _could_be_read(places: Places) -> str:
    """One hash for the names of all files that a build could come upon: a new one may take another's place."""
    own = {f"project/{part}": places.project / part for part in PARTS}
    names = [f"project/{name}" for name in OWN if os.path.lexists(places.project / name)]
    for root, place in {"brief": places.folder, **own}.items():
        names += [f"{root}/{name}" for name in _files_below(place, apart_from=places.output)]
    return _sha256("\n".join(sorted(names)).encode())


def _files_below(place: Path, apart_from: Path | None = None) -> set[str]:
    return {path.relative_to(place).as_posix() for path in _walked(place, apart_from)}


def _walked(place: Path, apart_from: Path | None) -> Iterator[Path]:
    for parent, folders, names in os.walk(place):
        above = Path(parent)
        folders[:] = [
            one
            for one in folders
            if not one.startswith(".") and one != "__pycache__" and not _is_one(above / one, apart_from)
        ]
        yield from (above / name for name in names if not name.startswith("."))


def _is_one(place: Path, other: Path | None) -> bool:
    return other is not None and os.path.realpath(place) == os.path.realpath(other)


def _sha256_of(path: Path) -> str:
    return _sha256(path.read_bytes())


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
