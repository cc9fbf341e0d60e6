"""A year of one brief as its author lives it: begun from a table, signed, published, mailed, refreshed, corrected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import feedparser
import pytest

from reportgen import crew
from reportgen.cli import main
from reportgen.delivery.publishing import published
from reportgen.worker import Here
from tests.authority import holder
from tests.servers import Buckets, Shell
from tests.smtp import Mailbox, Running, certificate, smtp_server

BOOK = """\
metric,unit,Q3 2024,Q4 2024,Q1 2025,Q2 2025,Q3 2025
Revenue,EUR mn,81.2,84.9,79.4,86.3,90.1
Operating profit,EUR mn,9.3,10.2,8.1,10.9,12.4
Ships handled,ships,412,431,398,440,452
"""
FOURTH = """\
metric,unit,Q3 2024,Q4 2024,Q1 2025,Q2 2025,Q3 2025,Q4 2025
Revenue,EUR mn,81.2,84.9,79.4,86.8,90.1,96.2
Operating profit,EUR mn,9.3,10.2,8.1,10.9,12.4,12.1
Ships handled,ships,412,431,398,440,452,470
"""
DELIVER = (
    "deliver: {to: [board@example.com, desk@example.com], link: 'https://briefs.example.com/{brief}/'}\n"
)
SOURCE = "  call: {title: Call of analysts, publisher: Harbour, date: 2025-11-20}\n"


@dataclass
class Author:
    """Who has the project, and what the servers hold that they send to."""

    project: Path
    mailbox: Mailbox
    targets: tuple[str, str, str]
    key: Path
    capsys: pytest.CaptureFixture[str]

    def does(self, *call: str, code: int = 0) -> str:
        """Call the command, and return all that it says."""
        self.capsys.readouterr()
        assert main(list(call)) == code
        said = self.capsys.readouterr()
        return said.out + said.err

    def refreshes(self, target: str, *options: str) -> str:
        """Refresh as a schedule does, and sign what is published."""
        signing = ("--sign", "--key", str(self.key))
        return self.does("refresh", "--to", target, "--url", "https://briefs.example.com", *signing, *options)

    def writes(self, name: str, text: str) -> None:
        (self.project / name).write_text(text, encoding="utf-8")

    def last_mail(self) -> str:
        """What the last message says, in plain text."""
        _, message = self.mailbox.taken[-1]
        found = message.get_body(("plain",))
        assert isinstance(found, EmailMessage)
        return " ".join(str(found.get_content()).split())

    def box(self) -> str:
        """What page one says is new."""
        page = (self.project / "output/harbour/brief.html").read_text(encoding="utf-8")
        found = re.search(r'<div class="box">(.*?)</div>', page, re.DOTALL)
        return " ".join(re.sub("<[^>]+>", "", found[1]).split()) if found else ""

    def state(self) -> dict[str, tuple[int, bytes]]:
        """Every file of the project, with the time at which it was written."""
        files = (path for path in self.project.rglob("*") if path.is_file())
        return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    (tmp_path / "certificate").mkdir()
    with smtp_server(Mailbox(), certificate(tmp_path / "certificate")) as server:
        yield server


@pytest.fixture
def author(
    tmp_path: Path,
    running: Running,
    sshd: Shell,
    s3: Buckets,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Author:
    for name, value in running.environment.items():
        monkeypatch.setenv(name, value)
    sshd.login(monkeypatch)
    s3.login(monkeypatch)
    project = tmp_path / "project"
    project.mkdir()
    monkeypatch.chdir(project)
    monkeypatch.setattr(crew, "Worker", lambda _limits, **_: Here())
    targets = ("public", sshd.target("story"), f"s3://{s3.bucket()}/story")
    return Author(project, running.mailbox, targets, holder().write(tmp_path), capsys)


def test_a_year_of_a_brief(author: Author) -> None:
    folder, *servers = author.targets

    author.writes("project.yaml", DELIVER)
    author.writes("book.csv", BOOK)
    author.does("new", "data/harbour", "--from", "book.csv")
    settings = (author.project / "data/harbour/brief.yaml").read_text(encoding="utf-8")
    settings = re.sub(r"(?m)^period: .*$", "period: latest\nwritten_for: 2025-Q3\nsince: published", settings)
    author.writes("data/harbour/brief.yaml", re.sub(r"(?m)^date: .*$", "date: latest", settings) + SOURCE)
    with (author.project / "data/harbour/narrative.md").open("a", encoding="utf-8") as narrative:
        narrative.write('\nA new berth opens in spring. {{ cite("call") }}\n')
    assert "no findings" in author.does("build", "data/harbour")
    assert "signed by" in author.does("sign", "output/harbour", "--key", str(author.key))
    for target in author.targets:
        author.does("publish", "output/harbour", target, "--url", "https://briefs.example.com")
    author.does("mail", "output/harbour", "--to", "board@example.com")
    assert "€90.1mn" in author.last_mail()
    assert author.box() == "", "there is no edition before the first"

    author.writes("data/harbour/book.csv", FOURTH)
    said = author.refreshes(folder)
    assert "harbour: next (by brief/book.csv)" in said
    assert "warning[stale-citation]" in said
    assert "Revenue, Q2 25: €86.3mn, now €86.8mn" in said
    assert "mailed to 2" in said
    assert author.box().startswith("Since the last edition Restated: Revenue in Q2 25, €86.8mn, not €86.3mn.")
    assert "€96.2mn in Q4 25, after €90.1mn in Q3 25" in author.box()
    trust = ("verify", "--trust", str(author.key.with_suffix(".crt")))
    assert "Investor Relations" in author.does(*trust, "public/harbour/2025-Q4", "public/harbour/2025-Q3")
    assert "Revenue: €90.1mn in Q3 25, €96.2mn in Q4 25, up" in author.last_mail()
    assert "https://briefs.example.com/harbour/2025-Q4/" in author.last_mail()
    for target in servers:
        assert "harbour: next" in author.refreshes(target)
    assert len(author.mailbox.taken) == 3, "nobody gets an edition twice, wherever it is published"

    said = author.does("diff", "public/harbour/2025-Q3", "public/harbour/2025-Q4", code=1)
    assert "Operating profit: €12.4mn in Q3 25, €12.1mn in Q4 25, down" in said

    author.writes("data/harbour/book.csv", FOURTH.replace("96.2", "96.4"))
    said = author.refreshes(folder, "--reason", "Two invoices came late")
    assert "harbour: revised (by brief/book.csv)" in said
    assert "Revenue, Q4 25: €96.2mn, now €96.4mn (beyond rounding)" in author.last_mail()
    assert "€96.4mn in Q4 25, after €90.1mn in Q3 25" in author.box(), "since the quarter before, as it was"
    current = [(one.edition, one.revision) for one in published(folder) if one.current]
    assert current == [("2025-Q4", 2), ("2025-Q3", 1)]
    feed = feedparser.parse((author.project / "public/harbour/feed.xml").read_bytes())
    assert "Two invoices came late" in str(feed.entries[0])
    index = (author.project / "public/harbour/index.html").read_text(encoding="utf-8")
    assert "€96.4mn" in index

    author.does(*trust, "public/harbour/latest/brief.pdf", *(str(author.project / "output/harbour"),))
    state, mails = author.state(), len(author.mailbox.taken)
    for target in (folder, folder):
        assert "harbour: unchanged" in author.refreshes(target)
    assert author.state() == state, "an unchanged refresh touches nothing"
    assert len(author.mailbox.taken) == mails
