"""A preview in a real browser: what is saved is seen, a fault leaves the last good page, nobody else looks in."""

from __future__ import annotations

import http.client
import shutil
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from reportgen.cli import codes, main
from tests.browser import overflow
from tests.previews import Running, previewing
from tests.small_project import FACTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Route

pytestmark = pytest.mark.browser

PATIENCE = 90_000  # ms that a build may take on a busy machine; nothing here is timed
SETTINGS = """\
title: A brief
entity: {name: Example Corp, short: Example}
period: 2025-Q3
date: 2025-11-25
currency: {code: EUR, short: €, word: euros}
kpis: [{figure: revenue}]
exhibits:
  growth: {kind: columns, title: Revenue, series: revenue, periods: 2}
sources:
  report: {title: The report}
"""
NARRATIVE = """\
## The quarter

Revenue was {{ revenue }}.

{{ exhibit("growth") }}
"""


EACH = """\
title: The sales of {{ entity }}
each: entity
period: 2025-Q3
date: 2025-11-25
currency: {code: EUR, short: €, word: euros}
sources:
  register: {title: Register}
"""
SHOPS = """\
metric,entity,period,value,unit,source
sales,Harbour,2025-Q3,41.2,EUR mn,register
sales,Station,2025-Q3,17.9,EUR mn,register
"""


