"""The tags of a PDF as `pdfinfo -struct-text` tells them, condensed to what a screen reader would say."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

SAID = re.compile(r"(H[1-6]|P|L|Lbl|Table|TR|TH|TD|Caption|Figure|Link|Note|BlockQuote|Code)\b")
HEADING = re.compile(r"\s*H[1-6] (.+)")


def outline(path: Path) -> str:
    """A line for each tag that means something, indented, its text behind it; links stand in ‹ ›."""
    return "\n".join(line for line in _condensed(_told(path)) if line.strip()) + "\n"


def headings(path: Path) -> list[str]:
    """The text of every heading, in reading order."""
    found = (HEADING.match(line) for line in outline(path).splitlines())
    return [match[1] for match in found if match]


def _told(path: Path) -> list[str]:
    command = ["pdfinfo", "-struct-text", "-enc", "UTF-8", str(path)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n")


def _condensed(lines: list[str]) -> Iterator[str]:
    """Texts go to the nearest tag that means something, and the scopes of headers with them."""
    around: list[int] = []  # how deep in the file the tags stand that mean something
    link, current = 0, ""
    for line in lines:
        depth, said = len(line) - len(line.lstrip()), line.strip()
        if link and depth <= link and said:
            link, current = 0, current + "›"
        if said.startswith('"') and said.endswith('"'):
            current += said[1:-1]
        elif said.startswith("/Scope"):
            current += f"({said.split()[1].lstrip('/').lower()}) "
        elif said.startswith("Link"):
            link, current = depth, current + "‹"
        elif found := SAID.match(said):
            yield _line(current)
            around = [deep for deep in around if deep < depth]
            current = "  " * len(around) + found[1] + " "
            around.append(depth)
    yield _line(current)


def _line(text: str) -> str:
    indent = len(text) - len(text.lstrip())
    return " " * indent + " ".join(text.replace("\u00a0", " ").split())
