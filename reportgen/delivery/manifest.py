"""``manifest.json``: what an edition is, from what it was made, and what it consists of, by SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from reportgen.brief import Brief
from reportgen.figures import recorded
from reportgen.figures.recorded import Manifest
from reportgen.findings import Finding
from reportgen.fingerprint import ENGINES, Fingerprint
from reportgen.version import __version__


def manifest(
    brief: Brief,
    title: str,
    made_from: Fingerprint,
    files: Mapping[str, bytes],
    findings: Sequence[Finding],
    *,
    draft: bool,
    preview: str = "",
) -> bytes:
    """The manifest of an edition.

    Args:
        brief: what it was made of.
        title: as its readers see it.
        made_from: the hash of each file that was read, and the versions.
        files: what the edition consists of, by name.
        findings: what was found and did not keep it from being issued.
        draft: whether it is one.
        preview: the file that pictures the edition where it is listed.
    """
    content = Manifest(
        reportgen=__version__,
        brief=brief.name,
        title=title,
        foot=brief.foot,
        entity=brief.settings.entity.name,
        period=str(brief.period),
        date=brief.settings.date,
        draft=draft,
        kind=brief.settings.kind,
        preview=preview,
        language=brief.settings.language,
        dates=brief.settings.style.dates,
        inputs=dict(made_from.inputs),
        outputs={name: sha256(content) for name, content in sorted(files.items())},
        versions={name: made_from.versions[name] for name in ENGINES},
        findings=tuple(_within(finding, brief) for finding in findings),
    )
    return recorded.written(content)


def _within(finding: Finding, brief: Brief) -> str:
    """A finding without the machine's paths, so that where the folders lie changes no byte."""
    name = brief.files.name_of(finding.place.path).removeprefix("brief/")
    placed = replace(finding, place=replace(finding.place, path=Path(name)))
    return brief.files.without_paths(str(placed))


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
