"""The day on which a first brief is made: what it is dated by. An edition is dated by its brief and by nothing else."""

from __future__ import annotations

import datetime as dt
import os


def today() -> dt.date:
    """The day on which we are called, or the one that SOURCE_DATE_EPOCH says."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    return dt.datetime.now(dt.UTC).date()
