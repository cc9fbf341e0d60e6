"""Templates are compiled once, and what is kept of them never speaks for another text."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import FileSystemLoader
from jinja2.bccache import bc_magic
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reportgen import resources
from reportgen.document import compiled
from reportgen.document.compiled import Compiled
from reportgen.kept.engine import engine


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for that of the shipped templates."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    monkeypatch.setattr(resources, "shipped", lambda _: folder)
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    return folder


def said(folder: Path, cache: Compiled) -> str:
    """What a template says in an environment of its own, as every page has one."""
    environment = ImmutableSandboxedEnvironment(loader=FileSystemLoader(folder), bytecode_cache=cache)
    return environment.get_template("page.jinja").render(name="you")


def kept(folder: Path) -> list[Path]:
    return sorted((folder / compiled.FOLDER).glob("*"))


def test_a_template_that_was_edited_says_its_new_words(shipped: Path) -> None:
    cache = Compiled()
    for words in ("Hello {{ name }}", "Good morning {{ name }}", "Hello {{ name }}"):
        (shipped / "page.jinja").write_text(words, encoding="utf-8")
        expected = words.replace("{{ name }}", "you")
        assert said(shipped, cache) == said(shipped, Compiled()) == expected


def test_another_process_compiles_a_shipped_template_no_more(
    shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shipped / "page.jinja").write_text("Hello {{ name }}", encoding="utf-8")
    said(shipped, Compiled())
    monkeypatch.setattr(ImmutableSandboxedEnvironment, "_compile", None)
    assert said(shipped, Compiled()) == "Hello you"


@pytest.mark.parametrize("damage", [b"", b"nonsense", bc_magic + b"\x80\x02X"])
def test_what_is_damaged_on_disk_is_compiled_anew(shipped: Path, damage: bytes) -> None:
    (shipped / "page.jinja").write_text("Hello {{ name }}", encoding="utf-8")
    said(shipped, Compiled())
    (file,) = kept(shipped)
    whole = file.read_bytes()
    file.write_bytes(damage or whole[: len(whole) // 2])
    assert said(shipped, Compiled()) == "Hello you"
    assert file.read_bytes() == whole


def test_an_installation_that_cannot_be_written_to_works_all_the_same(shipped: Path) -> None:
    (shipped / "page.jinja").write_text("Hello {{ name }}", encoding="utf-8")
    (shipped / compiled.FOLDER).write_text("a file where the folder would be", encoding="utf-8")
    assert said(shipped, Compiled()) == "Hello you"


def test_code_of_a_projects_own_template_is_not_written_to_disk(shipped: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "page.jinja").write_text("Hello {{ name }}", encoding="utf-8")
    cache = Compiled()
    assert said(own, cache) == said(own, cache) == "Hello you"
    assert not kept(own)
    assert not kept(shipped)


def test_what_is_compiled_makes_no_edition_another(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for folder in ("templates", "assets"):
        (tmp_path / folder).mkdir()
    (tmp_path / "templates" / "page.jinja").write_text("Hello", encoding="utf-8")
    monkeypatch.setattr("reportgen.kept.engine.shipped", lambda folder: tmp_path / folder)
    engine.cache_clear()
    before = engine()
    (tmp_path / "templates" / compiled.FOLDER).mkdir()
    (tmp_path / "templates" / compiled.FOLDER / "page.jinja.kept").write_bytes(b"code")
    engine.cache_clear()
    after = engine()
    engine.cache_clear()
    assert after == before
