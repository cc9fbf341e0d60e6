"""Whether a look can be read: findings for the colours and the families that a brief or a project brings."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.charts.colours import TEXT_CONTRAST, contrast, mixed
from reportgen.charts.eyes import EYES
from reportgen.charts.legibility import alike, illegible, judged_look
from reportgen.charts.theme import load_theme
from reportgen.files import Files
from reportgen.findings import Finding
from reportgen.settings import ThemeOverride
from tests.conftest import Write

PALE, NIGHT, FOREST = "#ffd400", "#12171f", "#14532d"


def found(brief: Write, settings: str, project: Path | None = None) -> list[Finding]:
    book = brief(settings=settings).book
    files = Files(book.brief.folder, project)
    object.__setattr__(book.brief, "files", files)
    return list(judged_look(book.brief, load_theme(book.brief.settings.theme, files)))


def test_the_shipped_look_can_be_read_by_everyone() -> None:
    assert list(illegible(load_theme())) == []
    assert list(alike(load_theme())) == []


def test_a_pale_accent_keeps_its_fill_and_is_no_error(brief: Write) -> None:
    assert not [one for one in found(brief, f"theme:\n  accent: '{PALE}'\n") if one.severity == "error"]
    theme = load_theme(ThemeOverride(accent=PALE))
    assert theme["accent"] == PALE
    assert list(illegible(theme)) == []


def test_letters_of_an_accent_are_the_nearest_that_can_be_read() -> None:
    theme = load_theme(ThemeOverride(accent=PALE))
    nearer = mixed(theme["accent_ink"], PALE, 0.9)
    assert contrast(theme["accent_ink"], theme["soft"]) >= TEXT_CONTRAST > contrast(nearer, theme["soft"])


def test_a_dark_accent_for_the_dark_scheme_is_found_at_its_own_place(brief: Write) -> None:
    """It cannot be told from the ground, though its areas have an edge."""
    (dim,) = [
        one for one in found(brief, f"theme:\n  accent_dark: '{NIGHT}'\n") if "dark scheme" in one.message
    ]
    assert dim.code == "colours-alike"
    assert "accent_dark" in dim.place.path.read_text(encoding="utf-8").splitlines()[dim.place.line - 1]


def test_an_accent_like_its_neighbour_is_a_warning_that_names_the_eyes(brief: Write) -> None:
    (warning,) = found(brief, f"theme: {{accent: '{FOREST}'}}\n")
    assert (warning.severity, warning.code) == ("warning", "colours-alike")
    assert "look alike to readers of a copy in grey" in warning.message


@pytest.mark.parametrize("eyes", EYES)
def test_every_kind_of_eye_is_asked(eyes: str) -> None:
    """Two colours that this kind of eye alone confuses: the finding names it."""
    confused = {
        "with protanopia": ("#fe0314", "#006300"),
        "with deuteranopia": ("#f0133f", "#37ae32"),
        "with tritanopia": ("#6e4cfd", "#3c2efb"),
        "of a copy in grey": ("#c2410c", "#687486"),
    }
    theme = load_theme()
    one, other = confused[eyes]
    spoilt = dict(theme.colors, accent=one, strong=other)
    object.__setattr__(theme, "colors", spoilt)
    (fault,) = [one for one in alike(theme) if (one.front, one.back) == ("accent", "strong")]
    assert f"to readers {eyes} " in fault.message


def test_a_projects_pale_text_is_found_in_its_theme_file(brief: Write, tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "assets").mkdir(parents=True)
    own = 'colors: {muted: {light: "#c0c0c0", dark: "#a6afbc"}}\n'
    (project / "assets" / "theme.yaml").write_text(own, encoding="utf-8")
    (pale,) = found(brief, "", project)
    assert pale.place.path == project / "assets" / "theme.yaml"
    assert pale.message.startswith("muted #c0c0c0 on soft")
    assert "nearest" not in pale.message


def test_a_family_that_is_not_bundled_is_found_where_it_is_named(brief: Write) -> None:
    sans, serif = found(brief, "theme:\n  fonts:\n    sans: Helvetica\n    serif: Brief Seif\n")
    assert (sans.code, sans.severity) == ("unknown-font", "error")
    assert sans.message == "'Helvetica' is not bundled as a sans family; expected 'Inter'"
    assert serif.message.endswith("did you mean 'Brief Serif'?")
    assert serif.place.line == sans.place.line + 1


def test_bundled_families_are_fine(brief: Write) -> None:
    assert found(brief, "theme: {fonts: {sans: Inter, serif: Inter}}\n") == []
