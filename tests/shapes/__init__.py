"""Briefs of awkward shapes, made here, on which the referees of documents pass judgement.

`SHAPES` maps a name to what writes the brief: a folder with tables across many pages, with forty exhibits, with none,
with long words and names in other scripts, and with every component in use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.shapes.components import components
from tests.shapes.plain import forty_exhibits, long_tables, no_exhibits
from tests.shapes.scripts import scripts

SHAPES: Mapping[str, Callable[[Path], None]] = {
    "long-tables": long_tables,
    "forty-exhibits": forty_exhibits,
    "no-exhibits": no_exhibits,
    "scripts": scripts,
    "components": components,
}
