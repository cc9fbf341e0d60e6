"""Asynchronous work of others, waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Given = TypeVar("Given")


def awaited(work: Coroutine[Any, Any, Given]) -> Given:
    """What the work gives; in a thread of its own, because a loop may run here already, as in a notebook."""
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(asyncio.run, work).result()
