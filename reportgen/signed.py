"""A manifest as it was built, of one that was signed: a signature is added to an edition, and changes nothing else.

A signed manifest has other hashes for the documents that hold a signature, and says what they were before. So whoever
asks whether an edition stands, was published or was mailed can ask it of the edition, however often it is signed.
"""

from __future__ import annotations

import json
from typing import Any

SIGNATURE = "manifest.json.p7s"  # beside the manifest: its detached signature (CMS)


def as_built(manifest: bytes) -> bytes:
    """The manifest before it was signed, byte for byte; one that never was, or cannot be read, as it is."""
    try:
        told: dict[str, Any] = json.loads(manifest)
        before = told.pop("signature")["unsigned"]
        told["outputs"] |= {name: one["sha256"] for name, one in before.items()}
    except (ValueError, LookupError, TypeError, AttributeError):
        return manifest
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()


def is_signed(manifest: bytes) -> bool:
    """Whether a manifest says that it was signed."""
    return as_built(manifest) != manifest
