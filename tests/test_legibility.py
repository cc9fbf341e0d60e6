"""Whether a look can be read: findings for the colours and the families that a brief or a project brings."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.charts.legibility import EYES, alike, illegible, judged_look, nearest_legible
from reportgen.charts.theme import load_theme
from reportgen.files import Files
from reportgen.findings import Finding
from reportgen.settings import ThemeOverride
from tests.conftest import Write

PALE, NAVY, FOREST = "#ffd400", "#1b3a6b", "#14532d"


def found(brief: Write, settings: str, project: Path | None = None) -> list[Finding]:
    book = brief(settings=settings).book
    files = Files(book.brief.folder, project)
    object.__setattr__(book.brief, "files", files)
    return list(judged_look(book.brief, load_theme(book.brief.settings.theme, files)))


def test_the_shipped_look_can_be_read_by_everyone() -> None:
    assert list(illegible(load_theme())) == []
    assert list(alike(load_theme())) == []


def test_a_pale_accent_is_found_with_its_place_and_the_nearest_that_can_be_read(brief: Write) -> None:
    (pale,) = [one for one in found(brief, f"theme:\n  accent: '{PALE}'\n") if one.severity == "error"]
    assert pale.code == "contrast"
    assert pale.place.path.name == "brief.yaml"
    assert "accent" in pale.place.path.read_text(encoding="utf-8").splitlines()[pale.place.line - 1]
    assert pale.message == (
        "accent #ffd400 on soft #f5f6f8 has a contrast of 1.3:1 in the light scheme; expected at least 4.5:1; "
        "the nearest accent that can be read is #856e00"
    )


def test_the_nearest_that_can_be_read_is_readable_and_one_step_nearer_is_not() -> None:
    nearest = nearest_legible(load_theme(ThemeOverride(accent=PALE)), "light")
    assert list(illegible(load_theme(ThemeOverride(accent=nearest)))) == []
    assert list(illegible(load_theme(ThemeOverride(accent="#8a7300"))))


def test_a_dark_accent_for_the_dark_scheme_is_found_at_its_own_place(brief: Write) -> None:
    (dim,) = [one for one in found(brief, f"theme:\n  accent_dark: '{NAVY}'\n") if one.code == "contrast"]
    assert "in the dark scheme" in dim.message
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
