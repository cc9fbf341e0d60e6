"""The process in which vl-convert runs: ``python -m reportgen.charts.freeze.worker FONTS…``.

It reads requests from its standard input, a JSON object a line, answers each in its turn, and leaves at the
end of the input.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from base64 import b64encode
from collections.abc import Mapping
from typing import IO, Any

import vl_convert

from reportgen.charts.freeze.svg import refined

VEGA_LITE = "6.4"  # pinned: another version may draw the same chart differently; Altair 6 writes this schema
LONGEST_ERROR = 300  # characters of an engine's complaint that are passed on
SCALE = 2  # of the PNG
_WARM_UP: dict[str, Any] = {
    "data": {"values": [{"x": 1}]},
    "layer": [
        {"mark": "text", "encoding": {"x": {"field": "x", "type": "quantitative"}, "text": {"value": "0"}}},
        {"mark": "rect"},
    ],
}


def main(folders: list[str], requests: IO[bytes], replies: IO[bytes]) -> None:
    """Answer requests until there are no more."""
    for folder in folders:
        vl_convert.register_font_directory(folder)
    _drawn(_WARM_UP)
    for line in requests:
        request = json.loads(line)
        if request["do"] == "fonts":
            vl_convert.register_font_directory(request["folder"])
            continue
        replies.write(json.dumps(answer(request)).encode() + b"\n")
        replies.flush()


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """The reply to one request; what the engine refuses becomes its ``error``."""
    try:
        if request["do"] == "png":
            png: bytes = vl_convert.svg_to_png(request["svg"], scale=SCALE)
            return {"png": b64encode(png).decode()}
        _require_inline(request["spec"])
        meta = request["spec"].get("usermeta", {})
        svg, width, height = refined(_drawn(request["spec"]), request["name"], meta)
        return {"svg": svg, "width": width, "height": height}
    except ValueError as problem:
        return {"error": " ".join(str(problem).split())[:LONGEST_ERROR]}


def _require_inline(part: object) -> None:
    """Raises ValueError for data from elsewhere: the engine would leave them out without a word."""
    if isinstance(part, dict):
        data = part.get("data")
        if isinstance(data, dict) and "url" in data:
            raise ValueError("a chart's data must be inline; it names a 'url'")
        part = list(part.values())
    for inner in part if isinstance(part, list) else ():
        _require_inline(inner)


def _drawn(spec: Mapping[str, Any]) -> str:
    return str(vl_convert.vegalite_to_svg(dict(spec), vl_version=VEGA_LITE, allowed_base_urls=[]))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever the engine prints is no reply
    try:
        main(sys.argv[1:], sys.stdin.buffer, output)
    except BrokenPipeError:  # the parent is gone
        os._exit(0)
