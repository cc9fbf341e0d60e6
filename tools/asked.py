"""What a tool of ours is called with: --help prints what it says of itself, and an option that it has not is told."""

from __future__ import annotations

import argparse
import sys


def asked(about: str | None, *places: str, many: str = "", switch: str = "") -> list[str]:
    """The words with which a tool was called.

    Args:
        about: what the tool says of itself: its ``__doc__``.
        places: the words that it needs, as its help names them.
        many: what may be named behind them, any number of times or not at all; "" for nothing.
        switch: an option without a value, such as ``--dark``, which is the first of the words where it is given.
    """
    parser = argparse.ArgumentParser(
        prog=f"python -m tools.{sys.argv[0].rpartition('/')[2].removesuffix('.py')}",
        description=about,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for place in places:
        parser.add_argument(place)
    if many:
        parser.add_argument(many, nargs="*")
    if switch:
        parser.add_argument(switch, dest="switched", action="store_true")
    said = vars(parser.parse_args())
    return [
        *([switch] if said.get("switched") else ()),
        *(said[place] for place in places),
        *(said[many] if many else ()),
    ]
