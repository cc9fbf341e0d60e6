"""Every schedule that ``reportgen new --ci`` writes is judged by those who run it, and run where it can be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.cli import main
from reportgen.delivery.schedules import SCHEDULES
from tests.referees.workflows import judge_github, judge_gitlab

ROOT = Path(__file__).parents[1]
SETTINGS = """\
title: Sales {{ sales.yoy | moved }}
entity: {name: Example Corp}
period: latest
written_for: 2025-Q3
date: latest
"""
FACTS = "metric,period,value,unit\nsales,2024-Q3,4.25,USD mn\nsales,2025-Q3,5.25,USD mn\n"


def made(folder: Path, runner: str) -> Path:
    project = folder / "briefs"
    project.mkdir(exist_ok=True)
    assert main(["new", str(project), "--ci", runner]) == 0
    return project


def run(*command: str | Path, cwd: Path | None = None, path: Path | None = None) -> tuple[int, str]:
    found = os.pathsep.join(filter(None, (str(path or ""), os.environ["PATH"])))
    environment = {**os.environ, "PATH": found, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.referee
def test_the_workflow_is_one_for_github_and_zizmor_finds_nothing(tmp_path: Path) -> None:
    workflow = made(tmp_path, "github") / ".github/workflows/briefs.yml"
    assert judge_github([workflow]) == []
    zizmor = Path(sys.executable).with_name("zizmor")
    code, said = run(zizmor, "--offline", "--no-progress", "--persona=pedantic", workflow)
    assert code == 0, said


@pytest.mark.referee
def test_the_pipeline_is_one_for_gitlab(tmp_path: Path) -> None:
    assert judge_gitlab([made(tmp_path, "gitlab") / ".gitlab-ci.yml"]) == []


@pytest.mark.referee
def test_systemd_takes_the_service_and_its_timer(tmp_path: Path) -> None:
    project = made(tmp_path, "systemd")
    units = [project / "reportgen.service", project / "reportgen.timer"]
    assert run("systemd-analyze", "verify", "--man=no", *units) == (0, "")


def test_the_line_for_cron_runs_and_publishes_and_the_next_night_changes_nothing(tmp_path: Path) -> None:
    project = made(tmp_path, "cron")
    brief, tools = project / "data" / "sales", tmp_path / "bin"
    for folder in (brief, tools):
        folder.mkdir(parents=True)
    (brief / "brief.yaml").write_text(SETTINGS, encoding="utf-8")
    (brief / "narrative.md").write_text("## Sales\n\nSales were {{ sales }}.\n", encoding="utf-8")
    (tmp_path / "new.csv").write_text(FACTS, encoding="utf-8")
    (project / "fetch.sh").write_text("cp ../new.csv data/sales/facts.csv\n", encoding="utf-8")
    ours = f'#!/bin/sh\nexec "{sys.executable}" -m reportgen.cli "$@"\n'
    (tools / "reportgen").write_text(ours, encoding="utf-8")
    (tools / "reportgen").chmod(0o755)
    line = (project / "reportgen.cron").read_text(encoding="utf-8").splitlines()[-1]
    minute, hour, *when, command = line.split(maxsplit=5)
    assert (minute, hour, when) == ("17", "4", ["*", "*", "*"])
    code, said = run("sh", "-c", command, cwd=tmp_path, path=tools)
    assert code == 0, said
    assert "sales: first" in said
    assert (project / "public/sales/latest/brief.pdf").is_file()
    before = {path: path.stat().st_mtime_ns for path in (project / "public").rglob("*")}
    code, said = run("sh", "-c", command, cwd=tmp_path, path=tools)
    assert code == 0, said
    assert "sales: unchanged" in said.splitlines()
    assert {path: path.stat().st_mtime_ns for path in (project / "public").rglob("*")} == before


def test_no_schedule_takes_the_place_of_one_that_stands(tmp_path: Path) -> None:
    project = made(tmp_path, "cron")
    (project / "refresh.sh").write_text("mine", encoding="utf-8")
    assert main(["new", str(project), "--ci", "cron"]) == 2
    made(tmp_path, "systemd")
    assert (project / "refresh.sh").read_text(encoding="utf-8") == "mine"


def test_a_path_that_cron_or_systemd_would_misread_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = tmp_path / "100% ours"
    odd.mkdir()
    assert main(["new", str(odd), "--ci", "systemd"]) == 2
    assert "'%'" in capsys.readouterr().err
    assert list(odd.iterdir()) == []


def test_a_schedule_is_no_brief(tmp_path: Path) -> None:
    assert main(["new", str(tmp_path), "--ci", "cron", "--kind", "board-pack"]) == 2


@pytest.mark.parametrize("runner", SCHEDULES)
def test_the_script_of_every_schedule_is_one_for_any_shell(runner: str, tmp_path: Path) -> None:
    script = made(tmp_path, runner) / "refresh.sh"
    assert run("sh", "-n", script) == (0, "")
