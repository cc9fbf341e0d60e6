"""What is proved of a file or an edition: that it says what its facts say, who signed it and when, and what is not.

A PDF bears its own signature. What cannot bear one, the page and all other files, is listed by its hash in a manifest,
which is signed: the one beside it, or one that whoever asks has from elsewhere.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reportgen.errors import RecordError, UsageError
from reportgen.figures.recorded import MANIFEST, Manifest, read
from reportgen.signed import SIGNATURE
from reportgen.verify.pdf_field import PdfSignature
from reportgen.verify.signatures import Signed, Trust, judged
from reportgen.verify.verdict import PROVES, Verdict, verify

PAGE, PDF = "brief.html", "brief.pdf"
DOOR = "index.html"  # of a published edition: it may change, and leads on to a revision
DOCUMENTS = (".pdf", ".html", ".htm")
UNTRUSTED = "whose certificate that is; --trust CERT holds it against one that you trust"
CLAIMED = "the time, which is the signer's own word"
AS_ITS_PLACE = "and proves as much as the place where you have it from"
GIVEN = f"whose manifest that is: it bears no signature, {AS_ITS_PLACE}"
APART = f"whose manifest that is: its signature is not beside it, {AS_ITS_PLACE}"
BESIDE = f"{DOOR}, which leads to the edition and is none of its files"
UNCHECKED = "the signature, which was not checked; run: pip install 'reportgen[sign]'"


@dataclass(frozen=True, slots=True)
class Proof:
    """What is proved of one path.

    Attributes:
        path: a file, or the folder of an edition.
        verdicts: of its documents: whether they say what their facts say.
        signed: who signed what, by what was signed.
        faults: why it is not as it was signed or published.
        proved: what else holds.
        unproved: what is not proved, in plain words.
    """

    path: Path
    verdicts: tuple[Verdict, ...] = ()
    signed: Mapping[str, Signed] | None = None
    faults: tuple[str, ...] = ()
    proved: tuple[str, ...] = ()
    unproved: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.faults and all(one.holds for one in self.verdicts)

    @property
    def signatures(self) -> Mapping[str, Signed]:
        return self.signed or {}

    def as_json(self) -> Mapping[str, Any]:
        """In plain values, for ``--json``."""
        told = [one for verdict in self.verdicts for one in verdict.drifts]
        return {
            "file": str(self.path),
            "brief": next((one.title for one in self.verdicts if one.title), ""),
            "holds": self.holds,
            "figures": sum(one.figures for one in self.verdicts),
            "traced": sum(one.traced for one in self.verdicts),
            "drifts": [*told, *self.faults],
            "proves": "; ".join(self._proves()) if self.holds else "",
            "signed": [_signed_as_json(what, one) for what, one in self.signatures.items()],
            "unproved": list(self.unproved),
        }

    def _proves(self) -> Iterator[str]:
        if PROVES in self.unproved:
            yield PROVES
        yield from self.proved
        yield from (f"{what} is {one}" for what, one in self.signatures.items() if one.trusted)


def _signed_as_json(what: str, one: Signed) -> Mapping[str, Any]:
    return {
        "what": what,
        "by": one.signer,
        "certificate": one.certificate,
        "at": one.when.isoformat() if one.when else None,
        "clock": one.clock or None,
        "trusted": one.trusted,
    }


@dataclass(frozen=True, slots=True)
class Listing:
    """A manifest, and what its signature says; ``faults`` is why it cannot be believed."""

    manifest: Manifest | None
    signed: Signed | None
    faults: tuple[str, ...]

    def name_of(self, raw: bytes, name: str) -> str:
        """Under which name it lists a file of these bytes, ``name`` first; empty where it does not."""
        if self.manifest is None:
            return ""
        found = hashlib.sha256(raw).hexdigest()
        outputs = {**self.manifest.outputs, **self.before}
        if outputs.get(name) == found:
            return name
        return next((one for one, digest in outputs.items() if digest == found), "")

    @property
    def before(self) -> Mapping[str, str]:
        """The documents as they were before they were signed, which the manifest lists too."""
        signature = self.manifest.signature if self.manifest else None
        unsigned = signature.unsigned if signature else {}
        return {f"{name} (before it was signed)": one.sha256 for name, one in unsigned.items()}


def prove(path: Path, trust: Trust | None = None, against: Path | None = None) -> Proof:
    """Say what is proved of a file, or of the folder of an edition.

    Args:
        path: a PDF, a page, an edition's folder; with a manifest or trust any file of an edition.
        trust: whose signatures are believed; None: whose they are is not asked.
        against: a published manifest against which it is held.

    Raises:
        UsageError: the file is missing, is none of an edition, or the extra ``sign`` is needed and not there.
    """
    if path.is_dir():
        return _folder(path, trust, against)
    verdict = _verdict(path, asked=bool(trust or against))
    raw = path.read_bytes()
    bears = verdict.signature if verdict else None
    proof = Proof(path, (verdict,) if verdict else ())
    if bears:
        proof = _with_own(proof, bears, trust)
    if against or (trust and not bears and proof.holds):
        proof = _with_listing(proof, raw, trust, against)
    return proof if bears or trust or against else replace(proof, unproved=(PROVES,))


def _verdict(path: Path, *, asked: bool) -> Verdict | None:
    """Whether a document says what its facts say; None for another file, where a manifest is asked for it."""
    return verify(path) if not asked or path.suffix.lower() in DOCUMENTS or not path.is_file() else None


def _with_own(proof: Proof, bears: PdfSignature, trust: Trust | None) -> Proof:
    try:
        one = judged(bears.cms, bears.covered, trust, bears.claimed)
    except UsageError:
        if trust:
            raise
        return replace(proof, unproved=(UNCHECKED,))
    return replace(
        proof,
        signed={**proof.signatures, "the PDF": one},
        faults=(*proof.faults, *one.faults),
        unproved=(*proof.unproved, *_open(one, trust)),
    )


def _open(one: Signed, trust: Trust | None) -> Iterator[str]:
    if one.faults:
        return
    if not trust:
        yield UNTRUSTED
    if not one.clock:
        yield CLAIMED


def _with_listing(proof: Proof, raw: bytes, trust: Trust | None, against: Path | None) -> Proof:
    """What a manifest says of a file."""
    place = against or _beside(proof.path)
    if place is None:
        fault = f"it bears no signature, and beside it is no {MANIFEST} with one; --against names a published manifest"
        return replace(proof, faults=(*proof.faults, fault))
    listing = read_listing(place, trust)
    name = listing.name_of(raw, proof.path.name)
    unlisted = () if name or listing.manifest is None else (_unlisted(listing, place, proof.path.name),)
    proof = _with_signed(proof, listing, trust)
    proved = (f"listed in {place} as {name}",) if name and not listing.faults else ()
    return replace(proof, faults=(*proof.faults, *unlisted), proved=(*proof.proved, *proved))


def _beside(path: Path) -> Path | None:
    """The signed manifest of the edition whose file this is: beside it, or beside its folder (``charts/``)."""
    folders = (path.absolute().parent, path.absolute().parent.parent)
    return next((one / MANIFEST for one in folders if (one / SIGNATURE).is_file()), None)


def _unlisted(listing: Listing, place: Path, name: str) -> str:
    listed = listing.manifest.outputs if listing.manifest else {}
    return f"it is not the {name} that {place} lists" if name in listed else f"{place} lists no such file"


def _with_signed(proof: Proof, listing: Listing, trust: Trust | None) -> Proof:
    one = listing.signed
    told = {"the manifest": one} if one else {}
    given = APART if listing.manifest and listing.manifest.signature else GIVEN
    unproved = tuple(_open(one, trust)) if one else () if listing.faults else (given,)
    return replace(
        proof,
        signed={**proof.signatures, **told},
        faults=(*proof.faults, *listing.faults),
        unproved=tuple(dict.fromkeys((*proof.unproved, *unproved))),
    )


def read_listing(place: Path, trust: Trust | None) -> Listing:
    """A manifest with the signature beside it, if there is one. Raises UsageError where it cannot be read."""
    raw = _manifest_at(place)
    beside = place.with_name(f"{place.name}{SIGNATURE.removeprefix(MANIFEST)}")
    try:
        manifest = read(Manifest, raw)
    except RecordError as problem:
        fault = f"{place}: no manifest of an edition ({problem}); expected its {MANIFEST}"
        return Listing(None, None, (fault,))
    if not beside.is_file():
        bare = ("it bears no signature",) if trust else ()
        return Listing(manifest, None, tuple(f"{place.name}: {fault}" for fault in bare))
    try:
        one = judged(beside.read_bytes(), raw, trust)
    except UsageError:
        if trust:
            raise
        return Listing(manifest, None, ())
    named = manifest.signature.certificate if manifest.signature else ""
    other = () if one.faults or named == one.certificate else ("it names another certificate than signed it",)
    return Listing(manifest, one, tuple(f"{place.name}: {fault}" for fault in (*one.faults, *other)))


def _manifest_at(place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError as error:
        expected = f"expected the {MANIFEST} of an edition"
        raise UsageError(f"{place}: cannot be read: {error.strerror}; {expected}") from None


def _folder(folder: Path, trust: Trust | None, against: Path | None) -> Proof:
    """All of an edition: every file as its manifest says, and nothing else."""
    place = folder / MANIFEST
    if not place.is_file():
        raise UsageError(
            f"{folder}: no edition: there is no {MANIFEST} in it; expected a folder, a PDF or a page"
        )
    listing = read_listing(place, trust)
    if listing.manifest and listing.manifest.signature and not (folder / SIGNATURE).is_file():
        listing = replace(listing, faults=(f"{SIGNATURE}: removed; {MANIFEST} says that it was signed",))
    proof = _with_signed(Proof(folder), listing, trust)
    if against and _manifest_at(against) != place.read_bytes():
        proof = replace(proof, faults=(*proof.faults, f"its {MANIFEST} is not {against}"))
    outputs = listing.manifest.outputs if listing.manifest else {}
    faults = list(_unlike(folder, outputs))
    for name in (PAGE, PDF):
        if name in outputs and (folder / name).is_file():
            one = verify(folder / name)
            proof = replace(proof, verdicts=(*proof.verdicts, one))
            if one.signature:
                proof = _with_own(proof, one.signature, trust)
    faults += _of_two(proof)
    if (folder / DOOR).is_file():
        proof = replace(proof, unproved=(*proof.unproved, BESIDE))
    if not listing.signed and not listing.faults:
        proof = replace(proof, unproved=tuple(PROVES if one == GIVEN else one for one in proof.unproved))
    return replace(proof, faults=(*proof.faults, *faults), unproved=tuple(dict.fromkeys(proof.unproved)))


def _unlike(folder: Path, outputs: Mapping[str, str]) -> Iterator[str]:
    """Files that are missing, other than the manifest says, or none of it."""
    standing = set(files_in(folder))
    for name, digest in sorted(outputs.items()):
        if name not in standing:
            yield f"{name}: missing"
        elif hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            yield f"{name}: changed"
    for name in sorted(standing - {*outputs, MANIFEST, SIGNATURE, DOOR}):
        yield f"{name}: added; {MANIFEST} does not list it"


def files_in(folder: Path) -> Iterator[str]:
    """Every file below a folder, hidden ones and links too."""
    for place, folders, names in os.walk(folder):
        for name in (*names, *(one for one in folders if Path(place, one).is_symlink())):
            yield Path(place, name).relative_to(folder).as_posix()


def _of_two(proof: Proof) -> Iterator[str]:
    if len({one.certificate for one in proof.signatures.values() if one.certificate}) > 1:
        yield "its PDF and its manifest were signed by two certificates"
