"""``manifest.json``: what an edition is, from what it was made, and what it consists of, by SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from reportgen.brief import Brief
from reportgen.figures import recorded
from reportgen.figures.recorded import Manifest
from reportgen.findings import Finding
from reportgen.version import __version__

ENGINES = ("weasyprint", "vl-convert-python", "altair", "jinja2", "pandas")


def manifest(
    brief: Brief,
    title: str,
    inputs: Mapping[str, str],
    files: Mapping[str, bytes],
    findings: Sequence[Finding],
    *,
    draft: bool,
) -> bytes:
    """The manifest of an edition.

    Args:
        brief: what it was made of.
        title: as its readers see it.
        inputs: the hash of each file of the brief, by its name within the folder.
        files: what the edition consists of, by name.
        findings: what was found and did not keep it from being issued.
        draft: whether it is one.
    """
    from importlib.metadata import version

    content = Manifest(
        reportgen=__version__,
        brief=brief.name,
        title=title,
        entity=brief.settings.entity.name,
        period=str(brief.period),
        date=brief.settings.date,
        draft=draft,
        inputs=dict(inputs),
        outputs={name: sha256(content) for name, content in sorted(files.items())},
        versions={name: version(name) for name in ENGINES},
        findings=tuple(_within(finding, brief) for finding in findings),
    )
    return recorded.written(content)


def _within(finding: Finding, brief: Brief) -> str:
    """A finding with its path as seen from the brief's folder, so that the folder's place changes no byte."""
    return str(finding).replace(f"{brief.folder}/", "")


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def digest(inputs: Mapping[str, str]) -> str:
    """One hash for a set of hashed files."""
    return sha256("\n".join(f"{hashed}  {name}" for name, hashed in inputs.items()).encode())
