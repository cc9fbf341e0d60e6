"""Publication to real servers: what readers find through nginx, what sftp and S3 hold, wires that are cut."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import boto3
import feedparser
import pytest

from reportgen import cli
from reportgen.delivery.publishing import fetch, publish, published
from reportgen.delivery.publishing.address import address_of
from reportgen.delivery.publishing.settling import fetched
from reportgen.delivery.publishing.store import Store
from reportgen.errors import DeliveryError, UsageError
from tests.publications import FILES, plain_project, tree, write_edition
from tests.servers import SECRET, Buckets, Served, Shell, Wire

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
AWKWARD = ("50%25off #1", "ein Bericht & mehr", "财报 2026", "تقرير")


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


@pytest.fixture(params=["sftp", "s3"])
def target(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a folder on a server, with the credentials in the environment; its name has everything in it."""
    name = f"{request.node.name.partition('[')[0]}/ir briefs #1 50%25 财报"
    if request.param == "sftp":
        shell: Shell = request.getfixturevalue("sshd")
        shell.login(monkeypatch)
        return shell.target(name)
    buckets: Buckets = request.getfixturevalue("s3")
    buckets.login(monkeypatch)
    return f"s3://{buckets.bucket()}/{name}"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose pages are quickly made and sent."""
    return plain_project(tmp_path / "project")


def held(target: str) -> set[str]:
    """The editions that a target holds, each of whose files is as it was published."""
    store, there = Store(address_of(target)), published(target)
    for one in there:
        for path in one.entry.files:
            assert fetched(store, one.entry, path)
    return {f"{one.edition}, {one.revision}" for one in there}


# --------------------------------------------------------------------------- on each server


def test_a_publication_a_revision_and_a_removal_are_on_a_server_what_they_are_in_a_folder(
    editions: tuple[Path, Path], tmp_path: Path, project: Path, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    correction = write_edition(tmp_path / "c" / "alibaba", {"brief.html": b"<p>corrected</p>"})
    folder = tmp_path / "public"
    for one in (str(folder), target):
        assert [placed.fate for placed in publish(editions, one, project=project).editions] == [
            "published",
            "published",
        ]
        assert publish(editions, one, project=project).written == ()
        done = publish([correction], one, project=project, reason="Restated", keep=1)
        assert [placed.fate for placed in done.editions] == ["revised"]
        assert done.removed == (f"{one}/alibaba/FY2026-Q1",)
    store = Store(address_of(target))
    for path, content in tree(folder).items():
        assert store.read(path) == content, path
    assert store.names("alibaba") == {path.name for path in (folder / "alibaba").iterdir()}
    assert store.names("catalogue") == {path.name for path in (folder / "catalogue").iterdir()}
    fetch(target, "alibaba", tmp_path / "back")
    assert tree(tmp_path / "back") == tree(correction)


def test_what_has_not_changed_is_neither_sent_nor_fetched(
    editions: tuple[Path, Path], project: Path, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(editions, target, project=project)
    read: list[str] = []
    take = Store.read

    def noted(self: Store, path: str) -> bytes | None:
        read.append(path)
        return take(self, path)

    monkeypatch.setattr(Store, "read", noted)
    monkeypatch.setattr(Store, "_put", lambda *_: pytest.fail("something was sent"))
    assert publish(editions, target, project=project).new == ()
    needed = {"catalogue.json", "alibaba/latest/manifest.json"}
    pages = {"index.html", "feed.xml", "alibaba/index.html", "alibaba/feed.xml", "alibaba/latest/index.html"}
    assert set(read) == (needed | pages if target.startswith("sftp") else needed), (
        "S3 says the hashes of what it holds, and pages need not be fetched to be compared"
    )


@pytest.mark.parametrize("sent", [10_000, 22_000, 32_000])  # among the files, in latest, among the pages
@pytest.mark.parametrize("kind", ["sftp", "s3"])
def test_a_wire_that_is_cut_loses_nothing_and_the_next_publication_goes_on(
    editions: tuple[Path, Path],
    project: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    sent: int,
) -> None:
    server: Any = request.getfixturevalue("sshd" if kind == "sftp" else "s3")
    server.login(monkeypatch)
    place = f"cut {sent}"
    root = server.target(place) if kind == "sftp" else f"s3://{server.bucket()}/{place}"
    publish([editions[0]], root, project=project)
    with Wire(server.port, sent) as wire:
        if kind == "sftp":
            server.know(wire.port)
            through = server.target(place, wire.port)
        else:
            server.login(monkeypatch, wire.port)
            through = root
        with pytest.raises((DeliveryError, UsageError)) as caught:
            publish([editions[1]], through, project=project)
        assert wire.was_cut
    assert SECRET not in str(caught.value)
    server.login(monkeypatch)
    assert held(root) >= {"FY2026-Q1, 1"}
    publish([editions[1]], root, project=project)
    assert held(root) == {"FY2026-Q1, 1", "FY2026-Q2, 1"}
    assert publish([editions[1]], root, project=project).written == ()
    store = Store(address_of(root))
    assert not [name for name in store.names("alibaba/FY2026-Q2") if name.startswith(".claim")]


def test_publishers_that_start_at_once_lose_no_edition(
    tmp_path: Path,
    project: Path,
    s3: Buckets,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    s3.login(monkeypatch)
    target = f"s3://{s3.bucket()}/at once"
    folders = [
        write_edition(
            tmp_path / str(number) / "alibaba", period=f"FY2026-Q{number}", date=f"2026-0{number}-01"
        )
        for number in (1, 2)
    ]
    folders.append(write_edition(tmp_path / "other" / "mill"))
    publishers = [
        subprocess.Popen([sys.executable, "-m", "reportgen.cli", "publish", str(folder), target,
                          "--project", str(project)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
                         stdout=subprocess.DEVNULL)
        for folder in folders
    ]  # fmt: skip
    assert [one.wait() for one in publishers] == [0, 0, 0]
    assert held(target) == {"FY2026-Q1, 1", "FY2026-Q2, 1"}
    assert len(published(target)) == 3
    assert publish([], target, project=project).written == ()
    index = (Store(address_of(target)).read("index.html") or b"").decode()
    assert all(f"alibaba/FY2026-Q{number}/brief.html" in index for number in (1, 2))
    assert "mill/FY2026-Q2/brief.html" in index


# --------------------------------------------------------------------------- what is each server's own


def test_an_s3_server_tells_browsers_what_each_file_is(
    editions: tuple[Path, Path],
    s3: Buckets,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    s3.login(monkeypatch)
    bucket = s3.bucket()
    publish(editions, f"s3://{bucket}")
    client = boto3.client("s3")
    kinds = {
        path: client.head_object(Bucket=bucket, Key=path)["ContentType"]
        for path in (
            "index.html",
            "feed.xml",
            "catalogue.json",
            "alibaba/latest/brief.pdf",
            "alibaba/latest/charts/growth.svg",
        )
    }
    assert list(kinds.values()) == [
        "text/html; charset=utf-8", "application/atom+xml; charset=utf-8", "application/json", "application/pdf",
        "image/svg+xml",
    ]  # fmt: skip


def test_a_bucket_that_is_not_there_is_said_and_no_key_with_it(
    editions: tuple[Path, Path],
    s3: Buckets,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    s3.login(monkeypatch)
    assert cli.main(["publish", str(editions[0]), "s3://no-such-bucket/x"]) == 3
    printed = "".join(capsys.readouterr())
    assert "s3://no-such-bucket/x/alibaba/FY2026-Q1/.claim" in printed
    assert "bucket does not exist" in printed
    assert SECRET not in printed


def test_a_server_whose_key_is_not_known_is_not_talked_to(
    editions: tuple[Path, Path],
    sshd: Shell,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    sshd.login(monkeypatch)
    monkeypatch.setenv("REPORTGEN_SFTP_KNOWN_HOSTS", str(tmp_path / "nobody"))
    with pytest.raises(UsageError, match=r"the server \[127\.0\.0\.1\]:\d+ is not known in .*nobody"):
        publish(editions, sshd.target("x"))
    (tmp_path / "nobody").write_text(
        f"[127.0.0.1]:{sshd.port} ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ\n"
    )
    with pytest.raises(UsageError, match="has another key in"):
        publish(editions, sshd.target("x"))


def test_a_login_that_is_refused_is_said_without_the_password(
    editions: tuple[Path, Path],
    sshd: Shell,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("REPORTGEN_SFTP_KNOWN_HOSTS", str(sshd.known_hosts))
    monkeypatch.setenv("REPORTGEN_SFTP_PASSWORD", SECRET)
    assert cli.main(["publish", str(editions[0]), sshd.target("x")]) == 2
    printed = "".join(capsys.readouterr())
    assert "cannot be reached: " in printed
    assert SECRET not in printed


# --------------------------------------------------------------------------- as readers have it


@pytest.fixture(scope="module")
def site(nginx: Served, tmp_path_factory: pytest.TempPathFactory) -> Served:
    """A publication of briefs with awkward names, and what nginx makes of it."""
    place, tmp_path = nginx.folder / "ir 50%25 #1", tmp_path_factory.mktemp("site")
    full = {
        **FILES,
        "brief.html": b'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>It</title><p>The brief</p></html>',
        "charts/growth.svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"/>',
    }
    briefs = [
        write_edition(tmp_path / name, full, title=f"What {name} says", preview="charts/growth.svg")
        for name in AWKWARD
    ]
    publish(briefs, place)
    corrected = write_edition(
        tmp_path / "new" / AWKWARD[0], {**full, "brief.pdf": b"%PDF new"}, title="The correction"
    )
    publish([corrected], place, reason="A restatement")
    return Served(place, f"{nginx.url}/ir%2050%2525%20%231")


@pytest.mark.browser
def test_readers_get_from_the_index_to_every_edition_and_from_an_old_address_to_the_revision(
    site: Served, chromium: Browser
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    failed: list[str] = []
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    page.goto(f"{site.url}/index.html")
    titles = page.locator(".edition h2 a").all_inner_texts()
    assert set(titles) == {"The correction", *(f"What {name} says" for name in AWKWARD[1:])}
    for title in titles:
        page.goto(f"{site.url}/index.html")
        page.evaluate("document.querySelectorAll('img').forEach(one => { one.loading = 'eager' })")
        page.wait_for_function("[...document.images].every(one => one.complete && one.naturalWidth > 0)")
        page.get_by_role("link", name=title, exact=True).click()
        page.get_by_text("The brief", exact=True).wait_for()
    page.goto(f"{site.url}/{'50%2525off%20%231'}/FY2026-Q2/")
    page.get_by_text("Why: A restatement").wait_for()
    page.get_by_role("link", name="Read revision 2: The correction").click()
    page.get_by_text("The brief", exact=True).wait_for()
    assert "/FY2026-Q2-revision-2/brief.html" in page.url
    page.goto(f"{site.url}/{'50%2525off%20%231'}/latest/")
    page.get_by_text("The brief", exact=True).wait_for()
    assert page.url.endswith("/latest/brief.html")
    assert [url for url in failed if not url.endswith("favicon.ico")] == []
    context.close()


def test_a_feed_reader_follows_the_links_of_a_served_feed(site: Served) -> None:
    read = feedparser.parse(f"{site.url}/feed.xml")
    assert not read.bozo
    assert len(read.entries) == len(AWKWARD) + 1
    for entry in read.entries:
        with urlopen(entry.link) as answer:  # noqa: S310 - of our own server
            assert answer.status == 200
        with urlopen(entry.enclosures[0].href) as answer:  # noqa: S310
            assert len(answer.read()) == int(entry.enclosures[0].length)
    with urlopen(f"{site.url}/catalogue.json") as answer:  # noqa: S310
        assert len(json.load(answer)["editions"]) == len(AWKWARD) + 1
