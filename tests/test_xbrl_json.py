"""Facts go out as xBRL-JSON and come in again as they were; reports of others are read by their days and decimals."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import reportgen
from reportgen.delivery.xbrl_json import xbrl_json
from reportgen.pipeline import LoadedBrief
from reportgen.sources.filed_units import name_of, text_of

METRICS = (
    "sales: {label: Sales}\nmargin: {label: Margin, kind: margin}\ncash: {label: Cash, measured: at the end}\n"
    "eps: {label: EPS}\nstaff: {label: Staff}\nspread: {label: Spread, kind: ratio}\n"
    "turnover: {label: Turnover, kind: multiple}\nvisits: {label: Visits}\n"
)
SETTINGS = """\
title: A brief
entity: {{name: Example Corp}}
period: FY2025-Q3
date: 2025-11-03
fiscal_year_end: {end}
currency: {{code: EUR, short: €, word: euros}}
{sources}"""
SOURCE = "sources: {{report: {{title: A report, data: report.json{more}}}}}\n"
UNITS = {
    "sales": ("EUR mn", "EUR bn", "EUR k", "EUR", "USD mn", "INR crore"), "margin": ("percent",), "cash": ("EUR mn",),
    "eps": ("EUR per share", "USD per share"), "staff": ("employees", "employees k"), "spread": ("bps",),
    "turnover": ("x",), "visits": ("visits mn", "visits", "bed days", "tonnes of CO₂"),
}  # fmt: skip
PERIODS = (
    "FY2025-Q3",
    "FY2024-Q4",
    "FY2024",
    "FY2025-H1",
    "FY2025-9M",
    "2025-03",
    "2025-Q1",
    "2024",
    "FY2025-Q2-LTM",
)


def loaded(folder: Path, rows: str, end: str = "March", sources: str = "") -> LoadedBrief:
    (folder / "brief.yaml").write_text(SETTINGS.format(end=end, sources=sources), encoding="utf-8")
    (folder / "metrics.yaml").write_text(METRICS, encoding="utf-8")
    if rows:
        (folder / "facts.csv").write_text(rows, encoding="utf-8")
    return reportgen.load(folder)


def read(folder: Path, report: dict[str, Any], more: str = "") -> LoadedBrief:
    (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")
    return loaded(folder, "", sources=SOURCE.format(more=more))


def known(brief: LoadedBrief) -> dict[str, tuple[object, ...]]:
    """What facts are, without where they stand."""
    every = [one for fact in brief.book.stated for one in (fact, *fact.equivalents)]
    return {
        f"{one.id} {one.unit.name}": (
            one.quantity.value, one.quantity.interval, one.quantity.bound, one.unit.name, one.period.start,
            one.period.end, str(one.period), one.entity, one.scenario, one.as_of,
        )
        for one in every
    }  # fmt: skip


@st.composite
def rows(draw: st.DrawFn) -> str:
    """A file of facts, no two of which say the same thing."""
    lines = ["metric,period,value,unit,entity,scenario,bound,as_of"]
    keys = draw(
        st.lists(st.tuples(st.sampled_from(sorted(UNITS)), st.sampled_from(PERIODS)), unique=True, min_size=1)
    )
    for metric, period in keys:
        decimals = draw(st.integers(0, 4))
        number = draw(st.integers(-(10**9), 10**9))
        value = f"{number / 10**decimals:.{decimals}f}"
        unit = draw(st.sampled_from(UNITS[metric]))
        entity = draw(st.sampled_from(["", "", "Rival & Söhne"]))
        scenario = draw(st.sampled_from(["", "", "target", "consensus"]))
        bound = draw(st.sampled_from(["", "", "about", "at least", "at most"]))
        lines.append(f"{metric},{period},{value},{unit},{entity},{scenario},{bound},")
    return "\n".join(lines) + "\n"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows(), st.sampled_from(["March", "September", "December"]))
def test_facts_that_go_out_come_in_again_as_they_were(text: str, end: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        first, second = Path(place) / "first", Path(place) / "second"
        first.mkdir()
        second.mkdir()
        before = loaded(first, text, end)
        (second / "report.json").write_bytes(xbrl_json(before.book.stated, before.brief))
        after = loaded(second, "", end, SOURCE.format(more=""))
        assert known(after) == known(before)


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_any_unit_has_a_name_of_xml_and_is_found_by_it(unit: str) -> None:
    name = name_of(unit)
    assert text_of(name) == unit
    assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]*", name) or not unit


def test_ranges_and_restatements_come_in_again(tmp_path: Path) -> None:
    text = (
        "metric,period,low,high,value,unit,scenario,as_of\nmargin,FY2025,11.5,12.5,,percent,guidance,\n"
        "sales,FY2024-Q3,,,47.9,EUR mn,,\nsales,FY2024-Q3,,,47.0,EUR mn,prior,2025-05-02\n"
        "sales,FY2025,200,210,,EUR mn,guidance,\n"
    )
    before = loaded(tmp_path, text)
    raw = xbrl_json(before.book.stated, before.brief)
    (tmp_path / "facts.csv").unlink()
    assert known(read(tmp_path, json.loads(raw))) == known(before)


def test_a_report_says_what_the_standard_asks_for(tmp_path: Path) -> None:
    brief = loaded(
        tmp_path, "metric,period,value,unit\nsales,FY2025-Q3,39.8,EUR bn\nmargin,FY2025-Q3,12.0,percent\n"
    )
    report = json.loads(xbrl_json(brief.book.stated, brief.brief))
    assert report["documentInfo"]["documentType"] == "https://xbrl.org/2021/xbrl-json"
    sales, margin = report["facts"].values()
    assert (sales["value"], sales["decimals"]) == ("39800000000", -8)
    assert sales["dimensions"] == {
        "concept": "metric:sales", "entity": "name:Example%20Corp", "unit": "iso4217:EUR",
        "period": "2024-10-01T00:00:00/2025-01-01T00:00:00",
    }  # fmt: skip
    assert (margin["value"], margin["decimals"]) == ("0.12", 3)
    assert "unit" not in margin["dimensions"], "a pure number has none"


def foreign(**facts: dict[str, Any]) -> dict[str, Any]:
    """A report of somebody else's."""
    spaces = {"ifrs-full": "https://xbrl.ifrs.org/taxonomy/2024-03-27/ifrs-full", "lei": "http://standards.iso.org/iso/17442",
              "iso4217": "http://www.xbrl.org/2003/iso4217", "eg": "https://example.com/2025"}  # fmt: skip
    info = {
        "documentType": "https://xbrl.org/2021/xbrl-json",
        "namespaces": spaces,
        "taxonomy": ["https://example.com/t.xsd"],
    }
    return {"documentInfo": info, "facts": facts}


