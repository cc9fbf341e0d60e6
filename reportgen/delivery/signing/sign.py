"""An edition signed in its folder: its PDF, and the manifest that lists every file by its hash.

The manifest then names the certificate, has the hash of the signed PDF, and says how long the PDF was before, with its
hash: whoever builds the edition again can hold his bytes against it. What is written was verified first.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reportgen.delivery.manifest import sha256
from reportgen.delivery.output import Folder
from reportgen.delivery.publishing.editions import DOOR, PDF, ReadEdition, read_edition
from reportgen.delivery.signing.engine import Signer
from reportgen.delivery.signing.keys import KeySource, read_key
from reportgen.errors import DeliveryError, UsageError
from reportgen.figures import recorded
from reportgen.figures.recorded import MANIFEST, Manifest, SignatureRecord, UnsignedRecord
from reportgen.signed import SIGNATURE, as_built
from reportgen.verify.pdf_field import signature_of
from reportgen.verify.pdf_hash import hash_faults
from reportgen.verify.pdf_reading import opened
from reportgen.verify.proof import files_in, prove
from reportgen.verify.signatures import Trust, judged


@dataclass(frozen=True, slots=True)
class Signing:
    """How editions are signed: where the key is, and which server says the time."""

    key: KeySource
    clock: str = ""

    def signer(self, moment: datetime | None = None) -> Signer:
        """The signer. Raises UsageError where the key cannot be read, or may not sign now."""
        return Signer(read_key(self.key, moment or datetime.now(UTC)), self.clock)


def sign_edition(folder: Path, signer: Signer) -> bool:
    """Sign an edition where it lies; False where it stands there signed by this certificate, and was left alone.

    Args:
        folder: as ``reportgen build`` wrote it. A signature that is there already is replaced.
        signer: whoever signs.

    Raises:
        UsageError: it is no edition, a draft, a published one, or not as it was built.
        DeliveryError: no time stamp can be had, or it cannot be written; the folder is as it was.
    """
    edition = read_edition(folder)
    _see_that_it_is_whole(edition)
    own = Trust((signer.key.certificate,))
    if edition.signer == signer.key.fingerprint and prove(folder, own).holds:
        return False
    files = _signed(_as_built(edition), signer)
    if faults := list(_faults(files, own)):
        raise DeliveryError(
            f"{folder}: not signed, because the signature would not verify: {'; '.join(faults)}"
        )
    place = Path(os.path.realpath(folder))
    Folder(place.parent).replace({place.name: files})
    return True


def _see_that_it_is_whole(edition: ReadEdition) -> None:
    """See that nothing lies there that nobody would sign, and everybody who verifies would find."""
    if stray := sorted(set(files_in(edition.folder)) - edition.files.keys()):
        hint = "; a published edition stays as it is: sign the one that was built" if DOOR in stray else ""
        raise UsageError(
            f"{edition.folder}: {', '.join(stray)}: none of the edition's files; move it away{hint}"
        )


def _as_built(edition: ReadEdition) -> Mapping[str, bytes]:
    """The files of an edition without the signatures that were added before."""
    files = {name: content for name, content in edition.files.items() if name != SIGNATURE}
    signature = edition.manifest.signature
    for name, before in signature.unsigned.items() if signature else ():
        files[name] = files[name][: before.size]
    files[MANIFEST] = as_built(files[MANIFEST])
    manifest = recorded.read(Manifest, files[MANIFEST])
    if any(sha256(files[name]) != digest for name, digest in manifest.outputs.items()):
        raise UsageError(f"{edition.folder}: not as it was built, before it was signed; build it again")
    return files


def _signed(built: Mapping[str, bytes], signer: Signer) -> Mapping[str, bytes]:
    """The files of an edition with signatures."""
    documents = {name: signer.pdf(built[name]) for name in (PDF,) if name in built}
    manifest = recorded.read(Manifest, built[MANIFEST])
    unsigned = {name: UnsignedRecord(sha256=sha256(built[name]), size=len(built[name])) for name in documents}
    outputs = {
        name: sha256(documents[name]) if name in documents else digest
        for name, digest in manifest.outputs.items()
    }
    record = SignatureRecord(certificate=signer.key.fingerprint, unsigned=unsigned)
    listing = recorded.written(manifest.model_copy(update={"outputs": outputs, "signature": record}))
    return {**built, **documents, MANIFEST: listing, SIGNATURE: signer.beside(listing)}


def _faults(files: Mapping[str, bytes], trust: Trust) -> Iterator[str]:
    """Why what was signed would not verify."""
    yield from judged(files[SIGNATURE], files[MANIFEST], trust).faults
    if PDF not in files:
        return
    with opened(files[PDF], PDF) as whole:
        document, signature, faults = signature_of(whole)
        yield from (*faults, *hash_faults(document))
        if signature:
            yield from judged(signature.cms, signature.covered, trust, signature.claimed).faults
