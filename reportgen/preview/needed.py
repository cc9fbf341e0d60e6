"""The libraries of the extra ``preview``: imported late, and named where they are missing."""

from __future__ import annotations

from importlib.util import find_spec

from reportgen.errors import UsageError

LIBRARIES = ("starlette", "uvicorn", "watchfiles", "pypdfium2")


def require_libraries() -> None:
    """Raise UsageError, with what to install, where a library of the preview is not there."""
    missing = [name for name in LIBRARIES if not _is_there(name)]
    if missing:
        raise UsageError(
            f"a preview needs {', '.join(missing)}, which is not installed; run: pip install 'reportgen[preview]'"
        )


def _is_there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ValueError:  # it was looked for before, and not found
        return False
