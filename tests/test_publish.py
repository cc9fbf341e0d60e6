"""Publication: only editions as they were built, all or nothing, and an index page of all that are there."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reportgen import cli
from reportgen.delivery import output
from reportgen.delivery.output import Memory
from reportgen.delivery.publish import INDEX, publish, read_edition
from reportgen.errors import DeliveryError, UsageError
from tests.browser import overflow, visiting
from tests.referees import axe, markup

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FILES = {"brief.html": b"<p>page</p>", "brief.pdf": b"%PDF" + b"x" * 12_000, "charts/growth.svg": b"<svg/>"}


def write_edition(folder: Path, files: Mapping[str, bytes] = FILES, **changes: object) -> Path:
    """An edition as ``reportgen build`` writes it."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    manifest = {
        "reportgen": "0.1.0",
        "brief": folder.name,
        "title": "Cloud growth reaches 34 percent",
        "entity": "Alibaba Group",
        "period": "FY2026-Q2",
        "date": "2025-11-25",
        "inputs": {"facts.csv": "0" * 64},
        "outputs": {path: hashlib.sha256(content).hexdigest() for path, content in files.items()},
        "versions": {"weasyprint": "70.0"},
        "draft": False,
        **changes,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


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
    return (
        write_edition(
            tmp_path / "output" / "alibaba-fy2026-q1", title="Cloud growth at 26 percent", date="2025-08-29"
        ),
        write_edition(tmp_path / "output" / "alibaba-fy2026-q2"),
    )


def test_every_file_of_an_edition_is_published_as_it_is(editions: tuple[Path, Path], tmp_path: Path) -> None:
    publish(editions, tmp_path / "public")
    published = tree(tmp_path / "public")
    assert published.pop(INDEX)
    assert published == tree(tmp_path / "output")


def test_what_the_manifest_does_not_name_stays_at_home(editions: tuple[Path, Path], tmp_path: Path) -> None:
    (editions[0] / "notes-to-self.txt").write_text("ask about the margin")
    publish(editions, tmp_path / "public")
    assert not (tmp_path / "public" / "alibaba-fy2026-q1" / "notes-to-self.txt").exists()


def test_the_index_lists_the_latest_first_with_links_to_page_and_pdf(
    editions: tuple[Path, Path], tmp_path: Path
) -> None:
    publish(editions, tmp_path / "public")
    page = Page((tmp_path / "public" / INDEX).read_text())
    assert page.links == [
        "alibaba-fy2026-q2/brief.html",
        "alibaba-fy2026-q2/brief.html",
        "alibaba-fy2026-q2/brief.pdf",
        "alibaba-fy2026-q1/brief.html",
        "alibaba-fy2026-q1/brief.html",
        "alibaba-fy2026-q1/brief.pdf",
    ]
    text = " ".join(page.text)
    assert (
        "Alibaba Group · FY2026-Q2 · 25 November 2025 Cloud growth reaches 34 percent Page PDF, 12 KB" in text
    )
    assert text.index("34 percent") < text.index("26 percent")
    assert all((tmp_path / "public" / link).is_file() for link in page.links)


def test_the_index_says_the_date_of_each_edition_as_that_edition_does(tmp_path: Path) -> None:
    folders = [
        write_edition(tmp_path / "american", dates="month first"),
        write_edition(tmp_path / "british", dates="day first"),
        write_edition(tmp_path / "older"),
    ]
    publish(folders, tmp_path / "public")
    text = " ".join(Page((tmp_path / "public" / INDEX).read_text()).text)
    assert (text.count("November 25, 2025"), text.count("25 November 2025")) == (1, 2)


def test_the_index_lists_what_was_published_before(editions: tuple[Path, Path], tmp_path: Path) -> None:
    publish(editions[:1], tmp_path / "public")
    listed = publish(editions[1:], tmp_path / "public")
    assert [listing.title for listing in listed] == [
        "Cloud growth reaches 34 percent",
        "Cloud growth at 26 percent",
    ]


def test_an_edition_published_again_is_replaced_and_listed_once(
    editions: tuple[Path, Path], tmp_path: Path
) -> None:
    publish(editions, tmp_path / "public")
    again = write_edition(
        tmp_path / "rebuilt" / "alibaba-fy2026-q2",
        {"brief.html": b"<p>new</p>"},
        title="Cloud growth, corrected",
    )
    listed = publish([again], tmp_path / "public")
    assert [listing.title for listing in listed] == ["Cloud growth, corrected", "Cloud growth at 26 percent"]
    assert [listing.pdf for listing in listed] == ["", "alibaba-fy2026-q1/brief.pdf"]
    assert sorted(tree(tmp_path / "public" / "alibaba-fy2026-q2")) == ["brief.html", "manifest.json"]


