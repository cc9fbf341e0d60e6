"""Publications that are killed, run out of disk or meet another: nothing is lost, nothing incomplete is linked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import fsspec
import pytest

from reportgen.delivery.publishing import publish, published
from reportgen.delivery.publishing.address import address_of
from reportgen.delivery.publishing.publish import publish_to
from reportgen.delivery.publishing.reading import published_in
from reportgen.delivery.publishing.settling import fetched
from reportgen.delivery.publishing.store import PART, Store
from reportgen.errors import DeliveryError
from tests.publications import FILES, plain_project, tree, write_edition

KILLS = 50
ROOT = Path(__file__).parents[1]
OPERATIONS = 400  # more than a publication of one edition has


class Killed(BaseException):
    """What ends a publisher as a kill would: nothing of ours catches it."""


class Watched(Store):
    """A place where something happens just before the n-th thing that is done there."""

    def __init__(self, target: str, number: int, then: Callable[[], object]) -> None:
        super().__init__(address_of(target))
        self._left, self._then = number, then

    def _at(self, path: str) -> str:  # all that touches the place asks for this
        self._left -= 1
        if self._left == 0:
            self._then()
        return super()._at(path)

    @property
    def was_reached(self) -> bool:
        return self._left <= 0


@pytest.fixture(autouse=True)
def quick_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project whose pages are quickly made, and a memory with nothing in it."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    memory = fsspec.filesystem("memory")
    memory.store.clear()
    yield plain_project(tmp_path / "project")
    memory.store.clear()


@pytest.fixture
def editions(tmp_path: Path) -> tuple[Path, Path]:
    """Two quarters of one brief."""
    return (
        write_edition(
            tmp_path / "q1" / "alibaba", period="FY2026-Q1", date="2025-08-29", title="The first quarter"
        ),
        write_edition(
            tmp_path / "q2" / "alibaba", {**FILES, "brief.html": b"<p>new</p>"}, title="The second quarter"
        ),
    )


class Links(HTMLParser):
    """The links of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append(unquote(dict(attrs)["href"] or ""))


def held(target: str) -> set[str]:
    """The editions that a target holds, each of whose files is as it was published, and all that its index links to."""
    store = Store(address_of(target))
    there = published_in(store)
    for one in there:
        for path in one.entry.files:
            assert fetched(store, one.entry, path)
    index = store.read("index.html")
    for link in Links(index.decode()).found if index else ():
        assert store.read(link) is not None, f"{link} is linked and not there"
    return {f"{one.edition}, {one.revision}" for one in there}


def in_memory() -> dict[str, bytes]:
    return {path: file.getvalue() for path, file in fsspec.filesystem("memory").store.items()}


def test_a_publication_killed_before_any_of_its_steps_loses_nothing_and_is_finished_by_the_next(
    editions: tuple[Path, Path], quick_pages: Path
) -> None:
    memory = fsspec.filesystem("memory")
    publish([editions[0]], "memory://public", project=quick_pages)
    before = dict(memory.store)
    publish([editions[1]], "memory://public", project=quick_pages)
    whole = in_memory()

    def killed() -> None:
        raise Killed

    for number in range(1, OPERATIONS):
        memory.store.clear()
        memory.store.update(before)
        store = Watched("memory://public", number, killed)
        try:
            publish_to(store, [editions[1]], quick_pages)
        except Killed:
            pass
        else:
            assert not store.was_reached
            break
        assert held("memory://public") >= {"FY2026-Q1, 1"}
        publish([editions[1]], "memory://public", project=quick_pages)
        assert in_memory() == whole
    assert number > 20


