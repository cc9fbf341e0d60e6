"""A new brief is a working copy of the sample."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reportgen import cli
from reportgen.resources import SAMPLE, shipped

REPORTGEN = str(Path(sys.executable).with_name("reportgen"))


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("made_before", [True, False])
def test_a_new_brief_is_the_sample_with_an_explanation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, made_before: bool
) -> None:
    folder = tmp_path / "data" / "my-brief"
    if made_before:
        folder.mkdir(parents=True)
    assert cli.main(["new", str(folder)]) == 0
    made = tree(folder)
    explanation = made.pop("README.md").decode()
    for name in ("brief", "metrics"):
        line, _, made[f"{name}.yaml"] = made[f"{name}.yaml"].partition(b"\n")
        assert line.decode() == f"# yaml-language-server: $schema=schemas/{name}.json"
    schemas = {path: made.pop(path) for path in list(made) if path.startswith("schemas/")}
    assert made == {
        path: content for path, content in tree(shipped("data") / SAMPLE).items() if "__pycache__" not in path
    }
    assert explanation.startswith("# my-brief: a brief to make your own")
    assert f"reportgen build {folder}" in explanation
    assert capsys.readouterr().out.splitlines() == sorted(
        str(folder / path) for path in (*made, *schemas, "README.md")
    )


def test_the_folder_we_stand_in_can_become_a_brief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["new", "."]) == 0
    assert Path("brief.yaml").is_file(), "we still stand in the folder that was filled"


@pytest.mark.parametrize("occupant", ["brief.yaml", ".hidden"])
def test_a_folder_that_holds_something_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], occupant: str
) -> None:
    (tmp_path / occupant).write_text("mine")
    assert cli.main(["new", str(tmp_path)]) == 2
    assert "is not empty; expected a folder to make, or an empty one" in capsys.readouterr().err
    assert tree(tmp_path) == {occupant: b"mine"}


def test_a_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "brief").write_text("mine")
    assert cli.main(["new", str(tmp_path / "brief")]) == 2
    assert "is a file" in capsys.readouterr().err


@pytest.mark.slow
def test_a_new_brief_builds_right_away(tmp_path: Path) -> None:
    commands = [["new", "my-brief"], ["build", "my-brief"], ["publish", "output/my-brief", "public"]]
    for command in commands:
        result = subprocess.run(
            [REPORTGEN, *command], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stderr
    assert (tmp_path / "output" / "my-brief" / "brief.pdf").read_bytes().startswith(b"%PDF")
    assert 'href="my-brief/brief.html"' in (tmp_path / "public" / "index.html").read_text()
