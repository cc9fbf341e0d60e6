"""What briefs of other trades than the sample's say: of losses, of monthly percentages, of five facts."""

from __future__ import annotations

from pathlib import Path

import reportgen
from reportgen.plan import Plan
from tests.visible import plain, visible

BRIEFS = Path(__file__).parent / "briefs"


def words(planned: Plan) -> str:
    return plain(planned.ledger.plain(" ".join(visible(planned).values())))


def test_losses_narrow_and_have_no_growth() -> None:
    said = words(reportgen.load(BRIEFS / "losses").plan())
    assert "operating loss narrowed" in said
    assert "a loss of 41.7 million Canadian dollars, after a loss of 96.5 million Canadian dollars" in said
    assert "(C$41.7mn)" in said
    assert "on a negative base it is “n.m.”" in said


def test_months_are_months_and_percentages_move_by_points() -> None:
    planned = reportgen.load(BRIEFS / "fund").plan()
    said = words(planned)
    assert "gains 0.27 percent in September 2025" in said
    assert "The difference is +6 bps" in said
    assert "rose by 0.07 percentage points in the month" in said
    assert {one.figure.fact.label for one in planned.ledger.shown if "assets" in one.figure.fact.id} >= {
        "Fund assets", "Fund assets, growth on the month",
    }  # fmt: skip


def test_five_facts_make_a_page() -> None:
    folder = BRIEFS / "small"
    assert len((folder / "facts.csv").read_text(encoding="utf-8").splitlines()) == 6
    assert not (folder / "metrics.yaml").exists()
    assert "from seven branches" in words(reportgen.load(folder).plan())
