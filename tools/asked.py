"""What a tool of ours is called with: --help prints what it says of itself, and an option that it has not is told."""

from __future__ import annotations

import argparse
import sys


def asked(about: str | None, *places: str, many: str = "") -> list[str]:
    """The words with which a tool was called.

    Args:
        about: what the tool says of itself: its ``__doc__``.
        places: the words that it needs, as its help names them.
        many: what may be named behind them, any number of times or not at all; "" for nothing.
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
    said = vars(parser.parse_args())
    return [*(said[place] for place in places), *(said[many] if many else ())]