@pytest.mark.parametrize("other", ["another quarter", "the same", "a correction"])
def test_whenever_another_publisher_comes_between_both_are_published_and_listed(
    editions: tuple[Path, Path], tmp_path: Path, quick_pages: Path, other: str
) -> None:
    memory = fsspec.filesystem("memory")
    mine = editions[1]
    theirs = {
        "another quarter": editions[0],
        "the same": mine,
        "a correction": write_edition(tmp_path / "c" / "alibaba", {"brief.html": b"<p>corrected</p>"}),
    }[other]
    expected = {"another quarter": {"FY2026-Q1", "FY2026-Q2"}}.get(other, {"FY2026-Q2"})
    for number in range(1, OPERATIONS):
        memory.store.clear()
        store = Watched("memory://public", number, lambda: publish([theirs], "memory://public", project=quick_pages,
                                                                    reason="Restated"))  # fmt: skip
        publish_to(store, [mine], quick_pages, "Restated")
        if not store.was_reached:
            break
        held("memory://public")
        there = published("memory://public")
        assert {one.edition for one in there} == expected
        assert len(there) == (1 if other == "the same" else 2)
        latest = next(one for one in there if one.current)
        assert json.loads(in_memory()["/public/alibaba/latest/manifest.json"])["title"] == latest.title
        assert publish([], "memory://public", project=quick_pages).written == ()
        assert not [path for path in in_memory() if ".claim" in path], number
    assert number > 20


def test_killed_at_fifty_random_moments_a_publication_leaves_what_stood_and_is_finished_by_the_next(
    editions: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = tmp_path / "killed"
    publish([editions[0]], folder / "before")
    command = [sys.executable, "-m", "tests.killed_publishers", str(folder), str(editions[1]), str(KILLS)]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    whole, old = tree(folder / "whole"), 0
    for number in range(KILLS):
        place = folder / str(number)
        there = held(str(place))
        assert there >= {"FY2026-Q1, 1"}
        old += there == {"FY2026-Q1, 1"}
        publish([editions[1]], place)
        left = tree(place)
        assert {
            path: content for path, content in left.items() if PART not in path and ".claim" not in path
        } == whole
    assert old < KILLS, "some came far enough to be published"


def test_a_disk_that_is_really_full_leaves_what_stood_before(
    editions: tuple[Path, Path], tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk; where root runs the gate, this runs")
    try:
        publish([editions[0]], disk / "public")
        before = tree(disk / "public")
        large = write_edition(tmp_path / "large" / "alibaba", {**FILES, "brief.pdf": os.urandom(2_000_000)})
        with pytest.raises(
            DeliveryError, match="No space left on device; what was published before still stands"
        ):
            publish([large], disk / "public")
        after = tree(disk / "public")
        assert {path: after[path] for path in before} == before
        assert not [path for path in after if PART in path]
        assert held(str(disk / "public")) == {"FY2026-Q1, 1"}
        publish([editions[1]], disk / "public")
        assert held(str(disk / "public")) == {"FY2026-Q1, 1", "FY2026-Q2, 1"}
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_what_somebody_who_was_killed_was_writing_is_swept_up_a_day_later(
    editions: tuple[Path, Path], tmp_path: Path
) -> None:
    public = tmp_path / "public"
    publish([editions[0]], public)
    places = [public, public / "catalogue", public / "alibaba", public / "alibaba" / "latest"]
    for place in places:
        for age in ("old", "new"):
            (place / f"{PART}{age}").write_text("half")
        os.utime(place / f"{PART}old", (0, 0))
    publish([editions[1]], public)
    (public / "alibaba" / "FY2026-Q1" / "charts" / f"{PART}new").write_text("half")
    publish([editions[1]], public, keep=1)
    assert not (public / "alibaba" / "FY2026-Q1").exists()
    for place in places:
        assert [path.name for path in place.iterdir() if PART in path.name] == [f"{PART}new"]


def test_a_file_that_arrives_changed_is_noticed_and_its_edition_not_published(
    editions: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, quick_pages: Path
) -> None:
    put = Store._put

    def spoilt(self: Store, at: str, content: bytes, said: dict[str, str]) -> None:
        put(self, at, content.replace(b"%PDF", b"%PDG"), said)

    publish([editions[0]], "memory://public", project=quick_pages)
    monkeypatch.setattr(Store, "_put", spoilt)
    with pytest.raises(DeliveryError, match=r"FY2026-Q2/brief\.pdf: arrived changed"):
        publish([editions[1]], "memory://public", project=quick_pages)
    assert held("memory://public") == {"FY2026-Q1, 1"}
