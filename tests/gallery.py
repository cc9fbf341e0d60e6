"""The gallery: every brief that the referees judge, on each paper, built once a session and shared by its workers.

A brief is a folder of `tests/briefs/`, written as its people would write it, or the sample; each is judged on A4 and on
Letter. A shape (`tests/shapes/`) is a brief that nobody would write, with all components or with awkward names; one
paper will do for it. A new folder is judged by every referee without another line here.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import reportgen
from reportgen.errors import BriefError

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = "alibaba-fy2026-q2"
A4, LETTER = "A4", "Letter"
PAPERS = (A4, LETTER)
PAPER_LINE = re.compile(r"^paper:.*\n", re.MULTILINE)


def folders(below: Path) -> dict[str, Path]:
    """The briefs that stand in a folder, by name."""
    return {path.parent.name: path.parent for path in sorted(below.glob("*/brief.yaml"))}


BRIEFS: Mapping[str, Path] = {SAMPLE: ROOT / "data" / SAMPLE, **folders(ROOT / "tests" / "briefs")}
SHAPES: Mapping[str, Path] = folders(ROOT / "tests" / "shapes")


@dataclass(frozen=True)
class Subject:
    """What is built: a brief, and the paper that it is put on."""

    folder: Path
    paper: str

    @property
    def name(self) -> str:
        return f"{self.folder.name}-{self.paper.lower()}"

    def write(self, folder: Path) -> Path:
        """Copy the brief into ``folder``, under its own name, with its paper."""
        copy = folder / self.folder.name
        shutil.copytree(self.folder, copy)
        settings = copy / "brief.yaml"
        text = PAPER_LINE.sub("", settings.read_text(encoding="utf-8"))
        settings.write_text(f"{text.rstrip()}\n\npaper: {self.paper}\n", encoding="utf-8")
        return copy


def subjects(folders: Mapping[str, Path], *papers: str) -> dict[str, Subject]:
    """Briefs on papers, by name: ``fund-a4``."""
    every = [Subject(folder, paper) for folder in folders.values() for paper in papers]
    return {subject.name: subject for subject in every}


EDITIONS: Mapping[str, Subject] = {**subjects(BRIEFS, *PAPERS), **subjects(SHAPES, A4)}
# The page is the same on both papers, but for what a printer is told (a test says so): its referees see each page once.
PAGES: Mapping[str, Subject] = {**subjects(BRIEFS, A4), **subjects(SHAPES, A4)}
SAMPLE_A4, SAMPLE_LETTER = f"{SAMPLE}-a4", f"{SAMPLE}-letter"


@dataclass(frozen=True)
class Built:
    """An edition as it lies on the disk, the brief that it was made of, and what was found."""

    brief: Path
    folder: Path
    findings: tuple[str, ...]

    @property
    def pdf(self) -> Path:
        return self.folder / "brief.pdf"

    @property
    def page(self) -> Path:
        return self.folder / "brief.html"


@dataclass(frozen=True)
class Gallery:
    """The editions below a folder, each built by the first who asks for it; others wait for that one alone."""

    root: Path

    def __getitem__(self, name: str) -> Built:
        place = self.root / name
        with alone(self.root / f"{name}.lock"):
            if not (place / "findings.json").is_file():
                build(EDITIONS[name], place)
        findings = json.loads((place / "findings.json").read_text(encoding="utf-8"))
        built = Built(place / "brief" / EDITIONS[name].folder.name, place / "edition", tuple(findings))
        assert built.folder.is_dir(), f"{name} was not issued: " + "\n".join(findings)
        return built


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """While inside, no other process is: xdist's workers share what they build."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def build(subject: Subject, place: Path) -> None:
    """Build an edition into ``place``; what is found is written last, and says that it is done."""
    shutil.rmtree(place, ignore_errors=True)
    brief = subject.write(place / "brief")
    try:
        edition = reportgen.load(brief, allow_code=True).build()
        edition.write(place / "edition")
        findings = edition.findings
    except BriefError as error:
        findings = error.findings
    (place / "findings.json").write_text(json.dumps([str(one) for one in findings]), encoding="utf-8")


def shared(basetemp: Path) -> Gallery:
    """The gallery of this session: below the folder that all of its workers have in common."""
    root = (basetemp.parent if os.environ.get("PYTEST_XDIST_WORKER") else basetemp) / "gallery"
    root.mkdir(exist_ok=True)
    return Gallery(root)