def fact(value: object, decimals: object = -6, **dimensions: str) -> dict[str, Any]:
    plain = {"concept": "ifrs-full:Revenue", "entity": "lei:00EHHQ2ZHDCFXJCPCL49", "unit": "iso4217:EUR",
             "period": "2024-10-01T00:00:00/2025-01-01T00:00:00"}  # fmt: skip
    return {"value": value, "decimals": decimals, "dimensions": {**plain, **dimensions}}


def test_a_report_of_others_is_read_with_its_decimals(tmp_path: Path) -> None:
    brief = read(tmp_path, foreign(f1=fact("39800000000", -8)), ", metrics: {Revenue: sales}")
    assert [str(one.quantity) for one in brief.book.stated] == ["39.8 EUR bn"]
    assert [one.id for one in brief.book.stated] == ["sales@FY2025-Q3"]
    assert not brief.findings


def test_facts_of_segments_are_no_facts_of_the_whole(tmp_path: Path) -> None:
    report = foreign(f1=fact("5000000"), f2=fact("3000000", **{"eg:Segment": "eg:North"}))
    brief = read(tmp_path, report, ", metrics: {Revenue: sales}")
    assert len(brief.book.stated) == 1
    assert "facts of parts of the whole left out: 1 with the dimensions 'eg:Segment'" in str(
        next(iter(brief.findings))
    )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (fact("a lot"), "number-format"),
        (fact("1" * 40), "number-format"),
        (fact("5", 99), "number-format"),
        (fact("5", period="2025-13-01T00:00:00"), "bad-period"),
        (fact("5", period="2025-01-01T00:00:00/2024-01-01T00:00:00"), "bad-period"),
        ({"value": "5"}, "syntax"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(
    tmp_path: Path, changed: dict[str, Any], code: str
) -> None:
    brief = read(tmp_path, foreign(good=fact("5000000"), bad=changed), ", metrics: {Revenue: sales}")
    found = [one for one in brief.findings if one.severity == "error"]
    assert [(one.code, one.place.inside) for one in found] == [(code, "facts/bad")]
