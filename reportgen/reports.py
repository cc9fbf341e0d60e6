"""Findings in the forms that others show: annotations and a summary on GitHub, code quality on GitLab, JUnit."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from reportgen import console
from reportgen.errors import DeliveryError
from reportgen.findings import Finding
from reportgen.outcome import Outcome

_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}
_SEVERITIES = {"error": "critical", "warning": "minor", "note": "info"}
SUMMARY = "GITHUB_STEP_SUMMARY"  # the variable with the file that a step's summary goes to


def in_all_forms(
    outcomes: Sequence[Outcome],
    told: Sequence[str],
    code_quality: Path | None,
    junit: Path | None,
    *,
    github: bool,
) -> None:
    """Print and write what is asked for. Raises DeliveryError."""
    if github:
        for line in annotated(outcomes):
            console.say(line)
        if place := os.environ.get(SUMMARY):
            _write(Path(place), summary(outcomes, told), "a")
    if code_quality:
        _write(code_quality, json.dumps(list(quality(outcomes)), indent=1) + "\n")
    if junit:
        _write(junit, junit_report(outcomes))


def annotated(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """A workflow command of GitHub for each finding, at its line."""
    for outcome in outcomes:
        for one in outcome.findings:
            named = {"file": _path(one), "line": one.place.line, "col": one.place.column, "title": one.code}
            said = ",".join(f"{name}={_property(value)}" for name, value in named.items() if value)
            yield f"::{_LEVELS[one.severity]} {said}::{_data(one.said)}"
        if outcome.problem:
            yield f"::error title={_property(outcome.brief)}::{_data(outcome.problem)}"


def summary(outcomes: Sequence[Outcome], told: Sequence[str]) -> str:
    """What a step has done, in Markdown."""
    lines = ["### Briefs", "", "| brief | edition | findings |", "|---|---|---|"]
    for outcome, line in zip(outcomes, told, strict=True):
        news = line.partition(": ")[2]
        lines.append(f"| {_cell(outcome.brief)} | {_cell(news)} | {_cell(_tally(outcome))} |")
    found = [one for outcome in outcomes for one in outcome.findings]
    lines += ["", *(f"- {_cell(str(one))}" for one in found)] if found else []
    return "\n".join(lines) + "\n"


def quality(outcomes: Sequence[Outcome]) -> Iterator[Mapping[str, Any]]:
    """GitLab's report of code quality: a part of Code Climate's format."""
    for one in (finding for outcome in outcomes for finding in outcome.findings):
        known_by = f"{_path(one)}\n{one.code}\n{one.said}"  # not the line: it moves with every line above it
        yield {
            "description": one.said,
            "check_name": one.code,
            "fingerprint": hashlib.sha256(known_by.encode()).hexdigest(),
            "severity": _SEVERITIES[one.severity],
            "location": {"path": _path(one), "lines": {"begin": one.place.line or 1}},
        }


def junit_report(outcomes: Sequence[Outcome]) -> str:
    """A test case a brief: failed with its findings where it was not issued, in error where that was no fault of it."""
    bad = [outcome for outcome in outcomes if not outcome.good and not outcome.problem]
    ill = [outcome for outcome in outcomes if outcome.problem]
    counts = {"tests": str(len(outcomes)), "failures": str(len(bad)), "errors": str(len(ill))}
    suite = ET.Element("testsuite", {"name": "reportgen", **counts})
    for outcome in outcomes:
        case = ET.SubElement(suite, "testcase", classname="reportgen", name=_plain(outcome.brief))
        said = "\n".join(map(str, outcome.findings))
        if outcome.problem:
            ET.SubElement(case, "error", message=_plain(outcome.problem))
        elif not outcome.good:
            ET.SubElement(case, "failure", message=_tally(outcome)).text = _plain(said)
        elif said:
            ET.SubElement(case, "system-out").text = _plain(said)
    return ET.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def _tally(outcome: Outcome) -> str:
    return outcome.problem or console.tally(outcome.findings)


def _path(finding: Finding) -> str:
    """As the repository names it, which is where a schedule runs."""
    path = finding.place.path
    inside = path.is_absolute() and path.is_relative_to(Path.cwd())
    return (path.relative_to(Path.cwd()) if inside else path).as_posix()


def _data(text: str) -> str:
    """As a workflow command takes it: https://docs.github.com/actions, "Workflow commands"."""
    return console.visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    return _data(str(value)).replace(":", "%3A").replace(",", "%2C")


def _cell(text: str) -> str:
    return _plain(" ".join(text.split())).replace("|", "\\|").replace("<", "&lt;")


def _plain(text: str) -> str:
    """Without what neither XML nor a reader takes."""
    return "\n".join(map(console.visible, text.split("\n")))


def _write(place: Path, text: str, mode: str = "w") -> None:
    try:
        with place.open(mode, encoding="utf-8") as file:
            file.write(text)
    except OSError as problem:
        raise DeliveryError(f"{place}: cannot be written: {problem.strerror}") from problem
