"""Templates compiled once: in a process for all its briefs, and the shipped ones on disk, as Python keeps its modules.

What is kept stands for a text: its hash is compared before it is used. Beside the shipped templates (``__pycache__``)
only code made of them is written, so that it deserves the trust that the package has; a project's own stay in memory.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from pickle import UnpicklingError
from types import CodeType

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from reportgen import resources
from reportgen.kept.whole import write_whole

FOLDER = "__pycache__"
MOST = 256  # templates that a process keeps
_ENDING = f"{sys.implementation.cache_tag}-jinja-{jinja2.__version__}"


class Compiled(BytecodeCache):
    """What environments of pages share; a template is known by the path of its file."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], CodeType] = OrderedDict()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return filename or name

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))
        if bucket.code is None and (place := _place(bucket.key)):
            with suppress(OSError, EOFError, ValueError, UnpicklingError), place.open("rb") as file:
                bucket.load_bytecode(file)
        if bucket.code is not None:
            self._keep(bucket.key, bucket.checksum, bucket.code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None  # noqa: S101 - Jinja has just compiled it
        self._keep(bucket.key, bucket.checksum, bucket.code)
        place = _place(bucket.key)
        if place and not sys.dont_write_bytecode:
            with suppress(OSError):  # an installation that may not be written to
                place.parent.mkdir(exist_ok=True)
                write_whole(place, [bucket.bytecode_to_string()])

    def _keep(self, key: str, checksum: str, code: CodeType) -> None:
        self._known[key, checksum] = code
        self._known.move_to_end((key, checksum))
        if len(self._known) > MOST:
            self._known.popitem(last=False)


COMPILED = Compiled()


def _place(template: str) -> Path | None:
    """Where the code of a shipped template is kept; None for any other."""
    path = Path(template)
    if not path.is_relative_to(resources.shipped("templates")):
        return None
    return path.parent / FOLDER / f"{path.name}.{_ENDING}"
