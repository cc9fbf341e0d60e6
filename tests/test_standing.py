"""An edition that stands is left alone while nothing differs of what it was made of, and never believed else."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen import cli, standing
from reportgen.jobs import Job
from tests.test_survival import write_brief

Change = Callable[[Path], object]


def append(name: str, text: str = " ") -> Change:
    def change(project: Path) -> None:
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((path.read_bytes() if path.exists() else b"") + text.encode())

    return change


def halve(name: str) -> Change:
    return lambda project: (project / name).write_bytes((project / name).read_bytes()[:100])


def drop(name: str) -> Change:
    return lambda project: (project / name).unlink()


def noted(key: str, value: object) -> Change:
    def change(project: Path) -> None:
        path = project / "output" / standing.NOTES / "plain.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | {key: value}))

    return change


CHANGES: dict[str, Change] = {
    "a fact": append("data/plain/facts.csv", "costs,2025-Q3,1,USD mn\n"),
    "the narrative": append("data/plain/narrative.md"),
    "the settings": append("data/plain/brief.yaml", "# more\n"),
    "a file that was not there": append("data/plain/metrics.yaml", "sales: {label: Sales}\n"),
    "a template that takes another's place": append("templates/components/kpi.html.jinja", "{# ours #}"),
    "an asset of the project's": append("assets/theme.yaml", "{}"),
    "the project's settings": append("project.yaml", "{}\n"),
    "the project's brand": append("brand.yaml", "{}\n"),
    "the page": append("output/plain/brief.html"),
    "a PDF that is written by half": halve("output/plain/brief.pdf"),
    "a record that is gone": drop("output/plain/facts.json"),
    "a manifest that is gone": drop("output/plain/manifest.json"),
    "the manifest": append("output/plain/manifest.json"),
    "a stranger beside the page": append("output/plain/more.html"),
    "a note that is gone": drop(f"output/{standing.NOTES}/plain.json"),
    "a note that is written by half": halve(f"output/{standing.NOTES}/plain.json"),
    "a note of another form": noted("form", 0),
    "a note of another reportgen": noted("made_with", {}),
    "a note without what was found": noted("found", None),
    "a note that is a list": lambda project: (project / "output" / standing.NOTES / "plain.json").write_text(
        "[]"
    ),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a brief whose edition was just made, and which has a note among its findings."""
    project = tmp_path_factory.mktemp("made")
    write_brief(project / "data" / "plain", exhibits=False)
    assert cli.main(["build", "--project", str(project)]) == 0
    return project


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "project")
    return tmp_path / "project"


def is_left_alone(project: Path, **options: object) -> bool:
    job = Job("build", project, project / "output", **options)  # type: ignore[arg-type]
    return job.unchanged(project / "data" / "plain") is not None


def stamps(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_an_edition_of_the_same_is_not_made_again(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = stamps(project / "output")
    capsys.readouterr()
    assert cli.main(["build", "--project", str(project), "--json"]) == 0
    [outcome] = json.loads(capsys.readouterr().out)["briefs"]
    assert outcome["unchanged"]
    assert outcome["good"]
    assert [Path(name).name for name in outcome["files"]] == ["brief.html", "brief.pdf"]
    assert stamps(project / "output") == before


def test_by_force_it_is(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert cli.main(["build", "--project", str(project), "--force", "--json"]) == 0
    assert not json.loads(capsys.readouterr().out)["briefs"][0]["unchanged"]


@pytest.mark.parametrize("what", CHANGES)
def test_what_differs_in_any_file_makes_it_be_made_again(project: Path, what: str) -> None:
    assert is_left_alone(project)
    CHANGES[what](project)
    assert not is_left_alone(project)


@pytest.mark.parametrize(
    "options", [{"formats": ("html",)}, {"strict": True}, {"draft": True}, {"allow_code": True}]
)
def test_what_differs_in_the_call_makes_it_be_made_again(project: Path, options: dict[str, object]) -> None:
    assert not is_left_alone(project, **options)


def test_what_differs_in_reportgen_makes_it_be_made_again(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "_code", lambda: "another")
    assert not is_left_alone(project)


def test_files_that_no_build_reads_do_not_count(project: Path) -> None:
    for name in ("data/plain/.notes.md.swp", "data/other/facts.csv", "README.md"):
        append(name)(project)
    assert is_left_alone(project)


def test_the_mended_edition_has_the_bytes_that_it_had(project: Path, made: Path) -> None:
    page = project / "output" / "plain" / "brief.html"
    page.write_text("forged", encoding="utf-8")
    assert cli.main(["build", "--project", str(project)]) == 0
    assert page.read_bytes() == (made / "output" / "plain" / "brief.html").read_bytes()
    assert is_left_alone(project)


def test_rows_of_a_database_are_asked_for_and_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_brief(tmp_path / "data" / "asked", exhibits=False)
    with sqlite3.connect(folder / "numbers.db") as database:
        database.execute("create table numbers (metric text, period text, value text, unit text)")
        database.execute("insert into numbers values ('sales', '2025-Q3', '5.25', 'USD mn')")
    database.close()
    (folder / "facts.csv").unlink()
    source = "sources: {books: {title: Books, data: numbers.db, sql: select * from numbers}}\n"
    append("data/asked/brief.yaml", source)(tmp_path)

    def built() -> bool:
        capsys.readouterr()
        assert cli.main(["build", "--project", str(tmp_path), "--json"]) == 0
        return bool(json.loads(capsys.readouterr().out)["briefs"][0]["unchanged"])

    assert [built(), built()] == [False, True]
    with sqlite3.connect(folder / "numbers.db") as database:
        database.execute("update numbers set value = '6.75'")
    database.close()
    assert not built()
    assert "6.75" in (tmp_path / "output" / "asked" / "brief.html").read_text(encoding="utf-8")


def test_an_edition_with_code_of_its_author_is_made_each_time(tmp_path: Path) -> None:
    """Nobody knows what such code reads."""
    write_brief(tmp_path / "data" / "own")
    for _ in range(2):
        assert cli.main(["build", "--project", str(tmp_path), "--allow-code"]) == 0
    job = Job("build", tmp_path, tmp_path / "output", allow_code=True)
    assert job.unchanged(tmp_path / "data" / "own") is None
