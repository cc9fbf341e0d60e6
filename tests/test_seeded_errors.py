"""Errors as they happen in real briefs, each in a case folder of its own, each caught by the code meant for it."""

from __future__ import annotations

import re

import pytest

from tests.test_cases import CASES, EXPECTED

CAUGHT = {
    "at-most-violated": "check-failed",
    "basis-points-for-percent": "slipped-unit",
    "broken-sum": "check-failed",
    "cycle": "formula",
    "disagreeing-sources": "conflicting-facts",
    "division-around-zero": "formula",
    "dollars-off-by-a-tenth": "rate-mismatch",
    "expired-data": "stale-fact",
    "missing-quarter": "missing-period",
    "needless-gap": "needless-gap",
    "number-from-the-future": "period-not-ended",
    "placeholder-in-a-folded-text": "placeholder",
    "placeholder-in-a-text": "placeholder",
    "placeholder-in-the-facts": "placeholder",
    "point-below-a-bound": "conflicting-facts",
    "slipped-unit": "slipped-unit",
    "stale-literal": "typed-number",
    "stated-against-derived": "derived-mismatch",
    "target-already-passed": "target-passed",
    "typed-number-between-figures": "typed-number",
    "typed-number-in-a-label": "typed-number",
    "typed-number-word": "typed-number",
    "uncertain-comparison": "uncertain-comparison",
    "unknown-metric-in-the-narrative": "unknown-metric",
    "unknown-metric-in-the-settings": "unknown-metric",
    "wrong-sign": "growth-mismatch",
}
FINDING = re.compile(r"(?P<file>[\w.]+):\d+(:\d+)?: (error|warning)\[(?P<code>[\w-]+)\]: .+")


def test_every_seeded_error_has_its_folder() -> None:
    names = {path.name.removeprefix("seeded-") for path in CASES.glob("seeded-*")}
    assert CAUGHT.keys() == {name for name in names if not name.endswith("-near-miss")}


@pytest.mark.parametrize("name", CAUGHT)
def test_a_seeded_error_is_the_one_finding_of_its_brief(name: str) -> None:
    """What is found is compared in test_cases; here, that it is this code, with a place, and nothing else."""
    lines = (CASES / f"seeded-{name}" / EXPECTED).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1
    match = FINDING.fullmatch(lines[0])
    assert match
    assert match["code"] == CAUGHT[name]
