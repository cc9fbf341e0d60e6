"""How much memory a process holds now."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

UNIT = 1 if sys.platform == "darwin" else 1024  # bytes of ru_maxrss


def resident(pid: int) -> int:
    """Bytes of a process that are in memory; 0 of one that is gone.

    Where there is no ``/proc``, the most that this process ever had stands for its own, and others are not known.
    """
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])  # proc(5)
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT if pid == os.getpid() else 0
    return pages * os.sysconf("SC_PAGE_SIZE")
