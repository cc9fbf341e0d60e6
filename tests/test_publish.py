"""Publication: only editions as they were built, each in a folder that nobody overwrites, and an index of them all."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tracemalloc
import uuid
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import feedparser
import jsonschema
import pytest

from reportgen import cli
from reportgen.delivery.output import write_files
from reportgen.delivery.publishing import fetch, placing, publish, published
from reportgen.delivery.publishing.address import address_of, masked
from reportgen.delivery.publishing.editions import read_edition
from reportgen.delivery.publishing.records import schema
from reportgen.errors import BriefError, DeliveryError, UsageError
from reportgen.resources import shipped
from tests.browser import overflow, visiting
from tests.publications import FILES, RECORD, SMALL, tree, write_edition
from tests.referees import axe, markup

if TYPE_CHECKING:
    from playwright.sync_api import Browser

INDEX = "index.html"
Q1: Mapping[str, Any] = {"title": "Cloud growth at 26 percent", "period": "FY2026-Q1", "date": "2025-08-29"}


class Page(HTMLParser):
    """What a reader and a browser get from the index page: text, links, and whatever would be fetched."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.fetched: list[str] = []
        self.open = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.open = tag
        self.tags.append(tag)
        if tag == "a":
            self.links.append(given["href"] or "")
        elif address := given.get("src") or given.get("href"):
            self.fetched.append(address)

    def handle_data(self, data: str) -> None:
        if self.open not in {"style", "title"} and data.strip():
            self.text.append(data.strip())


@pytest.fixture
def editions(tmp_path: Path) -> tuple[Path, Path]:
    """Two quarters of one brief."""
    return (
        write_edition(tmp_path / "q1" / "alibaba", **Q1),
        write_edition(tmp_path / "q2" / "alibaba"),
    )


@pytest.fixture
def public(tmp_path: Path) -> Path:
    return tmp_path / "public"


def corrected(tmp_path: Path, **changes: object) -> Path:
    """The second quarter again, with other figures."""
    said = {"title": "Cloud growth, corrected", **changes}
    return write_edition(
        tmp_path / f"again-{uuid.uuid4()}" / "alibaba", {"brief.html": b"<p>new</p>"}, **said
    )


def text_of(path: Path) -> str:
    return " ".join(Page(path.read_text(encoding="utf-8")).text)


def catalogue(public: Path) -> Any:
    return json.loads((public / "catalogue.json").read_text(encoding="utf-8"))


def test_an_edition_is_published_file_for_file_below_its_brief_and_period(
    editions: tuple[Path, Path], public: Path
) -> None:
    publish(editions, public)
    for edition, period in zip(editions, ("FY2026-Q1", "FY2026-Q2"), strict=True):
        there = tree(public / "alibaba" / period)
        assert there.pop(INDEX)
        assert there == tree(edition)


def test_latest_is_the_latest_edition_whichever_was_published_last(
    editions: tuple[Path, Path], public: Path
) -> None:
    for edition in editions[::-1]:
        publish([edition], public)
        there = tree(public / "alibaba" / "latest")
        assert there.pop(INDEX)
        assert there == tree(editions[1])


def test_latest_loses_what_the_new_edition_does_not_have(
    editions: tuple[Path, Path], tmp_path: Path, public: Path
) -> None:
    publish(editions, public)
    publish([corrected(tmp_path)], public, reason="Restated")
    assert sorted(tree(public / "alibaba" / "latest")) == ["brief.html", INDEX, "manifest.json"]


def test_what_the_manifest_does_not_name_stays_at_home(editions: tuple[Path, Path], public: Path) -> None:
    (editions[0] / "notes-to-self.txt").write_text("ask about the margin")
    publish(editions, public)
    assert not [path for path in tree(public) if "notes" in path]


def test_what_says_something_of_the_manifest_goes_along(editions: tuple[Path, Path], public: Path) -> None:
    (editions[0] / "manifest.json.p7s").write_bytes(b"signed")
    publish(editions, public)
    assert (public / "alibaba" / "FY2026-Q1" / "manifest.json.p7s").read_bytes() == b"signed"
    assert "manifest.json.p7s" in catalogue(public)["editions"][1]["files"]


def test_the_index_lists_the_latest_first_with_links_to_page_and_pdf(
    editions: tuple[Path, Path], public: Path
) -> None:
    publish(editions, public)
    page = Page((public / INDEX).read_text())
    q2, q1 = "alibaba/FY2026-Q2/brief", "alibaba/FY2026-Q1/brief"
    others = "alibaba/index.html"
    assert page.links == ["feed.xml", *(f"{q2}{one}" for one in (".html", ".html", ".pdf")), others,
                          *(f"{q1}{one}" for one in (".html", ".html", ".pdf")), others]  # fmt: skip
    text = " ".join(page.text)
    assert (
        "Alibaba Group · FY2026-Q2 · 25 November 2025 Cloud growth reaches 34 percent Page PDF, 12 KB" in text
    )
    assert text.index("34 percent") < text.index("26 percent")
    assert all((public / link).is_file() for link in page.links)


