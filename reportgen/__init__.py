"""Investor briefs whose numbers cannot drift: facts in, one page and one PDF out.

>>> import reportgen  # doctest: +SKIP
>>> edition = reportgen.load("data/alibaba-fy2026-q2").build()  # doctest: +SKIP
>>> edition.write("output/alibaba-fy2026-q2")  # doctest: +SKIP
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from reportgen.version import __version__

os.environ.setdefault("OPENPYXL_LXML", "False")  # which writes other bytes, where it happens to be installed

if TYPE_CHECKING:
    from reportgen.errors import BriefError, DeliveryError, EngineError, ReportgenError, UsageError
    from reportgen.findings import Finding
    from reportgen.model import Edition
    from reportgen.pipeline import LoadedBrief, load
    from reportgen.sources.frame import facts_from_frame

__all__ = [
    "BriefError",
    "DeliveryError",
    "Edition",
    "EngineError",
    "Finding",
    "LoadedBrief",
    "ReportgenError",
    "UsageError",
    "__version__",
    "facts_from_frame",
    "load",
]

_HOMES = {
    "BriefError": "errors",
    "DeliveryError": "errors",
    "EngineError": "errors",
    "ReportgenError": "errors",
    "UsageError": "errors",
    "Edition": "model",
    "Finding": "model",
    "LoadedBrief": "pipeline",
    "facts_from_frame": "sources.frame",
    "load": "pipeline",
}


def __getattr__(name: str) -> object:
    """Import what is public when it is asked for, so that ``import reportgen`` is quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'reportgen' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"reportgen.{_HOMES[name]}"), name)
