"""What goes out of each exhibit: a picture for any program, its specification, its values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from reportgen.charts.sketch import Sketch
from reportgen.document.card import drawing, path_of
from reportgen.document.content import Content
from reportgen.document.values import values_csv
from reportgen.model import Picture

SPECIFICATION, TABLE, DRAWING, CARD = "vl.json", "csv", "svg", "png"


def exports(
    content: Content, pictures: Mapping[str, Picture], sketches: Mapping[str, Sketch]
) -> Iterator[tuple[str, bytes]]:
    """The files of each exhibit but its card, by their paths in the edition; of a table its values alone.

    Args:
        content: the document, with every exhibit that it shows.
        pictures: those at full width, by exhibit.
        sketches: what these were drawn from.
    """
    for name, exhibit in content.exhibits.items():
        yield path_of(name, TABLE), values_csv(exhibit, content.ledger).encode()
        if picture := pictures.get(name):
            yield path_of(name, DRAWING), drawing(exhibit, picture, content).encode()
            yield path_of(name, SPECIFICATION), specification(sketches[name].spec)


def specification(spec: Mapping[str, Any]) -> bytes:
    """A Vega-Lite specification as the Vega editor opens it: whole, with data and look, on white."""
    look = {name: value for name, value in spec["config"].items() if value is not None}
    whole = {**spec, "config": look}
    return (json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