def test_the_index_needs_nothing_but_itself(editions: tuple[Path, Path], tmp_path: Path) -> None:
    publish(editions, tmp_path / "public")
    html = (tmp_path / "public" / INDEX).read_text()
    page = Page(html)
    assert "script" not in page.tags
    assert page.fetched == ["data:,"]
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; font-src data:" in html
    assert "url(http" not in html
    assert "prefers-color-scheme:dark" in html.replace(" ", "")


def test_a_title_cannot_smuggle_markup_into_the_index(tmp_path: Path) -> None:
    edition = write_edition(tmp_path / "evil", title='<script>alert(1)</script>"><img src=x>')
    publish([edition], tmp_path / "public")
    page = Page((tmp_path / "public" / INDEX).read_text())
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert '<script>alert(1)</script>"><img src=x>' in page.text


def test_the_same_editions_make_the_same_index(editions: tuple[Path, Path], tmp_path: Path) -> None:
    publish(editions, tmp_path / "one")
    publish(editions[::-1], tmp_path / "two")
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_a_project_can_have_its_own_index_template(editions: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "index.html.jinja").write_text(
        '<meta name="generator" content="reportgen">{% for edition in editions %}{{ edition.title }};'
        "{% endfor %}"
    )
    publish(editions, tmp_path / "public", project=tmp_path)
    page = (tmp_path / "public" / INDEX).read_text()
    assert page.endswith("Cloud growth reaches 34 percent;Cloud growth at 26 percent;")


def test_publication_goes_to_any_target(editions: tuple[Path, Path]) -> None:
    target = Memory()
    publish(editions, target)
    assert target.names() == ("alibaba-fy2026-q1", "alibaba-fy2026-q2", INDEX)
    assert target.read("alibaba-fy2026-q2/brief.html") == b"<p>page</p>"


RECORD = {
    "facts": [{"key": "f1", "label": "Cloud revenue"}],
    "figures": [{"fact": "f1", "text": "RMB\u00a039.8bn", "place": "card:1"}],
}


@pytest.fixture
def various(tmp_path: Path) -> Path:
    """A publication of editions that differ in what they are of, in kind and in year; one without a picture."""
    full = {**FILES, "facts.json": json.dumps(RECORD).encode()}
    full["charts/growth.svg"] = b'<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"/>'
    publish(
        [
            write_edition(
                tmp_path / "bank", full, entity="Bank", kind="board-pack", preview="charts/growth.svg"
            ),
            write_edition(tmp_path / "mill", entity="Mill", kind="results-note", date="2024-11-25"),
            write_edition(tmp_path / "bank-before", entity="Bank", kind="results-note", date="2024-08-25"),
        ],
        tmp_path / "public",
    )
    return tmp_path / "public" / INDEX


def test_the_index_shows_the_picture_and_the_key_figure_of_an_edition(various: Path) -> None:
    page = Page(various.read_text())
    assert "bank/charts/growth.svg" in page.fetched
    assert (various.parent / "bank" / "charts" / "growth.svg").is_file()
    assert "RMB\u00a039.8bn Cloud revenue" in " ".join(page.text)


def test_an_edition_of_before_lists_without_picture_kind_and_key_figure(
    editions: tuple[Path, Path], tmp_path: Path
) -> None:
    [one, _] = publish(editions, tmp_path / "public")
    assert (one.picture, one.kind, one.key_label, one.key_figure) == ("", "", "", "")


def test_a_filter_that_would_part_nothing_is_not_offered(
    editions: tuple[Path, Path], tmp_path: Path, various: Path
) -> None:
    publish(editions, tmp_path / "two")  # of one company, of one year, of no kind
    assert "<select" not in (tmp_path / "two" / INDEX).read_text()
    assert various.read_text().count("<select") == 3


@pytest.mark.browser
def test_readers_choose_editions_without_a_script(various: Path, chromium: Browser) -> None:
    with visiting(chromium, various, java_script_enabled=False) as visit:
        page = visit.page
        assert [url.rpartition("/public/")[2] for url in visit.requests] == [
            "bank/charts/growth.svg"
        ]  # let in

        def shown() -> list[str]:
            return [
                name for name in page.locator(".edition:visible strong").all_inner_texts() if " " not in name
            ]

        assert page.locator(".edition:visible").count() == 3
        page.get_by_label("About").select_option("Bank")
        assert page.locator(".edition:visible").count() == 2
        page.get_by_label("Year").select_option("2024")
        assert page.locator(".edition:visible").count() == 1
        assert shown() == ["Bank"]
        assert not page.locator(".nothing").is_visible()
        page.get_by_label("Kind").select_option("Board pack")
        assert page.locator(".edition:visible").count() == 0
        assert page.locator(".nothing").is_visible()


