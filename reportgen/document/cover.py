"""The picture below the title: read, checked and made ready as those of the narrative are."""

from __future__ import annotations

from reportgen.brief import Brief
from reportgen.document.content import Cover
from reportgen.document.pictures import Unshowable, shown
from reportgen.findings import Findings


def cover(brief: Brief, findings: Findings) -> Cover | None:
    """The picture below the title, where the author gives one that can be shown."""
    given = brief.settings.cover_picture
    place = brief.place("cover_picture", "file")
    raw = brief.files.content(brief.folder / given.file, "picture", findings) if given else None
    if given is None or raw is None:
        return None
    try:
        return Cover(shown(given.file, raw).address, given.alt, given.credit)
    except Unshowable as problem:
        findings.error("bad-picture", f"picture '{given.file}' {problem}", place)
        return None