def test_the_page_of_a_brief_lists_its_editions_alone(
    editions: tuple[Path, Path], tmp_path: Path, public: Path
) -> None:
    publish([*editions, write_edition(tmp_path / "mill", title="Flour")], public)
    page = Page((public / "alibaba" / INDEX).read_text())
    assert "Flour" not in page.text
    assert page.links[0] == "../index.html"
    assert all((public / "alibaba" / link).is_file() for link in page.links)


def test_the_index_says_the_date_of_each_edition_as_that_edition_does(tmp_path: Path, public: Path) -> None:
    folders = [
        write_edition(tmp_path / "american", dates="month first"),
        write_edition(tmp_path / "british", dates="day first"),
        write_edition(tmp_path / "older"),
    ]
    publish(folders, public)
    text = text_of(public / INDEX)
    assert (text.count("November 25, 2025"), text.count("25 November 2025")) == (1, 2)


def test_the_catalogue_is_written_last_of_all(editions: tuple[Path, Path], public: Path) -> None:
    written = publish(editions, public).written
    assert written[-1] == "catalogue.json"
    assert written[-2] == INDEX


# --------------------------------------------------------------------------- revisions


def test_an_edition_published_again_changes_nothing(editions: tuple[Path, Path], public: Path) -> None:
    publish(editions, public)
    before = {path: path.stat().st_mtime_ns for path in public.rglob("*")}
    again = publish(editions, public)
    assert [one.fate for one in again.editions] == ["unchanged", "unchanged"]
    assert (again.new, again.written) == ((), ())
    assert {path: path.stat().st_mtime_ns for path in public.rglob("*")} == before


def test_an_edition_of_other_versions_that_reads_the_same_is_unchanged(
    editions: tuple[Path, Path], public: Path
) -> None:
    publish(editions, public)
    write_edition(editions[1], versions={"weasyprint": "70.1"})
    assert [one.fate for one in publish(editions, public).editions] == ["unchanged", "unchanged"]


def test_of_many_editions_one_is_in_memory_at_a_time(tmp_path: Path, public: Path) -> None:
    megabyte = b"%PDF" + b"x" * 2**20
    folders = [
        write_edition(tmp_path / f"fund-{one}", {"brief.html": b"<p>%d</p>" % one, "brief.pdf": megabyte})
        for one in range(24)
    ]
    publish(folders[:1], public)  # what is imported late is there
    tracemalloc.start()
    try:
        publish(folders, public)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 6 * 2**20, f"{peak / 2**20:.0f} MB for editions of 1 MB"
    assert all((public / one.name / "FY2026-Q2" / "brief.pdf").read_bytes() == megabyte for one in folders)


