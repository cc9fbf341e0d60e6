"""``project.yaml``: what holds for every brief of a project, settled by whoever keeps the project, not by authors."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from reportgen.errors import BriefError
from reportgen.files import PROJECT, Files
from reportgen.findings import Findings
from reportgen.located import read_yaml
from reportgen.validation import salvaged


def _listed(value: Any) -> Any:  # noqa: ANN401 - whatever the file held
    """One of a kind may stand alone, without the list."""
    return (value,) if isinstance(value, str | dict) else value


class DeliverySettings(BaseModel):
    """Who gets a brief's editions by mail, and when. The server and its password are in the environment alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    to: Annotated[tuple[str, ...], BeforeValidator(_listed)]
    sender: str = Field("", alias="from")
    briefs: Annotated[tuple[str, ...], BeforeValidator(_listed)] = ()  # by folder; none: every one
    # All must hold.
    conditions: Annotated[tuple[str, ...], BeforeValidator(_listed)] = Field((), alias="when")
    link: str = ""  # where pages are published; {brief} and {period} are filled in
    only_changed: bool = True  # nothing is sent where it is known that nothing changed


class ProjectSettings(BaseModel):
    """The settings of a project."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    allow_code: bool = False  # whether functions in a brief's charts.py may be run
    # By whom `refresh` is read.
    deliver: Annotated[tuple[DeliverySettings, ...], BeforeValidator(_listed)] = ()


def read_project(files: Files, findings: Findings) -> ProjectSettings:
    """The settings of a project; those that the author of a brief could have written himself do not count."""
    project, brief = files.project, files.brief
    if project is None or brief is None or not os.path.lexists(project / PROJECT):
        return ProjectSettings()
    if project.resolve().is_relative_to(brief.resolve()):
        return ProjectSettings()
    return _read(project, files, findings)


def project_settings(project: Path) -> ProjectSettings:
    """The settings of a project, for what is done with its editions and not with one brief.

    Raises:
        BriefError: something in them is wrong; nothing is to be done by settings that say something else.
    """
    findings = Findings()
    settings = ProjectSettings()
    if os.path.lexists(project / PROJECT):
        settings = _read(project, Files(project=project), findings)
    if any(one.severity == "error" for one in findings):
        raise BriefError(findings.in_order())
    return settings


def _read(project: Path, files: Files, findings: Findings) -> ProjectSettings:
    located = read_yaml(project / PROJECT, findings, files)
    return salvaged(ProjectSettings, located, findings, {})[0] if located else ProjectSettings()
