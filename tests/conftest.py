"""What tests share: small briefs, written for one test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

import reportgen
from reportgen.brief import read_brief
from reportgen.edition import Issue
from reportgen.errors import FormulaError
from reportgen.facts.book import Book
from reportgen.facts.load import load_facts
from reportgen.facts.reconcile import reconcile
from reportgen.facts.reference import fact_of
from reportgen.facts.severity import judged
from reportgen.figures.wording import Option, say
from reportgen.figures.written import Style
from reportgen.findings import Findings
from reportgen.model import Fact
from tests.browser import chromium  # noqa: F401 - a fixture: one for all tests, for Playwright admits no second
from tests.easel import easel, easels, freezer  # noqa: F401 - fixtures
from tests.first_briefs import dated, words  # noqa: F401 - fixtures
from tests.gallery import Gallery, shared
from tests.lending import Lender
from tests.postgresql import postgresql  # noqa: F401 - a fixture: one server for all tests
from tests.servers import nginx, s3, sshd  # noqa: F401 - fixtures: one of each for all tests
from tests.visible import SAMPLE

# A busy machine is no fault, and the gate says the same twice; `make fuzz` looks further.
# Fixtures write anew at each call.
BEARABLE = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture)
settings.register_profile("explore", deadline=None, suppress_health_check=BEARABLE)
settings.register_profile("gate", settings.get_profile("explore"), derandomize=True)
settings.load_profile("gate")


def pytest_configure(config: pytest.Config) -> None:
    """Keep the gate's examples the same whichever tests ran before.

    Hypothesis takes constants from every module of the project that is loaded by then, and a worker loads what its
    tests need.
    """
    if not config.getoption("--hypothesis-profile"):
        providers._get_local_constants = Constants


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests for which a fixture of their module has built something go to one worker: it is built once."""
    for item in items:
        known = item._fixtureinfo.name2fixturedefs if isinstance(item, pytest.Function) else {}
        if any(one[-1].scope == "module" for one in known.values()):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Groups that are not kept cost a third of the gate's time, and nothing else would tell."""
    if getattr(session.config.option, "loadgroup", False):
        parted = [
            one.nodeid
            for one in session.items
            if one.get_closest_marker("xdist_group") and "@" not in one.nodeid
        ]
        assert not parted, f"pytest-xdist does not keep groups of tests together: {parted[0]}"


@pytest.fixture(scope="session", autouse=True)
def _one_chart_engine() -> Iterator[None]:
    """Builds that bring no chart engine of their own share one."""
    lender = Lender()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reportgen.pipeline._engine", lender.lent)
        patch.setattr("reportgen.starter.judging.Freezer", lender.lent)
        yield
    lender.close()


SETTINGS = """\
title: A brief
entity: {name: Example Corp, short: Example}
period: FY2026-Q2
fiscal_year_end: 31 March
date: 2025-11-25
currency: {code: CNY, short: RMB, word: yuan}
sources:
  report: {title: The report}
  press: {title: The press}
"""
HEADER = "metric,entity,period,scenario,value,unit,bound,source\n"


@dataclass
class SmallBrief:
    """A brief of a few lines, and what can be asked of it."""

    folder: Path
    findings: Findings = field(default_factory=Findings)
    style: Style = field(
        default_factory=lambda: Style(
            currency_short={"CNY": "RMB"}, currency_word={"CNY": "yuan", "USD": "dollars"}
        )
    )

    def __post_init__(self) -> None:
        brief = read_brief(self.folder, None, self.findings)
        self.book = Book(brief, *load_facts(brief, self.findings))

    def fact(self, expression: str) -> Fact:
        return fact_of(self.book.evaluate(expression))

    def say(self, expression: str, form: str, **options: Option) -> str:
        """A figure in words, no-break spaces shown as ``_``."""
        return say(self.fact(expression), form, self.style, options).replace("\u00a0", "_")

    def problem(self, expression: str) -> str:
        with pytest.raises(FormulaError) as caught:
            self.fact(expression)
        return str(caught.value)

    def check(self) -> list[str]:
        """Every finding, as ``file:line: severity[code]``."""
        found = judged([*self.findings, *reconcile(self.book)], self.book.brief)
        return [f"{one.place.path.name}:{one.place.line}: {one.severity}[{one.code}]" for one in found]


Write = Callable[..., SmallBrief]


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Gallery:
    """Every brief on each paper; an edition is built when it is first asked for, by name: ``gallery["fund-a4"]``."""
    return shared(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def sample_issue() -> Issue:
    """The sample brief, built once for all tests that take an edition apart."""
    return reportgen.load(SAMPLE).build()


@pytest.fixture(scope="session")
def losses_issue() -> Issue:
    """A brief of four pages, built once: what is changed by hand a hundred times is better small."""
    return reportgen.load(Path(__file__).parent / "briefs" / "losses").build()


@pytest.fixture
def brief(tmp_path: Path) -> Write:
    """Write a brief: rows of facts under the usual header, and what is added to the usual settings."""

    def write(rows: str = "", settings: str = "", metrics: str = "") -> SmallBrief:
        (tmp_path / "brief.yaml").write_text(SETTINGS + dedent(settings), encoding="utf-8")
        (tmp_path / "facts.csv").write_text(HEADER + dedent(rows).lstrip("\n"), encoding="utf-8")
        if metrics:
            (tmp_path / "metrics.yaml").write_text(dedent(metrics), encoding="utf-8")
        return SmallBrief(tmp_path)

    return write
