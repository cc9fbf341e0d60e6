"""A page whose records were changed by somebody who mended the hashes too."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256

from reportgen.verify.page_text import carried_files, without_carried

OTHERS = ("facts.json", "facts.csv")


def carrying(html: str, name: str, content: bytes) -> str:
    """The page with another file inside; where that is not the manifest, with a manifest that fits."""
    html = _put(html, name, content)
    if name == "manifest.json":
        return html
    files = carried_files(html)
    manifest = json.loads(files["manifest.json"])
    manifest["outputs"] |= {one: sha256(files[one]).hexdigest() for one in OTHERS}
    manifest["outputs"]["brief.html"] = sha256(without_carried(html, "manifest.json").encode()).hexdigest()
    return _put(html, "manifest.json", json.dumps(manifest).encode())


def _put(html: str, name: str, content: bytes) -> str:
    before, opening, rest = html.partition(f'download="{name}" href="data:')
    kind, comma, rest = rest.partition(",")
    return before + opening + kind + comma + b64encode(content).decode() + rest[rest.index('"') :]
