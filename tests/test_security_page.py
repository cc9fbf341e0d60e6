"""Each line of the page on security is proved: by a case under ``tests/cases``, or by a test that is named here.

A line that is new to the page fails until somebody says what proves it; so does a proof that is no more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "security.md"

# The first cell of each line of its tables, without marks; and cases by their folders, tests as module:function.
PROOFS: Mapping[str, Sequence[str]] = {
    # who is trusted with what
    "whoever runs reportgen": ["test_survival:test_a_project_can_allow_code_and_a_brief_cannot"],
    "author of the brief": ["source-outside", "source-traversal", "source-link-outside", "settings-yaml-endless"],
    "author of charts.py": ["test_survival:test_a_project_can_allow_code_and_a_brief_cannot"],
    "author of the project": ["test_files:test_a_brief_may_link_to_its_projects_assets_but_a_project_to_no_brief"],
    "whoever made a data file": ["source-markup", "source-package-traversal", "source-archive-traversal"],
    "readers": ["test_page:test_the_page_forbids_itself_every_request_and_script"],
    "CI": ["query-without-its-variable", "test_postgresql:test_nothing_of_the_url_stands_anywhere"],
    "the target of a publication": ["test_publish:test_a_password_in_an_address_is_shown_to_nobody"],
    "whoever holds the signing key": ["test_signing:test_a_key_is_in_no_file_and_no_report_of_a_crash"],
    "a time-stamp server": ["test_proof:test_a_time_stamp_of_something_else_is_refused"],
    # what a text can never become
    "page": ["source-markup", "source-markup-near-miss"],
    "PDF, SVG": ["source-markup",
                 "test_freeze:test_characters_that_xml_forbids_are_dropped_before_they_abort_the_engine"],
    "our CSV": ["test_facts_csv:test_a_cell_that_looks_like_a_formula_is_run_by_no_spreadsheet"],
    "our workbooks": ["test_facts_workbook:test_nothing_in_it_is_a_formula"],
    "terminal, logs, --json": ["test_doors:test_no_terminal_and_no_finding_shows_what_turns_a_line_round"],
    "places in findings": ["source-sheet-name", "source-filings-hostile-names"],
    # limits
    "a file of data, as it lies there": ["test_files:test_a_file_that_grows_while_it_is_read_is_refused"],
    "unpacked": ["source-gzip-bomb", "source-arrow-bomb"],
    "files in an archive": ["source-archive-many", "source-archive-nested", "source-archive-traversal"],
    "XML of a workbook or sheet": ["source-workbook-entities", "source-workbook-encoding"],
    "cells of a sheet": ["source-cells-too-many", "source-workbook-far-cell"],
    "merged cells and links": ["source-workbook-merged-endless", "source-workbook-link-endless"],
    "columns, cells of a table": ["source-workbook-columns-endless", "source-row-endless"],
    "Parquet, Arrow": ["source-parquet-rows", "source-parquet-long-text", "source-arrow-offsets"],
    "a text in a cell": ["source-label-long"],
    "numbers": ["source-number-endless", "source-filings-number-endless"],
    "filings": ["source-filings-deep", "source-filings-not-a-number", "source-xbrl-json-hostile"],
    "YAML, JSON": ["source-yaml-aliases", "source-json-deep", "source-json-integer", "settings-yaml-bomb"],
    "queries": ["query-attach", "query-copy", "query-install", "query-reads-another-file", "query-of-a-url",
                "test_queries:test_a_query_that_never_ends_is_ended"],
    "each brief": ["test_survival:test_work_that_takes_too_long_is_a_finding_that_says_at_what",
                   "test_survival:test_work_that_fills_the_memory_is_a_finding"],
}  # fmt: skip


def lines() -> list[str]:
    """The first cell of each line of the page's tables."""
    rows = re.findall(r"^\| (.+?) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return [re.sub(r"[`*]", "", row) for row in rows if row not in ("who", "where", "of what")]


@cache
def functions(module: str) -> frozenset[str]:
    path = TESTS / f"{module}.py"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return frozenset(re.findall(r"^def (test_\w+)", text, re.MULTILINE))


def test_every_line_of_the_page_is_one_of_those_that_are_proved() -> None:
    unproved = [line for line in lines() if not any(line.startswith(known) for known in PROOFS)]
    assert unproved == []


def test_every_proof_is_of_a_line_of_the_page() -> None:
    assert [known for known in PROOFS if not any(line.startswith(known) for line in lines())] == []


@pytest.mark.parametrize("line", PROOFS)
def test_what_proves_a_line_is_there(line: str) -> None:
    for proof in PROOFS[line]:
        module, _, function = proof.partition(":")
        found = (
            function in functions(module)
            if function
            else (TESTS / "cases" / proof / "expected-findings.txt").exists()
        )
        assert found, proof
