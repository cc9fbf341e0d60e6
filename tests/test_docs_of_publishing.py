"""What the page on publishing says can be done, on a folder, on S3 and over SFTP."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from reportgen import cli
from reportgen.delivery.publishing import published
from reportgen.delivery.publishing.address import SECRETS
from tests.publications import plain_project, tree, write_edition
from tests.servers import Buckets, Shell
from tests.test_docs import ROOT, blocks, commands

PAGE = ROOT / "docs" / "publish.md"
BRIEF = "alibaba-fy2026-q2"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an edition that was built."""
    plain_project(tmp_path)
    files = {"brief.html": b"<p>page</p>", "brief.pdf": b"%PDF", "facts.json": b"{}"}
    write_edition(tmp_path / "output" / BRIEF, files)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_path_that_the_page_names_is_in_a_target(desk: Path) -> None:
    for command in commands(PAGE):
        if " publish " in command:
            assert cli.main(re.findall(r'"[^"]+"|\S+', command)[1:]) == 0
    named = {name for row in re.findall(r"^\| (.*?`) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
             for name in re.findall(r"`/?([a-z./]+?)/?`", row)}  # fmt: skip
    there = {path.name for path in (desk / "public").iterdir()}
    assert there == {"index.html", "feed.xml", "catalogue.json", "catalogue", BRIEF}
    assert {path.name for path in (desk / "public" / BRIEF).iterdir()} == {
        "index.html", "feed.xml", "latest", "FY2026-Q2"
    }  # fmt: skip
    assert {"index.html", "feed.xml", "catalogue.json", "catalogue", "latest"} <= named


def test_the_addresses_of_the_page_are_published_to(
    desk: Path, s3: Buckets, sshd: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    s3.login(monkeypatch)
    sshd.login(monkeypatch)
    given = {
        "s3://example-ir": f"s3://{s3.bucket()}",
        "sftp://publisher@files.example.com": sshd.target("files.example.com"),
    }
    lines = [line for block in blocks(PAGE, "console") for line in block.text.splitlines()]
    assert len(lines) == len(given)
    for line in lines:
        name = next(one for one in given if one in line)
        words = line.replace(name, given[name]).split()
        assert cli.main(words[1:]) == 0
        assert [one.brief for one in published(words[-1])] == [BRIEF]
    assert desk.exists()


def test_the_python_of_the_page_runs(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = blocks(PAGE, "python")
    exec(compile(block.text, PAGE.name, "exec"), {})  # noqa: S102 - it is ours
    assert capsys.readouterr().out.startswith(f"published {BRIEF} FY2026-Q2 1 {BRIEF}/FY2026-Q2/index.html\n")
    assert sorted(tree(desk / "last")) == ["facts.json", "manifest.json"]


def test_every_variable_with_a_secret_is_on_the_page_and_none_is_needed_for_a_folder() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in SECRETS if name not in page] == ["AWS_SESSION_TOKEN"], "which comes with a role"
    assert not any(name in os.environ for name in SECRETS)
