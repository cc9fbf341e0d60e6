"""From what an edition was made: all that was read, nothing else, and no path of this machine; read anew each time."""

from __future__ import annotations

import json
import shutil
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.edition import Issue
from reportgen.fingerprint import Fingerprint, fingerprint
from tests.small_project import PARTS, Part, small_project

PALE = 'colors:\n  strong: {light: "#677385"}\n'  # like another colour: a warning at the project's theme


def made(folder: Path) -> Fingerprint:
    loaded = reportgen.load(folder / "brief", folder / "project", allow_code=True)
    loaded.plan()
    return fingerprint(loaded.brief.files)


def page(folder: Path) -> Issue:
    return reportgen.load(folder / "brief", folder / "project", allow_code=True).build(("html",))


def manifest(edition: Issue) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(edition.files["manifest.json"])
    return content


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.path)
def test_an_edit_of_any_part_changes_the_fingerprint(part: Part, tmp_path: Path) -> None:
    small_project(tmp_path)
    before = made(tmp_path)
    path = tmp_path / part.path
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    after = made(tmp_path)
    changed = {name for name in before.inputs if before.inputs[name] != after.inputs[name]}
    assert changed == {part.path}
    assert before.of_inputs != after.of_inputs
    assert before.whole != after.whole


def test_what_is_not_read_does_not_change_it(tmp_path: Path) -> None:
    brief, project = small_project(tmp_path)
    before = made(tmp_path)
    for name in ("output/brief.pdf", ".git/HEAD", "notes.txt", "film.mp4"):
        (brief / name).parent.mkdir(exist_ok=True)
        (brief / name).write_text("anything", encoding="utf-8")
    (project / "assets" / "logo.png").write_bytes(b"")
    assert made(tmp_path) == before


def test_options_and_versions_belong_to_it() -> None:
    inputs, versions = {"brief/brief.yaml": "0"}, {"reportgen": "1"}
    whole = {
        Fingerprint(inputs, versions, {}).whole,
        Fingerprint(inputs, versions, {"paper": "Letter"}).whole,
        Fingerprint(inputs, {"reportgen": "2"}, {}).whole,
        Fingerprint({"brief/brief.yaml": "1"}, versions, {}).whole,
    }
    assert len(whole) == 4


def test_an_edition_says_what_it_was_made_from_wherever_the_folders_lie(tmp_path: Path) -> None:
    editions = []
    for place in ("one", "elsewhere/two"):
        small_project(tmp_path / place)
        (tmp_path / place / "project/assets/theme.yaml").write_text(PALE, encoding="utf-8")
        editions.append(page(tmp_path / place))
    one, two = editions
    assert one.files == two.files
    inputs = manifest(one)["inputs"]
    assert {name for name in inputs if not name.startswith("shipped/")} == {part.path for part in PARTS}
    assert "shipped/templates/base.html.jinja" in inputs
    assert "shipped/templates/components/kpi.html.jinja" not in inputs  # the project's own is there


def test_a_warning_about_the_projects_theme_names_no_folder_of_the_machine(tmp_path: Path) -> None:
    small_project(tmp_path)
    (tmp_path / "project/assets/theme.yaml").write_text(PALE, encoding="utf-8")
    edition = page(tmp_path)
    (warning,) = [one for one in manifest(edition)["findings"] if "colours-alike" in one]
    assert warning.startswith("project/assets/theme.yaml: warning[colours-alike]")
    assert not [name for name, content in edition.files.items() if str(tmp_path).encode() in content]


OTHER_LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"/>'
EDITS = {
    "project/assets/theme.yaml": ('colors: {ink: {light: "#010203"}}\n', "#010203"),
    "project/assets/css/narrative.css": ("h2 { margin-left: 1.234px }\n", "1.234px"),
    "project/templates/components/kpi.html.jinja": (
        "{% macro cards(items) %}<p>anew</p>{% endmacro %}",
        "<p>anew</p>",
    ),
    "brief/style.css": ("h1 { margin-left: 5.678px }\n", "5.678px"),
    "brief/narrative.md": ("## Other words\n", "Other words"),
    "brief/logo.svg": (OTHER_LOGO, b64encode(OTHER_LOGO.encode()).decode()),
}


@pytest.mark.parametrize("edited", EDITS)
def test_a_second_build_in_one_process_sees_what_was_edited(edited: str, tmp_path: Path) -> None:
    small_project(tmp_path)
    content, mark = EDITS[edited]
    loaded = reportgen.load(tmp_path / "brief", tmp_path / "project", allow_code=True)
    first = loaded.build(("html",))
    assert mark not in first.html
    (tmp_path / edited).write_text(content, encoding="utf-8")
    assert mark in loaded.build(("html",)).html
    assert mark in page(tmp_path).html


def test_a_project_that_is_the_shipped_one_is_named_so(tmp_path: Path) -> None:
    small_project(tmp_path)
    project = Path(__file__).parents[1]
    loaded = reportgen.load(tmp_path / "brief", project, allow_code=True)
    loaded.plan()
    assert not [name for name in loaded.brief.files.read if name.startswith("project/")]


def test_a_copy_of_the_shipped_templates_is_the_projects_own(tmp_path: Path) -> None:
    small_project(tmp_path)
    shutil.rmtree(tmp_path / "project" / "templates")
    shutil.copytree(Path(__file__).parents[1] / "templates", tmp_path / "project" / "templates")
    names = made(tmp_path).inputs
    assert "project/templates/base.html.jinja" in names
    assert not [name for name in names if name.startswith("shipped/templates/")]
