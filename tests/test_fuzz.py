"""Some eighty mutated briefs: each ends in findings or in an edition. ``make fuzz`` runs ten thousand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz import mutant, run

SOME = 80
PARTS = 2


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_a_mutated_brief_ends_in_findings_or_in_an_edition(tmp_path: Path, part: int) -> None:
    numbers = range(part * SOME // PARTS, (part + 1) * SOME // PARTS)
    endings, bad = run(numbers, tmp_path, build=True)
    assert not bad, "\n".join(f"mutant {number}: {how}\n{trace}" for how, (number, trace) in bad.items())
    assert set(endings) <= {"findings", "plan", "edition"}
    assert len(endings) > 1, "mutants that all end alike test nothing"


def test_a_mutant_is_made_again_by_its_number(tmp_path: Path) -> None:
    for name in ("once", "again"):
        mutant(4711, tmp_path / name)
    files = {path.name: path.read_bytes() for path in (tmp_path / "once").iterdir()}
    assert files == {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