@pytest.mark.parametrize("moment", ["before it is sent", "before it is listed"])
def test_an_edition_that_changes_while_others_are_published_is_never_published_by_halves(
    moment: str, editions: tuple[Path, Path], public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = placing.place

    def placed(store: Any, planned: Any, *rest: Any) -> Any:
        if moment == "before it is sent":
            (editions[1] / "brief.pdf").write_bytes(b"%PDF another")
        done = place(store, planned, *rest)
        (editions[1] / "brief.pdf").write_bytes(b"%PDF another")
        return done

    monkeypatch.setattr(sys.modules["reportgen.delivery.publishing.publish"], "place", placed)
    if moment == "before it is sent":
        with pytest.raises(UsageError, match=r"brief\.pdf: changed while it was being read"):
            publish(editions[1:], public)
        assert not (public / "alibaba").exists()
        assert published(public) == ()
        return
    publish(editions[1:], public)
    for folder in ("FY2026-Q2", "latest"):
        assert (public / "alibaba" / folder / "brief.pdf").read_bytes() == FILES["brief.pdf"]


def test_a_changed_edition_is_not_published_without_a_reason(
    editions: tuple[Path, Path], tmp_path: Path, public: Path
) -> None:
    publish(editions, public)
    before = tree(public)
    with pytest.raises(UsageError, match=r"FY2026-Q2 was published on .* say why: --reason"):
        publish([corrected(tmp_path)], public)
    assert tree(public) == before


def test_a_changed_edition_becomes_a_revision_and_the_old_one_stays_and_points_to_it(
    editions: tuple[Path, Path], tmp_path: Path, public: Path
) -> None:
    publish(editions, public)
    old = {**tree(public / "alibaba" / "FY2026-Q2"), INDEX: b""}
    new = corrected(tmp_path)
    done = publish([new], public, reason="Cloud revenue was restated")
    assert [(one.fate, one.revision) for one in done.revisions] == [("revised", 2)]
    revision = tree(public / "alibaba" / "FY2026-Q2-revision-2")
    assert revision.pop(INDEX)
    assert revision == tree(new)
    assert {**tree(public / "alibaba" / "FY2026-Q2"), INDEX: b""} == old
    door = Page((public / "alibaba" / "FY2026-Q2" / INDEX).read_text())
    assert "Why: Cloud revenue was restated" in door.text
    assert door.links == ["../FY2026-Q2-revision-2/index.html", "brief.html", "brief.pdf", "../index.html"]
    assert "refresh" not in (public / "alibaba" / "FY2026-Q2" / INDEX).read_text()
    assert "Cloud growth reaches 34 percent" not in text_of(public / INDEX)
    of_brief = text_of(public / "alibaba" / INDEX)
    assert of_brief.index("Revision 2: Cloud revenue was restated") < of_brief.index("Replaced by a revision")


def test_the_door_of_an_edition_that_holds_leads_to_its_page(
    editions: tuple[Path, Path], public: Path
) -> None:
    publish(editions, public)
    for folder in ("FY2026-Q1", "latest"):
        html = (public / "alibaba" / folder / INDEX).read_text()
        assert '<meta http-equiv="refresh" content="0; url=brief.html">' in html
        assert Page(html).links == ["brief.html"]


def test_a_correction_of_an_earlier_quarter_is_not_the_latest_edition(
    editions: tuple[Path, Path], tmp_path: Path, public: Path
) -> None:
    publish(editions, public)
    publish([corrected(tmp_path, **{**Q1, "date": "2026-03-01"})], public, reason="A late correction")
    assert [one.edition for one in published(public) if one.current] == ["FY2026-Q2", "FY2026-Q1"]
    assert (public / "alibaba" / "latest" / "brief.html").read_bytes() == FILES["brief.html"]


def test_what_was_once_published_can_be_published_again_as_a_revision(
    editions: tuple[Path, Path], tmp_path: Path, public: Path
) -> None:
    publish(editions, public)
    publish([corrected(tmp_path)], public, reason="Restated")
    publish(editions, public, reason="Restated in error")
    assert [(one.revision, one.current) for one in published(public)] == [
        (3, True),
        (2, False),
        (1, False),
        (1, True),
    ]


def test_a_dry_run_says_what_would_be_done_and_does_nothing(
    editions: tuple[Path, Path], tmp_path: Path, public: Path
) -> None:
    assert [one.fate for one in publish(editions, public, dry_run=True).editions] == [
        "published",
        "published",
    ]
    assert not public.exists()
    publish(editions, public)
    before = tree(public)
    told = publish([corrected(tmp_path)], public, reason="Restated", keep=1, dry_run=True)
    assert [(one.fate, one.where) for one in told.editions] == [
        ("revised", f"{public}/alibaba/FY2026-Q2-revision-2")
    ]
    assert told.removed == (f"{public}/alibaba/FY2026-Q1",)
    assert tree(public) == before


# --------------------------------------------------------------------------- how many stay


def quarters(tmp_path: Path, number: int, linking: int = 0) -> list[Path]:
    """Quarters of one brief; the page of the last links to the one with the number ``linking``."""
    page = (
        f'<p><a href="../FY2025-Q{linking}/brief.html#growth">as before</a></p>'.encode()
        if linking
        else b"<p>last</p>"
    )
    return [
        write_edition(
            tmp_path / f"quarter-{one}" / "alibaba",
            {"brief.html": page if one == number else b"<p>%d</p>" % one},
            period=f"FY2025-Q{one}",
            date=f"2025-0{one}-15",
        )
        for one in range(1, number + 1)
    ]


def test_the_newest_editions_are_kept_and_the_others_are_gone_from_everywhere(
    tmp_path: Path, public: Path
) -> None:
    done = publish(quarters(tmp_path, 4), public, keep=2)
    assert done.removed == (f"{public}/alibaba/FY2025-Q1", f"{public}/alibaba/FY2025-Q2")
    assert sorted(path.name for path in (public / "alibaba").iterdir() if path.is_dir()) == [
        "FY2025-Q3", "FY2025-Q4", "latest"
    ]  # fmt: skip
    assert [one.edition for one in published(public)] == ["FY2025-Q4", "FY2025-Q3"]
    everything = b"".join(
        content for path, content in tree(public).items() if path.endswith((".html", ".xml", ".json"))
    )
    assert b"FY2025-Q2" not in everything
    assert len(list((public / "catalogue").iterdir())) == 2


def test_what_an_edition_that_stays_links_to_stays_too(tmp_path: Path, public: Path) -> None:
    publish(quarters(tmp_path, 4, linking=2), public, keep=1)
    assert [one.edition for one in published(public)] == ["FY2025-Q4", "FY2025-Q2"]
    assert (public / "alibaba" / "FY2025-Q2" / "brief.html").exists()


def test_an_edition_is_kept_with_all_its_revisions_and_other_briefs_are_let_be(
    editions: tuple[Path, Path], tmp_path: Path, public: Path
) -> None:
    publish(
        [*editions, write_edition(tmp_path / "mill"), write_edition(tmp_path / "m" / "mill", **Q1)], public
    )
    publish([corrected(tmp_path)], public, reason="Restated", keep=1)
    assert [(one.brief, one.edition, one.revision) for one in published(public)] == [
        ("alibaba", "FY2026-Q2", 2), ("alibaba", "FY2026-Q2", 1), ("mill", "FY2026-Q2", 1), ("mill", "FY2026-Q1", 1)
    ]  # fmt: skip


# --------------------------------------------------------------------------- feed, catalogue, what others call


def test_a_feed_reader_gets_every_edition_with_the_reason_of_a_revision(
    editions: tuple[Path, Path], tmp_path: Path, public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day, edition in enumerate((*editions, corrected(tmp_path))):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1_800_000_000 + day * 86_400))
        publish([edition], public, reason="Restated", url="https://example.com/briefs/")
    for path, count in ((public / "feed.xml", 3), (public / "alibaba" / "feed.xml", 3)):
        read = feedparser.parse(path.read_bytes())
        assert not read.bozo
        assert len(read.entries) == count
        assert read.entries[0].link == "https://example.com/briefs/alibaba/FY2026-Q2-revision-2/index.html"
        assert read.entries[0].summary == "Alibaba Group, FY2026-Q2. Revision 2: Restated."
        assert read.entries[1].enclosures[0].href == "https://example.com/briefs/alibaba/FY2026-Q2/brief.pdf"
        assert [one.published[:10] for one in read.entries] == ["2027-01-17", "2027-01-16", "2027-01-15"]
        assert len({one.id for one in read.entries}) == count


