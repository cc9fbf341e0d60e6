"""Editions for tests of publication, as ``reportgen build`` writes them, and what a target holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

FILES = {"brief.html": b"<p>page</p>", "brief.pdf": b"%PDF" + b"x" * 12_000, "charts/growth.svg": b"<svg/>"}
SMALL = {"brief.html": b"<p>page</p>"}
RECORD = {
    "facts": [{"key": "f1", "label": "Cloud revenue"}],
    "figures": [{"fact": "f1", "text": "RMB\u00a039.8bn", "place": "card:1"}],
}


def write_edition(folder: Path, files: Mapping[str, bytes] = FILES, **changes: object) -> Path:
    """An edition as ``reportgen build`` writes it; its brief is named for the folder."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    manifest = {
        "reportgen": "0.1.0",
        "brief": folder.name,
        "title": "Cloud growth reaches 34 percent",
        "entity": "Alibaba Group",
        "period": "FY2026-Q2",
        "date": "2025-11-25",
        "inputs": {"facts.csv": "0" * 64},
        "outputs": {path: hashlib.sha256(content).hexdigest() for path, content in files.items()},
        "versions": {"weasyprint": "70.0"},
        "draft": False,
        **changes,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def tree(root: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def plain_project(folder: Path) -> Path:
    """A project whose pages are lists of links without a style, for tests that make them a thousand times."""
    (folder / "templates").mkdir(parents=True)
    (folder / "templates" / "index.html.jinja").write_text(
        '<meta name="generator" content="reportgen">{% for one in editions %}<a href="{{ one.page }}"></a>{% endfor %}'
    )
    (folder / "assets" / "css").mkdir(parents=True)
    for sheet in ("base.css", "index.css"):
        (folder / "assets" / "css" / sheet).write_text("")
    return folder