@pytest.mark.browser
@pytest.mark.referee
def test_the_index_with_filters_and_pictures_is_for_everyone(various: Path, chromium: Browser) -> None:
    assert [*markup.judge_nu([various]), *markup.judge_html_validate([various])] == []
    for width in (320, 1280):
        for scheme in ("light", "dark"):
            with visiting(chromium, various, width, color_scheme=scheme) as visit:
                assert axe.judge_axe(visit.page) == []
                assert overflow(visit.page) == []


@pytest.mark.referee
def test_the_html_judges_find_nothing_in_the_index(editions: tuple[Path, Path], tmp_path: Path) -> None:
    publish(editions, tmp_path / "public")
    page = [tmp_path / "public" / INDEX]
    assert [*markup.judge_nu(page), *markup.judge_html_validate(page)] == []


@pytest.mark.browser
@pytest.mark.referee
def test_the_index_is_for_everyone_at_any_width_in_the_light_and_in_the_dark(
    editions: tuple[Path, Path], tmp_path: Path, chromium: Browser
) -> None:
    publish(editions, tmp_path / "public")
    for width in (320, 1280):
        for scheme in ("light", "dark"):
            with visiting(chromium, tmp_path / "public" / INDEX, width, color_scheme=scheme) as visit:
                assert axe.judge_axe(visit.page) == []
                assert overflow(visit.page) == []


# --------------------------------------------------------------------------- what is refused


def test_a_draft_is_refused(editions: tuple[Path, Path], tmp_path: Path) -> None:
    write_edition(editions[1], draft=True)
    with pytest.raises(UsageError, match="a draft is not published"):
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


@pytest.mark.parametrize("name", ["../elsewhere", "a/b", ".hidden", "", INDEX])
def test_a_brief_whose_name_is_no_name_for_a_folder_is_refused(tmp_path: Path, name: str) -> None:
    edition = write_edition(tmp_path / "output" / "x", brief=name)
    with pytest.raises((UsageError, DeliveryError)):
        publish([edition], tmp_path / "public" / "deep")
    assert not (tmp_path / "public").exists() or not tree(tmp_path / "public")
    assert not (tmp_path / "elsewhere").exists()


def test_two_editions_of_one_brief_are_refused(tmp_path: Path) -> None:
    one = write_edition(tmp_path / "a" / "brief")
    other = write_edition(tmp_path / "b" / "brief")
    with pytest.raises(UsageError, match="a second edition of brief"):
        publish([one, other], tmp_path / "public")


def test_what_is_not_ours_is_left_alone(editions: tuple[Path, Path], tmp_path: Path) -> None:
    public = tmp_path / "public"
    (public / "blog").mkdir(parents=True)
    (public / "blog" / "manifest.json").write_text('{"name": "a web app"}')
    (public / "robots.txt").write_text("User-agent: *")
    listed = publish(editions, public)
    assert len(listed) == 2
    assert (public / "robots.txt").read_text() == "User-agent: *"
    assert (public / "blog" / "manifest.json").exists()


def test_a_home_page_that_is_not_ours_is_not_replaced(editions: tuple[Path, Path], tmp_path: Path) -> None:
    public = tmp_path / "public"
    public.mkdir()
    (public / INDEX).write_text("<h1>Investor relations</h1>")
    with pytest.raises(UsageError, match="not written by reportgen"):
        publish(editions, public)
    assert tree(public) == {INDEX: b"<h1>Investor relations</h1>"}


def test_a_folder_that_is_not_ours_is_not_replaced(editions: tuple[Path, Path], tmp_path: Path) -> None:
    blog = tmp_path / "public" / "alibaba-fy2026-q2"
    blog.mkdir(parents=True)
    (blog / "post.html").write_text("a post")
    with pytest.raises(UsageError, match="something stands there that is no edition"):
        publish(editions, tmp_path / "public")
    assert tree(tmp_path / "public") == {"alibaba-fy2026-q2/post.html": b"a post"}


# --------------------------------------------------------------------------- failures


def test_a_publication_that_fails_half_way_leaves_what_stood_before(
    editions: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(editions[:1], tmp_path / "public")
    before = tree(tmp_path / "public")
    rebuilt = write_edition(tmp_path / "new" / "alibaba-fy2026-q1", {"brief.html": b"<p>new</p>"})
    write_file = output._write_file

    def full_at_the_index(place: Path, content: bytes) -> None:
        if place.name == INDEX:
            raise OSError(28, os.strerror(28), str(place))
        write_file(place, content)

    monkeypatch.setattr(output, "_write_file", full_at_the_index)
    with pytest.raises(DeliveryError, match="No space left on device"):
        publish([rebuilt, editions[1]], tmp_path / "public")
    assert tree(tmp_path / "public") == before


def test_the_command_says_where_the_index_is(
    editions: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["publish", *map(str, editions), str(tmp_path / "public")]) == 0
    printed = capsys.readouterr()
    assert printed.out == f"{tmp_path / 'public' / INDEX}\n"
    assert printed.err == "published 2 editions; 2 listed\n"
