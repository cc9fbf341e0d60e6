"""Engines of others, put into .cache/peers by the benchmark itself: they are no part of the project's requirements."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import ROOT, tell

FOLDER = ROOT / ".cache" / "peers"
TYPST = "typst==0.15.2"
NODE = {"pagedjs-cli": "0.4.3", "@vivliostyle/cli": "11.3.3"}
NO_BROWSERS = {"PUPPETEER_SKIP_DOWNLOAD": "1", "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1"}  # Debian's is there
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@dataclass(frozen=True)
class Peers:
    """What is there of them: programs and folders; "" for what could not be had."""

    chromium: str
    pagedjs: str
    vivliostyle: str
    typst: str

    @property
    def missing(self) -> list[str]:
        return [name for name, place in vars(self).items() if not place]


def peers() -> Peers:
    """Install what is missing, once."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    binaries = FOLDER / "node" / "node_modules" / ".bin"
    if not binaries.is_dir() and shutil.which("npm"):
        tell("npm installs paged.js and Vivliostyle into .cache/peers")
        package = {"private": True, "dependencies": NODE}
        binaries.parents[1].mkdir(exist_ok=True)
        (binaries.parents[1] / "package.json").write_text(json.dumps(package), encoding="utf-8")
        _try(("npm", "install", "--no-audit", "--no-fund", "--no-package-lock"), binaries.parents[1])
    typst = FOLDER / "typst"
    if not typst.is_dir():
        tell("pip installs typst into .cache/peers")
        _try((sys.executable, "-m", "pip", "install", "--quiet", "--target", str(typst), TYPST), FOLDER)
    return Peers(
        shutil.which("chromium") or "",
        _standing(binaries / "pagedjs-cli"),
        _standing(binaries / "vivliostyle"),
        _standing(typst),
    )


def _try(command: tuple[str, ...], folder: Path) -> None:
    """What cannot be had is left out, and named in the results."""
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **NO_BROWSERS}, check=False, capture_output=True, text=True
    )
    if done.returncode:
        tell(f"{command[0]}: {done.stderr.strip()[-300:]}")


def _standing(path: Path) -> str:
    return str(path) if path.exists() else ""
