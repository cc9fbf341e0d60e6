"""``project.yaml``: what holds for every brief of a project, settled by whoever keeps the project, not by authors."""

from __future__ import annotations

import os

from pydantic import BaseModel, ConfigDict

from reportgen.files import PROJECT, Files
from reportgen.findings import Findings
from reportgen.located import read_yaml
from reportgen.validation import salvaged


class ProjectSettings(BaseModel):
    """The settings of a project."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    allow_code: bool = False  # whether functions in a brief's charts.py may be run


def read_project(files: Files, findings: Findings) -> ProjectSettings:
    """The settings of a project; those that the author of a brief could have written himself do not count."""
    project, brief = files.project, files.brief
    if project is None or brief is None or not os.path.lexists(project / PROJECT):
        return ProjectSettings()
    if project.resolve().is_relative_to(brief.resolve()):
        return ProjectSettings()
    located = read_yaml(project / PROJECT, findings, files)
    return salvaged(ProjectSettings, located, findings, {})[0] if located else ProjectSettings()
