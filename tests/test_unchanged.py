"""A build that would make the same edition makes none; whatever could change it, and whatever harms it, builds it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.charts.freeze import Freezer
from reportgen.jobs import Job
from reportgen.kept import sealed
from reportgen.kept.engine import engine
from reportgen.outcome import Outcome
from tests.small_project import PARTS, Part, small_project


@pytest.fixture(scope="module")
def freezer() -> Iterator[Freezer]:
    with Freezer() as one:
        yield one


class Desk:
    """A small project, and the job of building its brief's page."""

    def __init__(self, folder: Path, freezer: Freezer) -> None:
        small_project(folder)
        self.folder, self.freezer, self.edition = folder, freezer, folder / "output" / "brief"
        self.cache = folder / "output" / ".reportgen-cache" / "brief"
        self.job = Job("build", folder / "project", folder / "output", ("html",), allow_code=True)

    def build(self, **changed: object) -> Outcome:
        job = replace(self.job, **changed)  # type: ignore[arg-type] # of any field
        brief = self.folder / "brief"
        outcome = job.standing(brief) or job(brief, lambda *_: None, self.freezer)
        assert outcome.good, outcome
        return outcome

    def files(self) -> dict[str, bytes]:
        found = (path for path in self.edition.rglob("*") if path.is_file())
        return {path.relative_to(self.edition).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, freezer: Freezer) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("built"), freezer)
    assert not desk.build().unchanged
    return desk


@pytest.fixture
def desk(built: Desk) -> Iterator[Desk]:
    """The built project, put back after each test as it was."""
    aside = built.folder.with_name("aside")
    shutil.copytree(built.folder, aside, symlinks=True)
    yield built
    shutil.rmtree(built.folder)
    aside.rename(built.folder)


def standing(desk: Desk) -> bool:
    return desk.job.standing(desk.folder / "brief") is not None


def test_an_unchanged_brief_is_left_alone_and_its_findings_are_told_again(desk: Desk) -> None:
    before = {path: path.stat().st_mtime_ns for path in desk.edition.rglob("*")}
    first, again = desk.build(force=True), desk.build()
    assert again == replace(first, unchanged=True)
    assert {path: path.stat().st_mtime_ns for path in desk.edition.rglob("*")} == before


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.path)
def test_an_edit_of_any_part_is_seen(part: Part, desk: Desk) -> None:
    path = desk.folder / part.path
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert not standing(desk)


@pytest.mark.parametrize(
    "name",
    ["brief/brand.yaml", "brief/facts-more.csv", "project/project.yaml", "project/brand.yaml",
     "project/assets/css/more.css", "project/templates/base.html.jinja", "project/assets/fonts/new/mine.otf"],
)  # fmt: skip
def test_a_file_that_appears_where_one_was_looked_for_is_seen(name: str, desk: Desk) -> None:
    path = desk.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("", encoding="utf-8")
    assert not standing(desk)


def test_a_link_that_leads_elsewhere_is_seen_even_where_nothing_else_changed(desk: Desk) -> None:
    facts = desk.folder / "brief" / "facts.csv"
    kept = desk.folder / "brief" / "quarters"
    kept.mkdir()
    (kept / "one.csv").write_bytes(facts.read_bytes())
    (kept / "two.csv").write_bytes(facts.read_bytes().replace(b"39.8", b"41.2"))
    facts.unlink()
    facts.symlink_to("quarters/one.csv")
    desk.build()
    assert standing(desk)
    facts.unlink()
    facts.symlink_to("quarters/two.csv")
    assert not standing(desk)
    desk.build()
    assert b"41.2" in desk.files()["brief.html"]


@pytest.mark.parametrize(
    "changed",
    [{"strict": True}, {"draft": True}, {"formats": ("html", "pdf")}, {"force": True}, {"allow_code": False}],
    ids=str,
)
def test_another_way_of_asking_is_another_edition(changed: dict[str, object], desk: Desk) -> None:
    asked = replace(desk.job, **changed)  # type: ignore[arg-type] # of any field
    assert asked.standing(desk.folder / "brief") is None


def test_another_reportgen_builds_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.kept.engine.engine", lambda: "another")
    assert not standing(desk)
    assert engine() != "another"


def test_whatever_was_done_to_an_edition_is_undone_by_the_next_build(desk: Desk) -> None:
    whole = desk.files()
    for name in whole:
        path = desk.edition / name
        for harm in (b"", whole[name][:-7], whole[name] + b" "):
            path.write_bytes(harm)
            assert not standing(desk), (name, len(harm))
        path.unlink()
        assert not standing(desk), name
        path.symlink_to(desk.folder / "brief" / "facts.csv")
        assert not standing(desk), name
        path.unlink()
        path.write_bytes(whole[name])
        assert standing(desk)
    (desk.edition / "brief.html").write_text("half", encoding="utf-8")
    assert not desk.build().unchanged
    assert desk.files() == whole