def write_brief(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "brief.yaml").write_text(SETTINGS, encoding="utf-8")
    (folder / "metrics.yaml").write_text("revenue: {label: Revenue}\n", encoding="utf-8")
    (folder / "facts.csv").write_text(FACTS, encoding="utf-8")
    (folder / "narrative.md").write_text(NARRATIVE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("project")
    write_brief(project / "data" / "one")
    write_brief(project / "data" / "two")
    (project / "secret.txt").write_text("kept to ourselves", encoding="utf-8")
    return project


@pytest.fixture
def portfolio(project: Path) -> Iterator[Path]:
    """A folder that stands for two briefs, beside the others."""
    folder = project / "data" / "shops"
    folder.mkdir()
    (folder / "brief.yaml").write_text(EACH, encoding="utf-8")
    (folder / "metrics.yaml").write_text("sales: {label: Sales}\n", encoding="utf-8")
    (folder / "facts.csv").write_text(SHOPS, encoding="utf-8")
    (folder / "narrative.md").write_text("## Sales\n\n{{ entity }} sold {{ sales }}.\n", encoding="utf-8")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def running(project: Path) -> Iterator[Running]:
    with previewing([], project) as running:
        yield running


@pytest.fixture
def narrative(project: Path) -> Iterator[Path]:
    """The narrative of a brief, which is put back at the end."""
    path = project / "data" / "one" / "narrative.md"
    yield path
    path.write_text(NARRATIVE, encoding="utf-8")


@pytest.fixture
def page(chromium: Browser, running: Running) -> Iterator[Page]:
    """The page of a brief, open and read."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{running.origin}/")
    page.get_by_role("link", name="one", exact=True).click()
    expect(words_of(page)).to_contain_text("Revenue was 39.8", timeout=PATIENCE)
    yield page
    context.close()


def words_of(page: Page) -> Locator:
    return page.frame_locator("iframe").locator("main")


def status(running: Running, path: str, host: str = "") -> int:
    """The answer to a path, sent as it stands: a browser would tidy it."""
    address = urlsplit(running.origin)
    connection = http.client.HTTPConnection(address.hostname or "", address.port or 0)
    connection.request("GET", path, headers={"Host": host or address.netloc})
    answer = connection.getresponse().status
    connection.close()
    return answer


def test_what_is_saved_is_seen(page: Page, narrative: Path, project: Path) -> None:
    narrative.write_text(NARRATIVE.replace("Revenue was", "Sales came to"), encoding="utf-8")
    expect(words_of(page)).to_contain_text("Sales came to 39.8", timeout=PATIENCE)
    facts = project / "data" / "one" / "facts.csv"
    facts.write_text(FACTS.replace("39.8", "39.6"), encoding="utf-8")
    expect(words_of(page)).to_contain_text("Sales came to 39.6", timeout=PATIENCE)
    facts.write_text(FACTS, encoding="utf-8")
    expect(words_of(page)).to_contain_text("Sales came to 39.8", timeout=PATIENCE)


def test_a_page_that_is_another_before_the_browser_hears_of_it_is_loaded_again(
    chromium: Browser, running: Running, narrative: Path
) -> None:
    made = f"{running.origin}/briefs/one/edition/brief.html"

    def saved_meanwhile(route: Route) -> None:
        time.sleep(1)  # the page that stands is loaded
        narrative.write_text(NARRATIVE.replace("Revenue was", "Turnover was"), encoding="utf-8")
        while b"Turnover was" not in urlopen(made).read():  # noqa: S310 - of this machine
            time.sleep(0.1)
        route.continue_()

    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{running.origin}/briefs/one/page")
    expect(words_of(page)).to_contain_text("39.8", timeout=PATIENCE)
    page.route("**/events", saved_meanwhile)
    page.reload()
    expect(words_of(page)).to_contain_text("Turnover was 39.8", timeout=PATIENCE)
    context.close()


def test_briefs_of_a_portfolio_are_in_the_index_and_follow_its_facts(
    page: Page, running: Running, portfolio: Path
) -> None:
    page.goto(f"{running.origin}/")
    page.get_by_role("link", name="shops/harbour", exact=True).click()
    expect(words_of(page)).to_contain_text("Harbour sold 41.2 million euros.", timeout=PATIENCE)
    facts = portfolio / "facts.csv"
    facts.write_text(SHOPS.replace("41.2", "43.7"), encoding="utf-8")
    expect(words_of(page)).to_contain_text("Harbour sold 43.7 million euros.", timeout=PATIENCE)
    facts.write_text(SHOPS.replace("Harbour", "Haven"), encoding="utf-8")
    expect(page.locator("#findings")).to_contain_text("harbour: no brief of shops", timeout=PATIENCE)
    expect(words_of(page)).to_contain_text("Harbour sold 43.7 million euros.")


def test_a_stylesheet_that_the_project_gets_is_seen_and_its_loss_too(page: Page, project: Path) -> None:
    heading = page.frame_locator("iframe").locator("h1")
    own = project / "assets" / "css" / "narrative.css"
    own.parent.mkdir(parents=True)
    own.write_text("h1 { letter-spacing: 7px; }\n", encoding="utf-8")
    expect(heading).to_have_css("letter-spacing", "7px", timeout=PATIENCE)
    own.write_text("h1 { letter-spacing: 9px; }\n", encoding="utf-8")
    expect(heading).to_have_css("letter-spacing", "9px", timeout=PATIENCE)
    shutil.rmtree(project / "assets")
    expect(heading).not_to_have_css("letter-spacing", "9px", timeout=PATIENCE)


def test_a_fault_is_told_with_its_line_beside_the_last_good_page_until_it_is_mended(
    page: Page, narrative: Path
) -> None:
    findings = page.locator("#findings")
    narrative.write_text(NARRATIVE.replace("{{ revenue }}", "{{ revenu }}"), encoding="utf-8")
    expect(findings).to_contain_text("data/one/narrative.md:3", timeout=PATIENCE)
    expect(findings).to_contain_text("did you mean 'revenue'")
    expect(findings).to_contain_text("the last good one")
    expect(words_of(page)).to_contain_text("Revenue was 39.8")
    narrative.write_text(NARRATIVE.replace("Revenue was", "Again it was"), encoding="utf-8")
    expect(words_of(page)).to_contain_text("Again it was 39.8", timeout=PATIENCE)
    expect(findings).not_to_contain_text("revenu'")


def test_print_exhibits_and_ledger_can_be_looked_at(page: Page) -> None:
    page.get_by_role("link", name="Print").click()
    sheet = page.get_by_role("img", name="Page 1", exact=True)
    expect(sheet).to_be_visible(timeout=PATIENCE)
    assert sheet.evaluate("image => image.decode().then(() => image.naturalWidth)") > 800
    page.get_by_role("link", name="Exhibits").click()
    drawing = page.get_by_role("img", name="growth")
    assert drawing.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    page.get_by_role("link", name="Ledger").click()
    expect(page.get_by_role("row").filter(has_text="revenue@2025-Q3").first).to_contain_text("The report")


def test_the_frame_fits_a_phone_in_the_light_and_in_the_dark(
    chromium: Browser, running: Running, page: Page
) -> None:
    assert page.url.startswith(running.origin), "the page is there"
    for scheme in ("light", "dark"):
        context = chromium.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)
        phone = context.new_page()
        for view in ("page", "print", "exhibits", "ledger"):
            phone.goto(f"{running.origin}/briefs/one/{view}")
            assert overflow(phone) == []
        context.close()


def test_another_name_for_this_machine_is_refused(running: Running) -> None:
    assert status(running, "/") == 200
    port = urlsplit(running.origin).port
    assert status(running, "/", f"localhost:{port}") == 200
    for name in (f"attacker.example:{port}", "attacker.example", f"127.0.0.1.attacker.example:{port}"):
        assert status(running, "/", name) == 400
        assert status(running, "/briefs/one/edition/brief.html", name) == 400


def test_nobody_hears_it_at_another_address_of_this_machine(running: Running) -> None:
    port = urlsplit(running.origin).port
    assert port
    with pytest.raises(OSError, match=r"refused|unreachable|assign"):
        socket.create_connection(("127.0.0.2", port), timeout=5)


@pytest.mark.parametrize(
    "path",
    [
        "../../../secret.txt",
        "..%2f..%2f..%2fsecret.txt",
        "%2e%2e/%2e%2e/secret.txt",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "facts.csv%00",
        "../brief.yaml",
        "narrative.md",
    ],
)
@pytest.mark.parametrize("where", ["/briefs/one/edition/", "/briefs/", "/"])
def test_what_is_no_file_of_the_edition_is_not_served(running: Running, where: str, path: str) -> None:
    assert status(running, where + path) == 404


def test_a_brief_that_is_none_is_not_found(running: Running) -> None:
    assert status(running, "/briefs/three/page") == 404
    assert status(running, "/briefs/../page") == 404


def test_ctrl_c_in_the_middle_of_a_build_ends_it_cleanly(tmp_path: Path) -> None:
    write_brief(tmp_path / "data" / "one")
    with previewing(["one"], tmp_path) as running:
        assert running.address.endswith("/briefs/one/page")
        assert status(running, "/briefs/one/page") == 200
        assert running.interrupt() == (codes.GOOD, "")
    assert not (tmp_path / "output").exists()


def test_without_its_libraries_the_command_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_brief(tmp_path / "data" / "one")
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    assert main(["preview", "--project", str(tmp_path)]) == codes.WRONG_USAGE
    assert "watchfiles" in (said := capsys.readouterr().err)
    assert "pip install 'reportgen[preview]'" in said