def test_the_address_for_readers_is_kept_once_it_is_said(editions: tuple[Path, Path], public: Path) -> None:
    publish(editions[:1], public, url="https://example.com/ir/")
    done = publish(editions[1:], public)
    assert done.editions[0].link == "https://example.com/ir/alibaba/FY2026-Q2/index.html"
    assert {one.link.partition("/alibaba")[0] for one in published(public)} == {"https://example.com/ir"}


def test_a_feed_without_an_address_has_links_from_where_it_lies(
    editions: tuple[Path, Path], public: Path
) -> None:
    publish(editions, public)
    for folder in (public, public / "alibaba"):
        links = [one.link for one in feedparser.parse((folder / "feed.xml").read_bytes()).entries]
        assert len(links) == 2
        assert all((folder / link).is_file() for link in links)


def test_the_catalogue_is_as_its_shipped_schema_says(
    editions: tuple[Path, Path], tmp_path: Path, public: Path
) -> None:
    path = shipped("assets") / "schemas" / "catalogue.schema.json"
    text = json.dumps(schema(), indent=1) + "\n"
    if os.environ.get("RENEW"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
    publish(
        [*editions, write_edition(tmp_path / "bank", {**FILES, "facts.json": json.dumps(RECORD).encode()})],
        public,
    )
    publish([corrected(tmp_path)], public, reason="Restated")
    jsonschema.validate(catalogue(public), json.loads(text))
    told = [(one["brief"], one["folder"], one["current"], one["replaced_by"], one["key_figure"])
            for one in catalogue(public)["editions"]]  # fmt: skip
    assert told == [
        ("alibaba", "FY2026-Q2-revision-2", True, "", ""),
        ("alibaba", "FY2026-Q2", False, "FY2026-Q2-revision-2", ""),
        ("bank", "FY2026-Q2", True, "", "RMB\u00a039.8bn"),
        ("alibaba", "FY2026-Q1", True, "", ""),
    ]


def test_what_is_published_can_be_listed_and_brought_back(
    editions: tuple[Path, Path], tmp_path: Path, public: Path
) -> None:
    publish(editions, public)
    publish([corrected(tmp_path)], public, reason="Restated")
    first = published(public)[0]
    assert (first.brief, first.edition, first.title, first.period, first.revision, first.where) == (
        "alibaba", "FY2026-Q2", "Cloud growth, corrected", "FY2026-Q2", 2, f"{public}/alibaba/FY2026-Q2-revision-2"
    )  # fmt: skip
    assert fetch(public, "alibaba", tmp_path / "last").revision == 2
    assert read_edition(tmp_path / "last").hash == first.hash
    fetch(public, "alibaba", tmp_path / "first", edition="FY2026-Q1")
    assert tree(tmp_path / "first") == tree(editions[0])
    fetch(public, "alibaba", tmp_path / "old", edition="FY2026-Q2", only=["manifest.json"])
    assert list(tree(tmp_path / "old")) == ["manifest.json"]


def test_what_cannot_be_brought_back_is_said(
    editions: tuple[Path, Path], tmp_path: Path, public: Path
) -> None:
    assert published(public) == ()
    publish(editions, public)
    with pytest.raises(
        UsageError, match="no edition of alibabba is published there — did you mean 'alibaba'"
    ):
        fetch(public, "alibabba", tmp_path / "x")
    with pytest.raises(UsageError, match="no edition FY2027-Q1 of alibaba"):
        fetch(public, "alibaba", tmp_path / "x", edition="FY2027-Q1")
    with pytest.raises(UsageError, match=r"no file facts\.xls"):
        fetch(public, "alibaba", tmp_path / "x", only=["facts.xls"])
    (public / "alibaba" / "FY2026-Q2" / "brief.pdf").write_bytes(b"%PDF changed")
    with pytest.raises(DeliveryError, match="changed since it was published"):
        fetch(public, "alibaba", tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_pages_that_were_lost_or_spoilt_are_made_again(editions: tuple[Path, Path], public: Path) -> None:
    publish(editions, public)
    whole = tree(public)
    for path in ("index.html", "catalogue.json", "feed.xml", "alibaba/index.html", "alibaba/feed.xml"):
        if path.endswith(".html"):
            (public / path).unlink()
        else:
            (public / path).write_text("{}")
    (public / "alibaba" / "latest" / "brief.html").write_text("spoilt")
    publish(editions, public)
    changed = {path for path, content in tree(public).items() if whole[path] != content}
    assert changed <= {"catalogue.json", "feed.xml", "alibaba/feed.xml"}, (
        "the name of the feed alone may be a new one"
    )
    assert tree(public).keys() == whole.keys()
    assert len(published(public)) == 2


def test_a_damaged_record_is_told_and_not_passed_over(editions: tuple[Path, Path], public: Path) -> None:
    publish(editions, public)
    for path in (public / "catalogue").iterdir():
        path.write_text("{}")
    (public / "catalogue.json").unlink()
    with pytest.raises(DeliveryError, match=r"catalogue/[0-9a-f]{64}\.json: damaged"):
        publish(editions, public)


# --------------------------------------------------------------------------- the pages


def test_the_index_needs_nothing_but_itself(editions: tuple[Path, Path], public: Path) -> None:
    publish(editions, public)
    html = (public / INDEX).read_text()
    page = Page(html)
    assert "script" not in page.tags
    assert page.fetched == ["feed.xml", "data:,"]
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; font-src data:" in html
    assert "url(http" not in html
    assert "prefers-color-scheme:dark" in html.replace(" ", "")


def test_a_title_cannot_smuggle_markup_into_the_index(tmp_path: Path, public: Path) -> None:
    edition = write_edition(tmp_path / "evil", title='<script>alert(1)</script>"><img src=x>')
    publish([edition], public)
    for path in (public / INDEX, public / "evil" / INDEX, public / "evil" / "latest" / INDEX):
        page = Page(path.read_text())
        assert "script" not in page.tags
        assert "img" not in page.tags
        assert '<script>alert(1)</script>"><img src=x>' in " ".join(page.text)


def test_the_same_editions_make_the_same_pages(
    editions: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    publish(editions, tmp_path / "one")
    for edition in editions[::-1]:
        publish([edition], tmp_path / "two")
    one, two = tree(tmp_path / "one"), tree(tmp_path / "two")
    assert one.keys() == two.keys()
    assert {path for path in one if one[path] != two[path]} <= {
        "catalogue.json",
        "feed.xml",
        "alibaba/feed.xml",
    }, "a feed is named for what was published first"


def test_a_project_can_have_its_own_index_template(
    editions: tuple[Path, Path], tmp_path: Path, public: Path
) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "index.html.jinja").write_text(
        '<meta name="generator" content="reportgen">{% for edition in editions %}{{ edition.title }};'
        "{% endfor %}"
    )
    publish(editions, public, project=tmp_path)
    page = (public / INDEX).read_text()
    assert page.endswith("Cloud growth reaches 34 percent;Cloud growth at 26 percent;")


def test_a_template_with_a_fault_is_found_before_anything_is_written(
    editions: tuple[Path, Path], tmp_path: Path, public: Path
) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "index.html.jinja").write_text("{{ editons }}")
    with pytest.raises(BriefError, match="'editons' is not known here"):
        publish(editions, public, project=tmp_path)
    assert not public.exists()


@pytest.fixture
def various(tmp_path: Path, public: Path) -> Path:
    """A publication of editions that differ in what they are of, in kind and in period; one without a picture."""
    full = {**FILES, "facts.json": json.dumps(RECORD).encode()}
    full["charts/growth.svg"] = b'<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"/>'
    publish(
        [
            write_edition(
                tmp_path / "bank", full, entity="Bank", kind="board-pack", preview="charts/growth.svg"
            ),
            write_edition(
                tmp_path / "mill",
                entity="Mill",
                kind="results-note",
                date="2024-11-25",
                period="FY2025-Q2",
                title="Flour",
            ),
            write_edition(
                tmp_path / "bank-before",
                entity="Bank",
                kind="results-note",
                date="2024-08-25",
                period="FY2025-Q1",
            ),
            write_edition(
                tmp_path / "zoo", SMALL, entity="Zoo", kind="results-note", date="2024-08-24", title="Émeus"
            ),
            write_edition(tmp_path / "inn", entity="Inn", kind="results-note", date="2024-08-23"),
        ],
        public,
    )
    return public / INDEX


def test_the_index_shows_the_picture_and_the_key_figure_of_an_edition(various: Path) -> None:
    page = Page(various.read_text())
    assert "bank/FY2026-Q2/charts/growth.svg" in page.fetched
    assert (various.parent / "bank" / "FY2026-Q2" / "charts" / "growth.svg").is_file()
    assert "RMB\u00a039.8bn Cloud revenue" in " ".join(page.text)


def test_a_filter_that_would_part_nothing_is_not_offered(tmp_path: Path, various: Path) -> None:
    publish([write_edition(tmp_path / "one", **Q1)], tmp_path / "single")
    html = (tmp_path / "single" / INDEX).read_text()
    assert "<select" not in html
    assert "<input" not in html
    assert various.read_text().count("<select") == 3


@pytest.mark.browser
def test_readers_choose_editions_without_a_script(various: Path, chromium: Browser) -> None:
    with visiting(chromium, various, java_script_enabled=False) as visit:
        page = visit.page
        shown = page.locator(".edition:visible")
        assert [url.rpartition("/public/")[2] for url in visit.requests] == [
            "bank/FY2026-Q2/charts/growth.svg"
        ]
        assert shown.count() == 5
        assert not page.get_by_label("Find in titles").is_visible()
        page.get_by_label("About").select_option("Bank")
        assert shown.count() == 2
        page.get_by_label("Period").select_option("FY2025-Q1")
        assert shown.count() == 1
        assert not page.locator(".nothing").is_visible()
        page.get_by_label("Kind").select_option("Board pack")
        assert shown.count() == 0
        assert page.locator(".nothing").is_visible()


@pytest.mark.browser
def test_readers_find_words_of_a_title_however_they_are_written(various: Path, chromium: Browser) -> None:
    with visiting(chromium, various) as visit:
        page, found = visit.page, visit.page.locator(".edition:visible h2")
        page.get_by_label("Find in titles").fill("émeus")
        assert found.all_inner_texts() == ["Émeus"]
        page.get_by_label("Find in titles").fill("34 GROWTH bank")
        assert found.count() == 2
        page.get_by_label("Period").select_option("FY2025-Q2")
        assert found.count() == 0
        assert page.locator(".nothing").is_visible()
        page.get_by_label("Find in titles").fill("")
        assert found.all_inner_texts() == ["Flour"]
        assert not page.locator(".nothing").is_visible()
        assert [one for one in visit.messages if "net::" not in one] == []


@pytest.mark.browser
@pytest.mark.referee
def test_every_page_of_a_publication_is_for_everyone_at_any_width_in_the_light_and_in_the_dark(
    various: Path, editions: tuple[Path, Path], tmp_path: Path, public: Path, chromium: Browser
) -> None:
    publish(editions, public)
    publish([corrected(tmp_path)], public, reason="Cloud revenue was restated after the auditors’ review")
    pages = [
        various,
        *(public / "alibaba" / path for path in (INDEX, f"FY2026-Q2/{INDEX}", f"latest/{INDEX}")),
    ]
    assert [*markup.judge_nu(pages), *markup.judge_html_validate(pages)] == []
    for path in pages[:3]:
        for width, scheme in ((320, "dark"), (320, "light"), (1280, "dark"))[: 3 if path == various else 1]:
            with visiting(chromium, path, width, color_scheme=scheme) as visit:
                assert axe.judge_axe(visit.page) == []
                assert overflow(visit.page) == []


# --------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize("inside", ["", "alibaba", "alibaba/charts"])
def test_nothing_is_published_into_the_folder_of_an_edition_which_the_next_build_replaces(
    editions: tuple[Path, Path], tmp_path: Path, inside: str
) -> None:
    output = tmp_path / "output"
    write_edition(output / "alibaba")
    before = tree(output)
    if inside == "alibaba/charts":
        publish(editions, output / inside)
        with pytest.raises(UsageError, match=r"charts.*move it away"):
            write_files({"brief.html": b"new"}, output / "alibaba")
        return
    with pytest.raises(UsageError, match="alibaba: the folder of an edition, which build replaces"):
        publish(editions, output / inside)
    assert tree(output) == before


@pytest.mark.parametrize("target", ["https://example.com/briefs", "http://example.com"])
def test_an_address_that_can_only_be_read_is_no_target(editions: tuple[Path, Path], target: str) -> None:
    with pytest.raises(UsageError, match="not written to; expected a folder, s3:// or sftp://"):
        publish(editions, target)


def test_a_file_is_no_target(editions: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(UsageError, match=r"index\.html: a file; expected a folder"):
        publish(editions, tmp_path / "index.html")


def test_a_draft_is_refused(editions: tuple[Path, Path], tmp_path: Path) -> None:
    write_edition(editions[1], draft=True)
    with pytest.raises(UsageError, match="a draft is neither signed nor published"):
        publish(editions, tmp_path / "public")
    assert not (tmp_path / "public").exists()


@pytest.mark.parametrize("path", ["brief.html", "brief.pdf", "charts/growth.svg"])
def test_an_edition_that_was_changed_by_hand_is_refused(
    editions: tuple[Path, Path], tmp_path: Path, path: str
) -> None:
    (editions[1] / path).write_bytes(FILES[path] + b" ")
    with pytest.raises(UsageError, match=f"{path}: changed since the edition was built"):
        publish(editions, tmp_path / "public")
    assert not (tmp_path / "public").exists()


def test_an_edition_with_a_missing_file_is_refused(editions: tuple[Path, Path], tmp_path: Path) -> None:
    (editions[1] / "brief.pdf").unlink()
    with pytest.raises(UsageError, match=r"brief\.pdf: manifest\.json lists it, but: No such file"):
        publish(editions, tmp_path / "public")


@pytest.mark.parametrize(
    "manifest", ["", "{}", "[]", "not JSON", '{"name": "a web app"}', '{"reportgen": "0.1.0", "brief": 3}']
)
def test_a_folder_with_another_manifest_is_no_edition(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "manifest.json").write_text(manifest)
    with pytest.raises(UsageError, match="no manifest of an edition"):
        read_edition(tmp_path / "app")


def test_a_manifest_cannot_lead_out_of_its_folder(editions: tuple[Path, Path], tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    digest = hashlib.sha256(b"secret").hexdigest()
    write_edition(editions[0], outputs={"../../secret.txt": digest})
    (editions[1] / "link.txt").symlink_to(secret)
    write_edition(editions[1], outputs={"link.txt": digest})
    for edition in editions:
        with pytest.raises(UsageError, match="leads out of the edition's folder"):
            publish([edition], tmp_path / "public")


@pytest.mark.parametrize("name", ["../elsewhere", "a/b", ".hidden", "", INDEX, "catalogue"])
def test_a_brief_whose_name_is_no_name_for_a_folder_is_refused(tmp_path: Path, name: str) -> None:
    edition = write_edition(tmp_path / "output" / "x", brief=name)
    with pytest.raises((UsageError, DeliveryError)):
        publish([edition], tmp_path / "public" / "deep")
    assert not (tmp_path / "public").exists() or not tree(tmp_path / "public")
    assert not (tmp_path / "elsewhere").exists()


def test_two_editions_of_one_brief_and_period_are_refused(tmp_path: Path, public: Path) -> None:
    one = write_edition(tmp_path / "a" / "brief")
    other = write_edition(tmp_path / "b" / "brief")
    with pytest.raises(UsageError, match="a second edition of brief, FY2026-Q2"):
        publish([one, other], public)


def test_what_is_not_ours_is_left_alone(editions: tuple[Path, Path], public: Path) -> None:
    (public / "blog").mkdir(parents=True)
    (public / "blog" / "manifest.json").write_text('{"name": "a web app"}')
    (public / "robots.txt").write_text("User-agent: *")
    publish(editions, public)
    assert len(published(public)) == 2
    assert (public / "robots.txt").read_text() == "User-agent: *"
    assert (public / "blog" / "manifest.json").exists()


@pytest.mark.parametrize("path", [INDEX, f"alibaba/{INDEX}", "alibaba/latest/post.html"])
def test_a_page_that_is_not_ours_is_not_replaced(
    editions: tuple[Path, Path], public: Path, path: str
) -> None:
    (public / path).parent.mkdir(parents=True)
    (public / path).write_text("<h1>Investor relations</h1>")
    with pytest.raises(UsageError, match="move it away, or publish elsewhere"):
        publish(editions, public)
    assert tree(public) == {path: b"<h1>Investor relations</h1>"}


def test_a_folder_that_is_not_ours_is_left_and_the_edition_gets_another(
    editions: tuple[Path, Path], public: Path
) -> None:
    (public / "alibaba" / "FY2026-Q2").mkdir(parents=True)
    (public / "alibaba" / "FY2026-Q2" / "post.html").write_text("a post")
    publish(editions, public)
    assert list(tree(public / "alibaba" / "FY2026-Q2")) == ["post.html"]
    assert published(public)[0].where.startswith(f"{public}/alibaba/FY2026-Q2-")


def test_a_scheme_that_nobody_knows_is_said_with_what_was_probably_meant(editions: tuple[Path, Path]) -> None:
    with pytest.raises(UsageError, match=r"sfpt://: no file system is known for it — did you mean 'sftp'"):
        publish(editions, "sfpt://host/path")


def test_a_scheme_whose_library_is_missing_says_what_to_install(
    editions: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    for scheme in ("s3", "s3a"):  # fsspec remembers what another test imported
        monkeypatch.delitem(sys.modules["fsspec.registry"]._registry, scheme, raising=False)
    with pytest.raises(UsageError, match=r"pip install 'reportgen\[s3\]'"):
        publish(editions, "s3://bucket/path")


# --------------------------------------------------------------------------- credentials, names, the command


def test_a_password_in_an_address_is_shown_to_nobody(
    editions: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["publish", str(editions[0]), "sftp://me:hush%40hush@127.0.0.1:1/x"]) == 2
    printed = "".join(capsys.readouterr())
    assert "sftp://me:***@127.0.0.1:1/x: cannot be reached" in printed
    assert "hush" not in printed
    assert masked("failed at https://h/x?sig=abc%2F now") == "failed at https://h/x?*** now"
    assert "hush@hush" not in address_of("memory://me:hush%40hush@h/x").scrubbed("hush@hush was refused")


@pytest.mark.parametrize(
    "url", ["https://me:hush@example.com/ir", "https://example.com/?key=hush", "example.com"]
)
def test_an_address_for_readers_that_they_cannot_have_is_refused(
    editions: tuple[Path, Path], public: Path, url: str
) -> None:
    with pytest.raises(UsageError, match="expected https://… as readers have it") as caught:
        publish(editions, public, url=url)
    assert "hush" not in str(caught.value)
    assert not public.exists()


@pytest.mark.parametrize("name", ["50%25off #1", "ein Bericht", "财报 2026", "تقرير", "a&b'c", "ü" * 120])
def test_folders_of_any_name_are_linked_so_that_browsers_find_them(tmp_path: Path, name: str) -> None:
    from urllib.parse import unquote

    public = tmp_path / f"{name} of all"
    publish([write_edition(tmp_path / name)], str(public))
    links = Page((public / INDEX).read_text(encoding="utf-8")).links
    assert all((public / unquote(link)).is_file() for link in links)
    assert (public / name / "FY2026-Q2" / "brief.html").is_file()
    assert published(str(public))[0].brief == name


def test_the_command_says_what_became_of_every_edition(
    editions: tuple[Path, Path], public: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["publish", str(editions[0]), str(public)]) == 0
    assert cli.main(["publish", *map(str, editions), str(public), "--keep", "1"]) == 0
    printed = capsys.readouterr()
    assert printed.out == (
        f"published: {public}/alibaba/FY2026-Q1\n"
        f"unchanged: {public}/alibaba/FY2026-Q1\npublished: {public}/alibaba/FY2026-Q2\n"
        f"removed: {public}/alibaba/FY2026-Q1\n"
    )
    assert printed.err.splitlines() == [
        f"{public}/{INDEX}: 1 edition published", f"{public}/{INDEX}: 1 edition published; 1 unchanged"
    ]  # fmt: skip
    assert cli.main(["publish", str(editions[1]), str(public), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["editions"][0]["fate"] == "unchanged"