def test_a_file_that_somebody_put_into_an_edition_is_named_and_not_lost(desk: Desk) -> None:
    notes = desk.edition / "charts" / "notes.txt"
    notes.write_text("mine", encoding="utf-8")
    assert not standing(desk)
    outcome = desk.job(desk.folder / "brief", lambda *_: None, desk.freezer)
    assert (outcome.good, outcome.failure) == (False, "call")
    assert f"{notes} would be lost with the edition" in outcome.problem
    assert notes.read_text(encoding="utf-8") == "mine"


def test_what_a_query_gives_is_asked_again(desk: Desk) -> None:
    brief = desk.folder / "brief"
    with sqlite3.connect(brief / "books.db") as books:
        books.execute("create table sales (metric, period, value, unit)")
        books.execute("insert into sales values ('staff', '2025-Q2', '19', 'people')")
    books.close()
    settings = brief / "brief.yaml"
    query = "  books: {title: The books, data: books.db, sql: 'select * from sales'}\n"
    settings.write_text(settings.read_text(encoding="utf-8") + query, encoding="utf-8")
    assert not desk.build().unchanged
    assert not standing(desk), "without asking nobody knows"
    assert desk.build().unchanged
    with sqlite3.connect(brief / "books.db") as books:
        books.execute("update sales set value = '20'")
    books.close()
    assert not desk.build().unchanged


def test_a_changed_word_draws_no_picture(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = {path.name for path in (desk.cache / "pictures").iterdir()}
    narrative = desk.folder / "brief" / "narrative.md"
    narrative.write_text(narrative.read_text(encoding="utf-8").replace("were", "stood at"), encoding="utf-8")
    drawn: list[str] = []
    monkeypatch.setattr(desk.freezer, "submit", lambda name, _spec: drawn.append(name))
    desk.build()
    assert not drawn
    assert {path.name for path in (desk.cache / "pictures").iterdir()} == pictures


def test_the_bytes_are_the_same_with_the_cache_without_it_and_with_a_harmed_one(desk: Desk) -> None:
    whole, pictures = desk.files(), sorted((desk.cache / "pictures").iterdir())
    kept = [path.read_bytes() for path in pictures]
    assert len(pictures) > 2
    foreign = [*kept[1:], kept[0]]  # a picture, but another
    for harmed in (
        foreign,
        [one[:-1] for one in kept],
        [one.replace(b"#", b"%") for one in kept],
        [b""] * len(kept),
    ):
        for path, harm in zip(pictures, harmed, strict=True):
            path.write_bytes(harm)
        desk.build(force=True)
        assert desk.files() == whole
        assert [path.read_bytes() for path in pictures] == kept, "drawn anew"
    shutil.rmtree(desk.cache)
    desk.build()
    assert desk.files() == whole
    desk.build(force=True, cache=desk.folder / "elsewhere")
    assert desk.files() == whole
    assert (desk.folder / "elsewhere" / "brief" / "made").is_file()


def test_a_record_of_the_last_build_that_is_not_as_it_was_written_is_not_believed(desk: Desk) -> None:
    made = desk.cache / "made"
    whole = made.read_bytes()
    for harm in (b"", whole[:-1], whole.replace(b'"good": true', b'"good": false'), whole + b" ", b"{}"):
        made.write_bytes(harm)
        assert not standing(desk)
    made.unlink()
    made.mkdir()
    assert not desk.build().unchanged, "what cannot be kept keeps nobody from building"


def test_whoever_reads_while_others_write_finds_one_of_their_files_whole(tmp_path: Path) -> None:
    contents = [bytes([letter]) * 50_000 for letter in b"abcd"]
    sealed.keep(tmp_path / "one", "one", contents[0])

    def write_and_read(content: bytes) -> set[bytes | None]:
        found = set()
        for _ in range(50):
            sealed.keep(tmp_path / "one", "one", content)
            found.add(sealed.kept(tmp_path / "one", "one"))
        return found

    with ThreadPoolExecutor(4) as pool:
        found = set().union(*pool.map(write_and_read, contents))
    assert found <= set(contents)
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_unused_pictures_go_and_strangers_stay(desk: Desk) -> None:
    pictures = desk.cache / "pictures"
    (pictures / ("0" * 64)).write_bytes(b"of another edition")
    (pictures / "notes.txt").write_text("mine", encoding="utf-8")
    desk.build(force=True)
    assert not (pictures / ("0" * 64)).exists()
    assert (pictures / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_an_answer_as_json_says_what_was_left_alone(desk: Desk) -> None:
    said = json.loads(json.dumps(desk.build().as_json()))
    assert said["unchanged"] is True
    assert said["files"] == [str(desk.edition / "brief.html")]
