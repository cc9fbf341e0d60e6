"""A referee that lets everything pass proves nothing: each of them catches a fault that is put before it."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from weasyprint import HTML

from tests.referees import axe, markup, pdf_syntax, verapdf, workflows

pytestmark = pytest.mark.referee

GOOD_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Cloud revenue rose</title></head>
<body><main><h1>Cloud revenue rose</h1><p>By a third.</p></main></body></html>
"""
GOOD_WORKFLOW = """
name: good
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: make brief
"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    opened = chromium.new_page()
    yield opened
    opened.close()


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def pdf(path: Path, variant: str | None = None) -> Path:
    HTML(string=GOOD_PAGE).write_pdf(path, pdf_variant=variant)
    return path


def body(html: str) -> str:
    return GOOD_PAGE.replace("<p>By a third.</p>", html)


def style(css: str) -> str:
    return GOOD_PAGE.replace("</head>", f"<style>{css}</style></head>")


# -------------------------------------------------------------------------------- veraPDF


def test_verapdf_passes_what_complies_and_fails_an_untagged_pdf(tmp_path: Path) -> None:
    tagged, plain = pdf(tmp_path / "tagged.pdf", "pdf/ua-1"), pdf(tmp_path / "plain.pdf")
    verdicts = verapdf.judge([tagged, plain], flavours=["ua1"])
    assert [(verdict.path, verdict.compliant) for verdict in verdicts] == [(tagged, True), (plain, False)]
    assert "7.1" in {failure.clause for failure in verdicts[1].failures}, str(verdicts[1])


def test_verapdf_judges_both_flavours_of_each_file(tmp_path: Path) -> None:
    archival, accessible = pdf(tmp_path / "a3a é.pdf", "pdf/a-3a"), pdf(tmp_path / "ua1.pdf", "pdf/ua-1")
    verdicts = verapdf.judge([archival, accessible])
    assert {(verdict.path.name, verdict.flavour) for verdict in verdicts if verdict.compliant} == {
        ("a3a é.pdf", "3a"),
        ("ua1.pdf", "ua1"),
    }


def test_verapdf_says_what_it_cannot_judge(tmp_path: Path) -> None:
    (verdict,) = verapdf.judge([written(tmp_path / "no.pdf", "no PDF at all")], flavours=["ua1"])
    assert not verdict.compliant
    assert "not judged" in str(verdict)


# -------------------------------------------------------------------------------- HTML


@pytest.mark.parametrize("judge", [markup.judge_nu, markup.judge_html_validate])
@pytest.mark.parametrize(
    "fault",
    ['<p id="a">x</p><p id="a">y</p>', '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'],
    ids=["the same id twice", "an image without alt"],
)
def test_html_judges_catch_the_faulty_page_and_name_it(
    judge: Callable[[Sequence[Path]], list[markup.Complaint]], fault: str, tmp_path: Path
) -> None:
    good, bad = written(tmp_path / "good.html", GOOD_PAGE), written(tmp_path / "bad.html", body(fault))
    assert {complaint.path for complaint in judge([good, bad])} == {bad}


@pytest.mark.parametrize("judge", [markup.judge_nu, markup.judge_html_validate])
def test_html_judges_finish_their_answer_on_a_long_page(
    judge: Callable[[Sequence[Path]], list[markup.Complaint]], tmp_path: Path
) -> None:
    page = written(
        tmp_path / "long.html", body('<p id="a">x</p>' + "<p>figure</p>\n" * 10_000 + '<p id="a">y</p>')
    )
    assert any("“a”" in complaint.message or '"a"' in complaint.message for complaint in judge([page]))


def test_nu_catches_a_misspelt_property(tmp_path: Path) -> None:
    page = written(tmp_path / "page.html", style("p { colour: red }"))
    assert any("colour" in complaint.message for complaint in markup.judge_nu([page]))


def test_nu_lets_the_css_of_paged_media_pass(tmp_path: Path) -> None:
    css = """
    @page { @top-left { content: string(title) } }
    h1 { string-set: title content(); bookmark-level: 1; bookmark-label: content() }
    a::after { content: leader('.') target-counter(attr(href), page) }
    small { float: footnote; footnote-display: block }
    header { position: running(head) }
    """
    assert markup.judge_nu([written(tmp_path / "page.html", style(css))]) == []


# -------------------------------------------------------------------------------- PDF as a file


@pytest.mark.parametrize("judge", [pdf_syntax.judge_qpdf, pdf_syntax.judge_mutool])
def test_pdf_judges_catch_the_torn_file(judge: Callable[[Sequence[Path]], list[str]], tmp_path: Path) -> None:
    whole, torn = pdf(tmp_path / "whole.pdf"), tmp_path / "torn.pdf"
    torn.write_bytes(whole.read_bytes()[:-600])
    assert judge([whole]) == []
    assert judge([torn])


# -------------------------------------------------------------------------------- WCAG


@pytest.mark.browser
def test_axe_catches_pale_text(page: Page) -> None:
    page.set_content(GOOD_PAGE)
    assert axe.judge_axe(page) == []
    page.set_content(style("p { color: #bbb }"))
    assert [complaint for complaint in axe.judge_axe(page) if "axe[color-contrast]" in complaint]


@pytest.mark.browser
def test_axe_works_on_a_page_that_forbids_scripts(page: Page) -> None:
    policy = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\">"
    page.set_content(body("<img src='x.png'>").replace("<head>", f"<head>{policy}"))
    assert [complaint for complaint in axe.judge_axe(page) if "axe[image-alt]" in complaint]


# -------------------------------------------------------------------------------- workflows


@pytest.mark.parametrize(
    ("good", "bad"),
    [("push", "pussh"), ("runs-on", "run-on"), ("make brief", "make ${{ stepps.x }}")],
    ids=["an event that there is not", "a key that there is not", "a context that there is not"],
)
def test_workflow_judges_catch_slips(good: str, bad: str, tmp_path: Path) -> None:
    assert workflows.judge_github([written(tmp_path / "good.yml", GOOD_WORKFLOW)]) == []
    assert workflows.judge_github([written(tmp_path / "bad.yml", GOOD_WORKFLOW.replace(good, bad))])


def test_workflow_judge_catches_a_slip_for_gitlab(tmp_path: Path) -> None:
    good = "brief:\n  script: make brief\n  artifacts:\n    paths: [output]\n"
    assert workflows.judge_gitlab([written(tmp_path / "good.yml", good)]) == []
    assert workflows.judge_gitlab([written(tmp_path / "bad.yml", good.replace("paths", "pathes"))])
