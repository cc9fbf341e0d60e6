"""Editions on disk, as they are published: every file as its manifest says, and who else goes along."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from reportgen.delivery.output import FOREIGN, check_names
from reportgen.errors import DeliveryError, RecordError, UsageError
from reportgen.figures.recorded import FACTS, MANIFEST, Manifest, read
from reportgen.signed import SIGNATURE

PAGE, PDF = "brief.html", "brief.pdf"
DOOR = "index.html"  # of an edition's folder: leads to its page, or to the revision that replaced it
COMPANION = f"{MANIFEST}."  # what begins so stands beside the manifest and says something of it: a signature
LATEST = "latest"
# No brief can be called that.
OF_TARGET = frozenset({"index.html", "feed.xml", "catalogue.json", "catalogue"})
OF_BRIEF = frozenset({"index.html", "feed.xml", LATEST})  # and no edition that
FIRST_CARD = "card:1"
_LINK = re.compile(r"""<a\b[^>]*?\bhref\s*=\s*["']([^"'#]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file as it was when it was read first."""

    sha256: str
    size: int


class Lying(Mapping[str, bytes]):
    """The files of an edition where they lie: each is read when it is asked for, so that none is held in memory.

    What is read is what was read first, by its stamp; a file that was changed meanwhile is a UsageError.
    """

    def __init__(self, folder: Path, stamps: Mapping[str, Stamp]) -> None:
        self._folder, self.stamps = folder, stamps

    def __getitem__(self, path: str) -> bytes:
        stamp, content = self.stamps[path], _read_inside(self._folder, path)
        if sha256(content) != stamp.sha256:
            raise UsageError(f"{self._folder}: {path}: changed while it was being read; try again")
        return content

    def __iter__(self) -> Iterator[str]:
        return iter(self.stamps)

    def __len__(self) -> int:
        return len(self.stamps)

    def only(self, paths: Iterable[str]) -> Lying:
        """Some of them."""
        return Lying(self._folder, {path: self.stamps[path] for path in paths})


@dataclass(frozen=True, slots=True)
class ReadEdition:
    """An edition as it lies on disk, whole; ``name`` is what it is called in its brief: its period."""

    folder: Path
    manifest: Manifest
    files: Lying
    to_be_signed_by: str = ""  # where it is only tried what would become of it

    @property
    def brief(self) -> str:
        return self.manifest.brief

    @property
    def name(self) -> str:
        return edition_name(self.manifest.period)

    @property
    def signer(self) -> str:
        """The SHA-256 of the certificate by which it was signed, or is to be; empty where it bears no signature."""
        signature = self.manifest.signature
        return self.to_be_signed_by or (signature.certificate if signature else "")

    @property
    def hash(self) -> str:
        """One hash for all that readers get; the manifest tells of the making too, and does not count.

        Nor does a signature, which is another each time: the edition is the same, and ``signer`` says the rest.
        """
        signature = self.manifest.signature
        digests = {path: stamp.sha256 for path, stamp in self.files.stamps.items()}
        if signature:
            digests |= {path: one.sha256 for path, one in signature.unsigned.items()}
        apart = {MANIFEST, SIGNATURE} if signature else {MANIFEST}
        lines = (f"{digest}  {path}" for path, digest in sorted(digests.items()) if path not in apart)
        return sha256("\n".join(lines).encode())

    @property
    def bytes_hash(self) -> str:
        """One hash for every byte of it: whoever has the same may write it beside us."""
        lines = (f"{stamp.sha256}  {path}" for path, stamp in sorted(self.files.stamps.items()))
        return sha256("\n".join(lines).encode())


def edition_name(period: str) -> str:
    """What an edition is called in its brief: its period, in letters that a folder can have."""
    return "".join("-" if letter in FOREIGN or letter == "/" else letter for letter in period)


def read_edition(folder: Path) -> ReadEdition:
    """An edition on disk, each file as its hash says.

    Raises:
        UsageError: the folder is no edition, is a draft, or has files that are missing or were changed; or its brief or
            period cannot be the name of a folder.
    """
    manifest = _manifest_of(folder)
    if manifest.draft:
        raise UsageError(f"{folder}: a draft is neither signed nor published; build it without --draft")
    stamps = {path: _stamp(folder, path) for path in manifest.outputs}
    changed = [path for path, stamp in stamps.items() if stamp.sha256 != manifest.outputs[path].lower()]
    if changed:
        raise UsageError(
            f"{folder}: {', '.join(changed)}: changed since the edition was built "
            f"(the hash is not the one in {MANIFEST}); build it again"
        )
    if manifest.signature and not (folder / SIGNATURE).is_file():
        raise UsageError(f"{folder}: it was signed, and {SIGNATURE} is missing; build it again, and sign it")
    beside = sorted(path.name for path in folder.iterdir() if path.name.startswith(COMPANION))
    stamps |= {name: _stamp(folder, name) for name in (MANIFEST, *beside)}
    edition = ReadEdition(folder, manifest, Lying(folder, stamps))
    _check(edition)
    return edition


def _check(edition: ReadEdition) -> None:
    """See that its folders can have their names."""
    shown, brief, name = edition.folder, edition.brief, edition.name
    if brief in OF_TARGET:
        raise UsageError(
            f"{shown}: a brief cannot be named {brief}, which is a name of the publication's own"
        )
    if name in OF_BRIEF:
        raise UsageError(f"{shown}: an edition cannot be named {name}")
    if DOOR in edition.files:
        raise UsageError(f"{shown}: has a file {DOOR}, which is the publication's own")
    try:
        check_names({brief: {f"{name}/{path}": b"" for path in edition.files}})
    except DeliveryError as problem:
        raise UsageError(f"{shown}: {problem}") from None


def _manifest_of(folder: Path) -> Manifest:
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder; expected an edition, as reportgen build writes it")
    path = folder / MANIFEST
    if not path.is_file():
        hint = " (a brief: build it first)" if (folder / "brief.yaml").is_file() else ""
        raise UsageError(f"{folder}: no edition: there is no {MANIFEST} in it{hint}")
    try:
        return read(Manifest, path.read_bytes())
    except RecordError as problem:
        raise UsageError(f"{path}: no manifest of an edition: {problem}") from None


def _stamp(folder: Path, path: str) -> Stamp:
    content = _read_inside(folder, path)
    return Stamp(sha256(content), len(content))


def _read_inside(folder: Path, path: str) -> bytes:
    """A file of the edition; links that lead out of its folder are not followed."""
    place = (folder / path).resolve()
    if not place.is_relative_to(folder.resolve()):
        raise UsageError(f"{folder / path}: leads out of the edition's folder")
    try:
        return place.read_bytes()
    except OSError as error:
        raise UsageError(f"{folder / path}: {MANIFEST} lists it, but: {error.strerror}") from error


def in_order(paths: Collection[str]) -> Iterator[str]:
    """The files of an edition as they are sent: what leads to others after them, the manifest last of all."""
    last = (PDF, PAGE, MANIFEST)
    yield from sorted(set(paths) - {*last})
    yield from (name for name in last if name in paths)


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def key_figure(record: bytes | None) -> tuple[str, str]:
    """The figure of an edition's first card and what it is of; empty where there is none, or another format."""
    try:
        told = json.loads(record or b"{}")
        first = next(one for one in told["figures"] if one["place"] == FIRST_CARD)
        fact = next(one for one in told["facts"] if one["key"] == first["fact"])
        return str(fact["label"]), str(first["text"])
    except (ValueError, LookupError, TypeError, StopIteration):
        return "", ""


def key_figure_of(edition: ReadEdition) -> tuple[str, str]:
    """The label and the text of an edition's first card."""
    return key_figure(edition.files.get(FACTS))


def linked(edition: ReadEdition, folder: str, url: str) -> tuple[str, ...]:
    """The folders of the same target to which an edition's page leads: ``brief/edition``.

    Args:
        edition: whose page it is.
        folder: where it stands in the target.
        url: the address under which readers have the target; empty where it is not known.
    """
    found = set()
    for address in _LINK.findall(edition.files.get(PAGE, b"").decode(errors="replace")):
        path = unescape(address).partition("?")[0]
        if url and path.startswith(f"{url}/"):
            path = path.removeprefix(f"{url}/")
        elif re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/", path):
            continue
        else:
            path = f"{folder}/{path}"
        parts = posixpath.normpath(unquote(path)).split("/")
        if len(parts) > 1 and parts[0] != ".." and "/".join(parts[:2]) != folder:
            found.add("/".join(parts[:2]))
    return tuple(sorted(found))
