"""The judges of a PDF as a file: qpdf (its syntax) and mutool (every page can be drawn)."""

import os
import subprocess
from collections.abc import Iterable

_QPDF = ("qpdf", "--check")
_MUTOOL = ("mutool", "draw", "-q", "-o", os.devnull)
_OF_MUTOOL_ITSELF = "warning: ICC support is not available"  # how Debian builds it; says nothing of the file


def judge_qpdf(paths: Iterable[str | os.PathLike[str]]) -> list[str]:
    """Complaints of `qpdf --check`, warnings among them."""
    return _judge(_QPDF, paths)


def judge_mutool(paths: Iterable[str | os.PathLike[str]]) -> list[str]:
    """What `mutool draw` says while it draws all pages: nothing, of a good file."""
    return _judge(_MUTOOL, paths)


def _judge(command: tuple[str, ...], paths: Iterable[str | os.PathLike[str]]) -> list[str]:
    complaints = []
    for path in paths:
        run = subprocess.run([*command, os.fspath(path)], capture_output=True, text=True, check=False)
        said = [line for line in run.stderr.splitlines() if line != _OF_MUTOOL_ITSELF]
        if run.returncode:
            said.append(f"{command[0]} ended with {run.returncode}")
        complaints += [f"{path}: {line}" for line in said]
    return complaints
