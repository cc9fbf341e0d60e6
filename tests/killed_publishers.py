"""Publishes again and again, and kills the publisher at another moment each time.

Run as ``python -m tests.killed_publishers FOLDER EDITION NUMBER``: what stands in ``FOLDER/before`` is copied to
``FOLDER/0``, ``FOLDER/1`` … and the edition published there by a process that is killed. A process of its own, because
only one without threads can be forked; forked, because a moment in the work is meant and not one in its imports.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

from reportgen.delivery.publishing import publish

SEED = 12


def publishing(edition: Path, target: Path) -> int:
    """The number of a process that publishes."""
    child = os.fork()
    if not child:
        try:
            publish([edition], target)
        finally:
            os._exit(0)
    return child


def main() -> None:
    folder, edition, number = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    publish([edition], folder / "warm")  # what is imported late is there
    shutil.copytree(folder / "before", folder / "whole")
    start = time.monotonic()
    os.waitpid(publishing(edition, folder / "whole"), 0)
    whole = time.monotonic() - start
    moments = random.Random(SEED)  # noqa: S311 - no secret
    for one in range(number):
        shutil.copytree(folder / "before", folder / str(one))
        child = publishing(edition, folder / str(one))
        time.sleep(moments.uniform(0, whole))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
