"""``project.yaml``: what holds for every brief of a project, settled by whoever keeps the project, not by authors."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from reportgen.findings import Findings
from reportgen.located import read_yaml
from reportgen.validation import validate

PROJECT = "project.yaml"


class ProjectSettings(BaseModel):
    """The settings of a project."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    allow_code: bool = False  # whether functions in a brief's charts.py may be run


def read_project(project: Path | None, brief: Path, findings: Findings) -> ProjectSettings:
    """The settings of a project; those that the author of a brief could have written himself do not count."""
    if project is None or not (project / PROJECT).is_file():
        return ProjectSettings()
    if project.resolve().is_relative_to(brief.resolve()):
        return ProjectSettings()
    located = read_yaml(project / PROJECT, findings)
    settings = validate(ProjectSettings, located, findings) if located else None
    return settings or ProjectSettings()
