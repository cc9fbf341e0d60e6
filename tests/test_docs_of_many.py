"""What the page on many briefs says can be done."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from reportgen import cli
from tests.test_docs import ROOT, blocks

PAGE = ROOT / "docs" / "many.md"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the portfolio of the page."""
    folder = tmp_path / "data" / "shops"
    folder.mkdir(parents=True)
    for block in blocks(PAGE):
        if block.whole:
            (folder / block.file).write_text(block.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_portfolio_of_the_page_is_checked_built_and_published_as_it_says(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here, far = blocks(PAGE, "console")
    for line in here.text.splitlines():
        _, *words = shlex.split(line)
        more = ["--format", "html"] if words[0] == "build" else []
        assert cli.main([*words, *more]) == 0, line
    said = capsys.readouterr().err
    assert "shops-larch-street: no findings" in said
    assert "summit" not in said
    for name in ("index.html", "portfolio.json", "harbour/brief.html", "covering/brief.html"):
        assert (desk / "output" / "shops" / name).is_file()
    assert (desk / "public" / "shops-harbour" / "latest").is_dir()
    for line in far.text.splitlines():
        _, command, *options = shlex.split(line)
        known = {one for parameter in cli.cli.commands[command].params for one in parameter.opts}
        assert {one for one in options if one.startswith("--")} <= known
