"""The tools beside the package answer whoever calls them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = sorted(
    path.stem for path in (ROOT / "tools").glob("*.py") if "__main__" in path.read_text(encoding="utf-8")
)


def call(tool: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", f"tools.{tool}", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_says_what_it_does_when_it_is_asked_for_help(tool: str) -> None:
    done = call(tool, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"usage: python -m tools.{tool}" in done.stdout or "usage: make_fonts.py" in done.stdout


@pytest.mark.parametrize("tool", TOOLS)
def test_an_option_that_a_tool_has_not_is_a_mistake_in_the_call_and_no_name(tool: str) -> None:
    done = call(tool, "--nonsense")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--nonsense" in done.stderr or "required" in done.stderr


@pytest.mark.parametrize("tool", ["gallery", "pages", "stress"])
def test_a_name_that_a_tool_does_not_know_is_told_with_those_that_it_does(tool: str) -> None:
    done = call(tool, "nonsense")
    assert done.returncode == 2
    assert "'nonsense'; there are" in done.stdout + done.stderr
