"""The tags of a PDF as `pdfinfo -struct-text` tells them, condensed to what a screen reader would say."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

SAID = re.compile(
    r"(H[1-6]|P|L|LI|Lbl|LBody|Table|THead|TBody|TR|TH|TD|Caption|Figure|Link|Note|BlockQuote|Quote|Code)\b"
)
SHORT = {"LBody", "THead", "TBody", "LI"}  # structure that says nothing of its own in the outline


def outline(path: Path) -> str:
    """A line for each tag that means something, indented, its text behind it."""
    return "\n".join(line for line in _condensed(_said(path)) if line.strip()) + "\n"


def texts(path: Path, tag: str) -> list[str]:
    """The text of every tag of one kind, in reading order."""
    lines = outline(path).splitlines()
    return [line.strip()[len(tag) :].strip() for line in lines if re.match(rf"{tag}( |$)", line.strip())]


def _said(path: Path) -> list[str]:
    command = ["pdfinfo", "-struct-text", "-enc", "UTF-8", str(path)]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    return run.stdout.split("\n")


def _condensed(lines: list[str]) -> Iterator[str]:
    """Texts go to the nearest tag that means something; scopes of headers stand with them."""
    around: list[tuple[int, str]] = []  # depth in the file, tag
    current = ""
    for line in lines:
        depth, said = len(line) - len(line.lstrip()), line.strip()
        if said.startswith('"') and said.endswith('"'):
            current += said[1:-1]
            continue
        if said.startswith("/Scope"):
            current = f"{current.rstrip()} ({said.split()[1].lstrip('/').lower()}) "
            continue
        found = SAID.match(said)
        if not said or said.startswith(("/", "Object")) or not found:
            continue
        around = [(deep, tag) for deep, tag in around if deep < depth]
        if found[1] in SHORT:
            continue
        yield _line(current)
        current = "  " * len(around) + found[1] + " "
        around.append((depth, found[1]))
    yield _line(current)


def _line(text: str) -> str:
    indent = len(text) - len(text.lstrip())
    return " " * indent + " ".join(text.replace("\u00a0", " ").split())
