"""The gallery of exhibits: every kind has its page, every example is drawn without a finding, and looks as it did."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

import reportgen
from reportgen.charts.freeze import Freezer
from reportgen.charts.registry import SHIPPED
from reportgen.charts.theme import load_theme
from reportgen.cli import main
from reportgen.delivery.gallery import SCHEMES, TABLES, Scheme, chosen, gallery_brief, name_of, pages
from reportgen.delivery.output import Folder, by_first_name
from reportgen.drawing import drawn
from reportgen.model import PLOTS
from reportgen.pipeline import LoadedBrief
from tests.test_golden_pictures import RENEW, compare, pictures

THEME = load_theme()
DOCS = Path(__file__).parents[1] / "docs" / "exhibits"
GOLDEN = Path(__file__).parent / "golden" / "exhibits"
_LINK = re.compile(r"\]\(([\w/.-]+\.md)\)")


def loaded(project: Path, scheme: Scheme, kinds: tuple[str, ...] = ()) -> LoadedBrief:
    """The gallery's brief, read from a project of its own."""
    Folder(project).replace(by_first_name(dict(gallery_brief(chosen(kinds), scheme))))
    return reportgen.load(project / name_of(scheme), project=project)


def test_every_kind_has_its_page_and_every_page_its_kind() -> None:
    assert set(pages()) == set(SHIPPED)


def test_the_index_leads_to_every_page_and_no_link_leads_nowhere() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    assert {f"{kind}.md" for kind in pages()} <= set(_LINK.findall(index))
    for page in DOCS.glob("*.md"):
        for link in _LINK.findall(page.read_text(encoding="utf-8")):
            assert (DOCS / link).is_file(), f"{page.name} leads to {link}"


@pytest.mark.parametrize("kind", sorted(pages()))
def test_a_page_shows_its_own_kind_and_explains_its_options(kind: str) -> None:
    page = pages()[kind]
    assert page.settings["kind"] == kind
    assert page.before
    fields = SHIPPED[kind].options.model_fields.items()
    options = {str(field.validation_alias or name) for name, field in fields} - {"decimals", "scale", "unit"}
    told = set(re.findall(r"`(\w+)`", page.before + page.after))
    assert options <= told, f"not explained: {options - told}"


@pytest.mark.parametrize("kind", sorted(set(pages()) - set(TABLES)))
def test_a_page_has_its_picture(kind: str) -> None:
    """`make exhibits` makes it, and puts it there."""
    assert f"](pictures/{kind}.png)" in (DOCS / f"{kind}.md").read_text(encoding="utf-8")
    with Image.open(DOCS / "pictures" / f"{kind}.png") as picture:
        assert picture.width > THEME.slots["wide"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_example_is_drawn_at_the_widths_at_which_it_stands_without_a_finding(
    tmp_path: Path, freezer: Freezer, scheme: Scheme
) -> None:
    planned, found = drawn(loaded(tmp_path, scheme).plan(), freezer)
    assert not planned.findings
    charts = {kind for kind in pages() if kind not in TABLES}
    assert {name for name in found if name.partition("/")[2] in PLOTS} == {
        *(f"{kind}/{slot}" for kind in charts for slot in ("wide", "narrow")),
        *(f"{kind}-half/{slot}" for kind in charts for slot in PLOTS),
    }


def test_the_dark_one_has_the_colours_of_the_dark_alone(tmp_path: Path, freezer: Freezer) -> None:
    found = drawn(loaded(tmp_path, "dark", ("bars",)).plan(), freezer)[1]["bars/wide"]
    colours = set(re.findall(r"#[0-9a-f]{6}\b", found.svg))
    assert colours
    assert colours <= set(THEME.colors_dark.values())


@pytest.mark.slow
def test_the_command_writes_both_editions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["charts", "bars", "--output", str(tmp_path)]) == 0
    for scheme in SCHEMES:
        page = (tmp_path / name_of(scheme) / "brief.html").read_text(encoding="utf-8")
        assert "kind: bars" in page
        assert "highlight: revenue.yoy" in page
        assert "{{ software_revenue.yoy | up }}" in page.replace("<wbr>", "")
        assert (tmp_path / name_of(scheme) / "charts" / "bars.png").stat().st_size
    assert "no findings" in capsys.readouterr().err


def test_a_kind_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["charts", "barrs", "--output", str(tmp_path)]) == 2
    assert "no kind of exhibit 'barrs' — did you mean 'bars'" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_every_kind_is_drawn_below_its_heading_and_what_leads_in(tmp_path: Path) -> None:
    """Pages end neither with a heading nor with the words between it and the first exhibit of its section."""
    edition = loaded(tmp_path, "light").build(("pdf",))
    assert not [str(one) for one in edition.findings]
    with pypdfium2.PdfDocument(edition.pdf) as document:
        texts = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    for kind, page in [(kind, page) for kind, page in pages().items() if kind not in TABLES]:
        opening = " ".join(re.sub(r"[`*]", "", page.before).split())[:30]
        (place,) = [text for text in texts[:-1] if f"{page.title} {opening}" in text] or [""]
        assert re.search(r"Exhibit \d+\.", place.partition(opening)[2]), kind


@pytest.mark.slow
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_gallery_looks_as_it_did(tmp_path: Path, scheme: Scheme) -> None:
    pdf = tmp_path / "gallery.pdf"
    pdf.write_bytes(loaded(tmp_path / "project", scheme).build(("pdf",)).pdf)
    found = pictures(pdf, None)
    if RENEW:
        renew(found, scheme)
    golden = sorted(GOLDEN.glob(f"{scheme}-*.png"))
    assert golden, "there is no picture yet: look at the pages (reportgen charts), then make one with RENEW=1"
    assert len(found) == len(golden), "another number of pages; look at them, then renew the pictures"
    said = [compare(page, Image.open(path), path.stem) for page, path in zip(found, golden, strict=True)]
    assert not any(said), "\n".join(filter(None, said))


def renew(found: list[Image.Image], scheme: Scheme) -> None:
    """Put pictures in the place of those that were expected."""
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for path in GOLDEN.glob(f"{scheme}-*.png"):
        path.unlink()
    for number, page in enumerate(found, 1):
        page.quantize(256).save(GOLDEN / f"{scheme}-{number:02}.png", optimize=True)
