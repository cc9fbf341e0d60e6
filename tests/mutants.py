"""Plant each mutant in a copy of the tree and run its test there: ``make mutants``; some, by words of their names.

Exit code 0: every mutant failed its test. 1: one survived, or cannot be planted, or its test does not pass without it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mutant_list import MUTANTS, Mutant

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = (
    ".git",
    ".venv",
    ".cache",
    ".*_cache",
    "__pycache__",
    "node_modules",
    "output",
    "public",
    "build",
    "dist",
)
PASSED, FAILED = 0, 1  # what pytest ends with


def tested(tree: Path, test: str) -> int:
    """What pytest ends with when it runs a test in a tree."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:randomly",
        test,
    ]
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, check=False).returncode


def fate(tree: Path, mutant: Mutant) -> str:
    """What becomes of a mutant: "killed", or why it is not."""
    file = tree / mutant.file
    text = file.read_text(encoding="utf-8")
    if text.count(mutant.old) != 1:
        return f"its text stands {text.count(mutant.old)} times in {mutant.file}"
    if tested(tree, mutant.test) != PASSED:
        return "its test does not pass without it"
    file.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")
    try:
        ended = tested(tree, mutant.test)
    finally:
        file.write_text(text, encoding="utf-8")
    if ended == FAILED:
        return "killed"
    return "SURVIVED" if ended == PASSED else f"pytest ended with {ended}, which says nothing"


def main(words: Sequence[str]) -> int:
    """Plant the mutants whose names hold one of the words, or all."""
    chosen = [one for one in MUTANTS if not words or any(word in one.name for word in words)]
    with TemporaryDirectory(prefix="mutants-") as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)
        fates = []
        for mutant in chosen:
            fates.append(fate(tree, mutant))
            print(f"{fates[-1]:10} {mutant.name}", flush=True)
    killed = fates.count("killed")
    print(f"{killed} of {len(chosen)} mutants killed")
    return 0 if chosen and killed == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
