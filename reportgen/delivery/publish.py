"""Publication: editions, checked against their manifests, into one folder with an index page of all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from reportgen.delivery.index import index_page
from reportgen.delivery.listing import Listing, listed
from reportgen.delivery.output import Folder, Target, check_names, claim
from reportgen.errors import RecordError, UsageError
from reportgen.figures.recorded import MANIFEST, Manifest, read

INDEX = "index.html"
INDEX_MARK = b'<meta name="generator" content="reportgen"'  # our index page, not somebody's home page


def publish(
    editions: Sequence[Path], dest: Path | Target, *, project: Path | None = None
) -> tuple[Listing, ...]:
    """Put editions below ``dest``, each in a folder named for its brief, and list all that are there.

    Args:
        editions: Folders that ``reportgen build`` wrote.
        dest: The folder (or another target) to publish to; made if it does not exist.
        project: Where to look first for the template of the index page.

    Returns:
        Every edition that the index page now lists, the latest first.

    Raises:
        UsageError: a folder is no edition, a draft, or not what its manifest says; nothing was published.
        DeliveryError: it could not be written; what was published before still stands.
    """
    target = Folder(dest) if isinstance(dest, Path) else dest
    shown = dest if isinstance(dest, Path) else Path()
    new: dict[str, dict[str, bytes]] = {}
    listings: dict[str, Listing] = {}
    for folder in editions:
        manifest, files = read_edition(folder)
        if manifest.brief == INDEX:
            raise UsageError(f"{folder}: a brief cannot be named {INDEX}")
        if manifest.brief in new:
            raise UsageError(f"{folder}: a second edition of {manifest.brief}; publish one of them")
        check_names({manifest.brief: files})
        claim(target, manifest.brief, shown=shown / manifest.brief)
        new[manifest.brief] = files
        listings[manifest.brief] = listed(manifest, manifest.brief, files.get)
    everything = _latest_first({**_standing(target), **listings})
    _claim_index(target, shown)
    target.replace({**new, INDEX: index_page(everything, project).encode()})
    return everything


def read_edition(folder: Path) -> tuple[Manifest, dict[str, bytes]]:
    """The manifest and the files of an edition on disk, each file as its hash says.

    Raises:
        UsageError: the folder is no edition, is a draft, or has files that are missing or were changed.
    """
    manifest = _manifest_of(folder)
    if manifest.draft:
        raise UsageError(f"{folder}: a draft is not published; build it without --draft")
    files = {path: _read_inside(folder, path) for path in manifest.outputs}
    changed = [path for path, content in files.items() if _sha256(content) != manifest.outputs[path].lower()]
    if changed:
        raise UsageError(
            f"{folder}: {', '.join(changed)}: changed since the edition was built "
            f"(the hash is not the one in {MANIFEST}); build it again"
        )
    return manifest, {**files, MANIFEST: (folder / MANIFEST).read_bytes()}


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


def _read_inside(folder: Path, path: str) -> bytes:
    """A file of the edition; links that lead out of its folder are not followed."""
    place = (folder / path).resolve()
    if not place.is_relative_to(folder.resolve()):
        raise UsageError(f"{folder / path}: leads out of the edition's folder")
    try:
        return place.read_bytes()
    except OSError as error:
        raise UsageError(f"{folder / path}: {MANIFEST} lists it, but: {error.strerror}") from error


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _standing(target: Target) -> dict[str, Listing]:
    """The editions that were published before. What is no edition of ours is none of our business."""
    found = {}
    for name in target.names():
        text = target.read(f"{name}/{MANIFEST}")
        if text is None:
            continue
        try:
            manifest = read(Manifest, text)
        except RecordError:
            continue
        found[name] = listed(manifest, name, partial(_file_of, target, name))
    return found


def _file_of(target: Target, name: str, path: str) -> bytes | None:
    return target.read(f"{name}/{path}")


def _latest_first(listings: Mapping[str, Listing]) -> tuple[Listing, ...]:
    by_name = sorted(listings.values(), key=lambda listing: (listing.entity, listing.title))
    return tuple(sorted(by_name, key=lambda listing: listing.date, reverse=True))


def _claim_index(target: Target, shown: Path) -> None:
    """See that the index page takes the place of none but an index page of ours."""
    page = target.read(INDEX)
    if page is not None and INDEX_MARK not in page:
        raise UsageError(f"{shown / INDEX}: not written by reportgen; move it away, or publish elsewhere")
