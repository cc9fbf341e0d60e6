"""Ready schedules: what calls ``reportgen refresh`` every night, for GitHub, GitLab, cron and systemd."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reportgen.errors import DeliveryError, UsageError
from reportgen.resources import shipped
from reportgen.version import __version__

SCRIPT = "refresh.sh"
SCHEDULES: Mapping[
    str, Mapping[str, str]
] = {  # by what runs them: files of a project, and from which of ours
    "github": {".github/workflows/briefs.yml": "github.yml", "requirements.txt": "requirements.txt"},
    "gitlab": {".gitlab-ci.yml": "gitlab.yml", "requirements.txt": "requirements.txt"},
    "cron": {"reportgen.cron": "reportgen.cron"},
    "systemd": {"reportgen.service": "reportgen.service", "reportgen.timer": "reportgen.timer"},
}
OFTEN_THERE = ("requirements.txt", SCRIPT)  # an author's own are taken as they are


def new_schedule(project: Path, runner: str) -> tuple[Path, ...]:
    """Write the schedule of a project and return its files; what is there is not touched.

    Args:
        project: the folder with ``data/``.
        runner: github, gitlab, cron or systemd.

    Raises:
        UsageError: a schedule stands there, or the project's path cannot stand in one.
        DeliveryError: it could not be written.
    """
    wanted = {name: _filled(file, project) for name, file in {**SCHEDULES[runner], SCRIPT: SCRIPT}.items()}
    standing = [name for name in wanted if (project / name).exists()]
    if taken := [name for name in standing if name not in OFTEN_THERE]:
        raise UsageError(f"{project / taken[0]}: stands there already; move it away, or edit it")
    try:
        for name, text in wanted.items():
            if name not in standing:
                (project / name).parent.mkdir(parents=True, exist_ok=True)
                with (project / name).open("x", encoding="utf-8", newline="\n") as file:
                    file.write(text)
    except OSError as problem:
        raise DeliveryError(f"{problem.filename}: cannot be written: {problem.strerror}") from problem
    return tuple(project / name for name in wanted if name not in standing)


def _filled(file: str, project: Path) -> str:
    """A schedule with the project's folder in it. Raises UsageError."""
    text = (shipped("assets") / "schedules" / file).read_text(encoding="utf-8")
    place = str(project.resolve())
    if "@PROJECT@" in text and (odd := set(place) & set(" %\"'\\$;#&|<>()`\n\t")):
        said = ", ".join(sorted(map(repr, odd)))
        raise UsageError(
            f"{place}: {said} in the path, which cron and systemd read as theirs; move the project"
        )
    name = project.resolve().name
    return text.replace("@PROJECT@", place).replace("@NAME@", name).replace("@VERSION@", __version__)
