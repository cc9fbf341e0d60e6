"""Each folder under ``tests/cases`` is a brief, with the findings that are expected of it beside it.

``expected-findings.txt`` holds them as they are printed, a line each, with paths as seen from the folder; it is empty
for a near miss, which has to pass. After a change that is meant to change findings, renew the files by hand, look at
every difference, and commit them: ``RENEW=1 pytest tests/test_cases.py``. In CI nothing is ever renewed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import reportgen
from reportgen.errors import BriefError, UsageError

CASES = Path(__file__).parent / "cases"
EXPECTED = "expected-findings.txt"
FOLDERS = sorted(path.parent for path in CASES.glob(f"*/{EXPECTED}"))


def findings_of(folder: Path) -> str:
    """What ``reportgen check`` prints for a folder, its own path left out."""
    try:
        found = reportgen.load(folder).check()
    except BriefError as problem:
        found = problem.findings
    except UsageError as problem:
        return f"usage: {problem}\n".replace(f"{folder}", ".")
    return "".join(f"{one}\n" for one in found).replace(f"{folder}{os.sep}", "")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_brief_gets_exactly_the_findings_expected_of_it(folder: Path) -> None:
    found, expected = findings_of(folder), folder / EXPECTED
    if os.environ.get("RENEW") and not os.environ.get("CI"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


def test_every_folder_of_cases_says_what_is_expected_of_it() -> None:
    assert sorted(path for path in CASES.iterdir() if path.is_dir()) == FOLDERS


def test_every_near_miss_passes() -> None:
    near = [folder for folder in FOLDERS if folder.name.endswith("-near-miss")]
    assert near
    assert [folder.name for folder in near if (folder / EXPECTED).read_text(encoding="utf-8")] == []


def test_every_near_miss_stands_beside_the_fault_that_it_nearly_is() -> None:
    names = {folder.name for folder in FOLDERS}
    assert {name.removesuffix("-near-miss") for name in names if name.endswith("-near-miss")} <= names


_RAISED = re.compile(r'\b(?:Unreadable|Wrong|error)\(\s*"([a-z][a-z-]+)"')
_ELSEWHERE = {  # what a folder alone cannot show, and the test that does
    "memory-limit": "test_queries.py",
    "missing-library": "test_sources.py",
    "no-connection": "test_postgresql.py",
    "time-limit": "test_queries.py",
    "unknown-concept": "test_filings.py",
    "unreadable-file": "test_files.py",
}


def test_every_code_of_sources_has_a_case_or_a_test_of_its_own() -> None:
    package, tests = Path(reportgen.__file__).parent, Path(__file__).parent
    texts = [*(package / "sources").glob("*.py"), package / "descriptors.py", package / "packages.py"]
    raised = {code for path in texts for code in _RAISED.findall(path.read_text(encoding="utf-8"))}
    expected = "".join((folder / EXPECTED).read_text(encoding="utf-8") for folder in FOLDERS)
    assert {code for code in raised if f"[{code}]" not in expected} <= _ELSEWHERE.keys()
    for code, file in _ELSEWHERE.items():
        assert code in (tests / file).read_text(encoding="utf-8"), code
