"""``brief.yaml`` and ``metrics.yaml``: typed, frozen, and wrong ones refused with what was meant."""

from __future__ import annotations

import copy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import ValidationError

from reportgen import validation
from reportgen.brief import read_brief
from reportgen.errors import UsageError
from reportgen.findings import Findings
from reportgen.pipeline import load
from tests.conftest import SETTINGS, Write


def test_a_missing_folder_is_named_with_the_one_that_was_meant(tmp_path: Path) -> None:
    (tmp_path / "alibaba").mkdir()
    with pytest.raises(UsageError, match=r"no folder .*did you mean 'alibaba'"):
        read_brief(tmp_path / "alibba", None, Findings())


def test_a_file_in_the_place_of_its_folder_is_told_with_the_folder(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(SETTINGS, encoding="utf-8")
    with pytest.raises(UsageError, match=f"is a file; expected the folder of a brief: '{tmp_path}'"):
        read_brief(tmp_path / "brief.yaml", None, Findings())


@pytest.mark.parametrize("formats", ["html", "pdf", ["htm"], ["html", "docx"], []])
def test_a_format_that_nobody_makes_is_refused_and_not_left_out(brief: Write, formats: Any) -> None:
    with pytest.raises(UsageError, match="expected a list of 'html', 'pdf' or both"):
        load(brief().book.brief.folder).build(formats)


def test_a_folder_without_settings_is_no_brief(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"expected a brief.yaml in it, found nothing"):
        read_brief(tmp_path, None, Findings())


def test_settings_are_frozen(brief: Write) -> None:
    with pytest.raises(ValidationError):
        brief().book.brief.settings.title = "Another"  # type: ignore[misc]


@pytest.mark.parametrize("month", ["March", "march", "Mar", "3", "31 March", "March 31", "31 mar"])
def test_the_end_of_the_fiscal_year_may_be_written_as_people_write_months(tmp_path: Path, month: str) -> None:
    (tmp_path / "brief.yaml").write_text(SETTINGS.replace("31 March", month), encoding="utf-8")
    read = read_brief(tmp_path, None, Findings())
    said = "1 July to 30 September 2025" if "31" in month else "July to September 2025"
    assert read.period.dates == said


def test_a_formula_alone_stands_for_a_derived_metric(brief: Write) -> None:
    metric = brief(settings="derive:\n  pace: a / b\n").book.metrics["pace"]
    assert (metric.formula, metric.label) == ("a / b", "Pace")


def test_metrics_yaml_says_of_a_derived_metric_what_derive_does_not(brief: Write) -> None:
    metric = brief(
        settings="derive:\n  pace: a / b\n", metrics="pace: {label: The pace, kind: share}\n"
    ).book.metrics["pace"]
    assert (metric.label, metric.kind) == ("The pace", "share")


def test_a_currency_may_stand_alone_or_in_a_list(brief: Write) -> None:
    assert [one.code for one in brief().book.brief.settings.currency] == ["CNY"]


def test_every_setting_knows_its_line(brief: Write) -> None:
    assert brief().book.brief.place("sources", "press").line == 9


def test_every_problem_is_reported_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text("papper: A4\n" + SETTINGS + "negative: none\n", encoding="utf-8")
    findings = Findings()
    read_brief(tmp_path, None, findings)
    assert [(one.code, one.place.line) for one in findings.in_order()] == [
        ("unknown-setting", 1),
        ("bad-setting", 11),
    ]


def test_a_metric_is_read_without_a_copy_of_all_others(brief: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[object] = []

    def counted(value: object) -> object:
        copied.append(value)
        return copy.deepcopy(value)

    monkeypatch.setattr(validation, "copy", SimpleNamespace(deepcopy=counted))
    brief(metrics="".join(f"depot_{name}: {{label: Depot {name}}}\n" for name in "abcd"))
    found = [value for value in copied if isinstance(value, dict) and "depot_a" in value]
    assert {"label": "Depot a"} in copied
    assert found == []
