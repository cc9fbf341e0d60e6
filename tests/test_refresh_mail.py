"""What ``reportgen refresh`` mails and tells: what is new, to whom the project names, once, after a bad night too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen import crew
from reportgen.cli import main
from reportgen.delivery.mail import server
from reportgen.worker import Here
from tests.smtp import Mailbox, Running, certificate, smtp_server

SETTINGS = "title: Sales\nentity: {name: Example Corp}\nperiod: latest\nwritten_for: 2025-Q3\ndate: latest\n"
FACTS = "metric,period,value,unit\nsales,2025-Q3,5.25,USD mn\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    project = tmp_path / "project"
    project.mkdir()
    monkeypatch.chdir(project)
    monkeypatch.setattr(crew, "Worker", lambda _limits, **_: Here())
    monkeypatch.setattr(server, "PAUSES", (0.0,))
    for name in ("north", "south"):
        folder = project / "data" / name
        folder.mkdir(parents=True)
        (folder / "brief.yaml").write_text(SETTINGS, encoding="utf-8")
        (folder / "facts.csv").write_text(FACTS, encoding="utf-8")
        (folder / "narrative.md").write_text("## Sales\n\nSales were {{ sales }}.\n", encoding="utf-8")
    return project


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    (tmp_path / "certificate").mkdir()
    with smtp_server(Mailbox(), certificate(tmp_path / "certificate")) as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        yield server


def refreshed(capsys: pytest.CaptureFixture[str], *options: str, code: int = 0) -> str:
    capsys.readouterr()
    assert main(["refresh", "--to", "public", *options]) == code
    return capsys.readouterr().out


def taken(running: Running) -> list[tuple[str, str]]:
    return [(to, str(message["Subject"])) for to, message in running.mailbox.taken]


def test_a_server_that_is_down_for_a_night_loses_no_mail(
    project: Path, running: Running, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "project.yaml").write_text("deliver: {to: board@example.com}\n", encoding="utf-8")
    with monkeypatch.context() as down:
        down.setenv("REPORTGEN_SMTP_PORT", "9")
        assert "not delivered to board@example.com" in refreshed(capsys, "north", code=3)
        assert (project / "public/north/2025-Q3/brief.html").is_file(), "published all the same"
    said = refreshed(capsys, "north")
    assert "north: unchanged\n  mailed to 1" in said
    assert taken(running) == [("board@example.com", "Sales")]
    assert "mailed" not in refreshed(capsys, "north")
    assert len(taken(running)) == 1


def test_each_brief_goes_to_whom_the_project_names_and_one_condition_holds_up_no_other(
    project: Path, running: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "project.yaml").write_text(
        "deliver:\n"
        "- {to: north@example.com, briefs: north}\n"
        "- {to: alarm@example.com, when: sales < 5000000}\n"
        "- {to: odd@example.com, briefs: north, when: profit < 0}\n"
        "- {to: south@example.com, briefs: south}\n",
        encoding="utf-8",
    )
    said = refreshed(capsys, code=3)
    assert (
        "north: first\n  mailed to 1\n  not mailed: when: 'profit < 0': the edition shows no 'profit'" in said
    )
    assert sorted(to for to, _ in taken(running)) == ["north@example.com", "south@example.com"]
    (project / "data/north/facts.csv").write_text(FACTS.replace("5.25", "4.25"), encoding="utf-8")
    refreshed(capsys, "--reason", "Restated", code=3)
    assert [to for to, _ in taken(running)][2:] == ["north@example.com", "alarm@example.com"]


def test_a_wrong_setting_stops_the_call_before_anything_is_published(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "project.yaml").write_text("deliver: {too: board@example.com}\n", encoding="utf-8")
    assert main(["refresh", "--to", "public"]) == 1
    assert "project.yaml:1" in capsys.readouterr().err
    assert not (project / "public").exists()


def test_page_one_tells_of_the_edition_that_was_published_before_and_an_unchanged_one_stays(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, facts = project / "data/north/brief.yaml", project / "data/north/facts.csv"
    settings.write_text(SETTINGS + "since: published\nkpis: [{figure: sales}]\n", encoding="utf-8")
    assert main(["build", "north"]) == 0, "where nothing was published there is nothing to tell"
    refreshed(capsys, "north")
    facts.write_text(FACTS + "sales,2025-Q4,6.25,USD mn\n", encoding="utf-8")
    assert main(["build", "north"]) == 0, "the author looks at it first"
    assert "Since the last edition" in (project / "output/north/brief.html").read_text(encoding="utf-8")
    assert "north: next" in refreshed(capsys, "north")
    for _ in range(2):
        assert "north: unchanged" in refreshed(capsys, "north")


def test_an_edition_that_was_built_before_others_were_brought_is_built_again(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, facts = project / "data/north/brief.yaml", project / "data/north/facts.csv"
    settings.write_text(SETTINGS + "since: published\nkpis: [{figure: sales}]\n", encoding="utf-8")
    (project / "project.yaml").write_text("deliver: {to: board@example.com}\n", encoding="utf-8")
    refreshed(capsys, "north", "--output", "elsewhere", "--no-mail")
    facts.write_text(FACTS + "sales,2025-Q4,6.25,USD mn\n", encoding="utf-8")
    assert main(["build", "north"]) == 0
    page = project / "output/north/brief.html"
    assert "Since the last edition" not in page.read_text(encoding="utf-8")
    assert "Sales: US$5.25mn in Q3 25, US$6.25mn in Q4 25, up" in refreshed(capsys, "north", "--no-mail")
    assert "Since the last edition" in page.read_text(encoding="utf-8")
