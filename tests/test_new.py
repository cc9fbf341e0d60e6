"""A new brief is a small working one of its kind of document."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen import cli
from reportgen.delivery.new import KINDS
from reportgen.resources import shipped

SMALL = 4000  # letters of brief.yaml
REPORTGEN = str(Path(sys.executable).with_name("reportgen"))


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("made_before", [True, False])
def test_a_new_brief_is_a_small_investor_brief_with_an_explanation(
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
    assert made == tree(shipped("starters") / "investor-brief")
    assert explanation.startswith("# my-brief: a brief to make your own")
    assert f"reportgen build {folder}" in explanation
    assert capsys.readouterr().out.splitlines() == sorted(
        str(folder / path) for path in (*made, *schemas, "README.md")
    )


@pytest.mark.parametrize("kind", KINDS)
def test_there_is_a_starter_of_each_kind_of_document(tmp_path: Path, kind: str) -> None:
    assert cli.main(["new", str(tmp_path / "mine"), "--kind", kind]) == 0
    settings = (tmp_path / "mine" / "brief.yaml").read_text(encoding="utf-8")
    assert f"\nkind: {kind}\n" in settings
    assert len(settings) < SMALL, "it is to be read in a minute"
    assert f"a small {kind.replace('-', ' ')} of" in (tmp_path / "mine" / "README.md").read_text()


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_starter_is_clean_on_each_paper(tmp_path: Path, kind: str, paper: str) -> None:
    assert cli.main(["new", str(tmp_path / "mine"), "--kind", kind]) == 0
    with (tmp_path / "mine" / "brief.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"\npaper: {paper}\n")
    assert cli.main(["check", "--strict", str(tmp_path / "mine")]) == 0


def test_the_help_has_a_line_on_each_kind_of_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["new", "--help"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert [line[0] for line in lines if line[0] in KINDS and len(line) > 1] == list(KINDS)


@pytest.mark.parametrize(
    ("word", "told"), [("boardpack", "did you mean 'board-pack'?"), ("poem", "expected 'investor-brief', ")]
)
def test_a_kind_that_is_not_there_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], word: str, told: str
) -> None:
    assert cli.main(["new", str(tmp_path / "mine"), "--kind", word]) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "mine").exists()


def test_a_brief_made_of_a_table_is_of_the_kind_that_is_asked_for(tmp_path: Path) -> None:
    table = tmp_path / "sales.csv"
    table.write_text(
        "Line,2024,2025\nSales in EUR mn,11.9,12.4\nCosts in EUR mn,9.9,10.1\n", encoding="utf-8"
    )
    words = ["--from", str(table), "--unit", "EUR mn", "--entity", "Brook Bakery", "--kind", "plain-report"]
    assert cli.main(["new", str(tmp_path / "mine"), *words]) == 0
    assert "\nkind: plain-report\n" in (tmp_path / "mine" / "brief.yaml").read_text()


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
    index = (tmp_path / "public" / "index.html").read_text()
    assert re.search(r'href="my-brief/[^/"]+/brief\.html"', index)
