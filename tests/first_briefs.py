"""First briefs of tables, as `reportgen new --from` makes them, and the words by which a table is read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from reportgen import cli
from reportgen.findings import Findings
from reportgen.pipeline import load
from reportgen.sources.words import Words
from reportgen.starter.stage import Stage


@pytest.fixture
def dated(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is late in November 2025."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(dt.datetime(2025, 11, 26, tzinfo=dt.UTC).timestamp())))


@pytest.fixture(scope="session")
def words(tmp_path_factory: pytest.TempPathFactory) -> Words:
    """The words of a source of which nothing is said."""
    folder = tmp_path_factory.mktemp("words")
    (folder / "a.csv").write_text("a,b\n1,2\n")
    brief = Stage(folder).brief({"t": {"title": "t", "data": "a.csv"}}, Findings())
    return Words(brief, brief.settings.sources["t"])


def begun(tmp_path: Path, content: str | bytes, *options: str, name: str = "t.csv") -> Path:
    """The folder of a brief that was begun from a table; nothing is wrong with it."""
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    folder = tmp_path / "brief"
    assert cli.main(["new", str(folder), "--from", str(tmp_path / name), *options]) == 0
    assert not [one for one in load(folder).plan().findings if one.severity != "note"]
    return folder


def facts_of(folder: Path) -> dict[tuple[str, str, str], str]:
    """What is stated: metric, period and scenario, and the number with its unit."""
    return {
        (one.metric.id, str(one.period), str(one.scenario)): str(one.quantity)
        for one in load(folder).book.stated
    }
