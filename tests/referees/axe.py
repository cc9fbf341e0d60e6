"""axe-core, the judge of WCAG in a browser: `judge_axe(page)` of a page that Playwright has opened."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@cache
def _axe_source() -> str:
    return _AXE.read_text(encoding="utf-8")


def judge_axe(page: Page) -> list[str]:
    """Complaints about a page, in its present width and colour scheme: WCAG 2.2 AA and good practice.

    Each names the rule, what it wants, and the elements that break it. The page's Content-Security-Policy
    does not keep axe out: what Playwright evaluates is not part of the page.
    """
    page.evaluate(_axe_source())
    result: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })", list(_RULES)
    )
    return [_complaint(violation) for violation in result["violations"]]


def _complaint(violation: dict[str, Any]) -> str:
    where = "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"])
    return f"axe[{violation['id']}]: {violation['help']}: {where}"
