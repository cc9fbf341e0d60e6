"""xBRL-JSON before a referee: what goes out is valid by Arelle, and what Arelle writes is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.delivery.facts import WRITERS
from reportgen.delivery.xbrl_json import REPORT_FILE
from tests.gallery import BRIEFS
from tests.referees import oim
from tests.test_xbrl_json import SOURCE, loaded

pytestmark = pytest.mark.referee

FACTS = """\
metric,period,low,high,value,unit,scenario,bound,as_of,entity
sales,FY2024-Q3,,,47.9,EUR mn,,,,
sales,FY2024-Q3,,,47.0,EUR mn,prior,,2025-05-02,
sales,2024-11-05,,,0.4,EUR mn,,about,,
sales,FY2024-Q3,,,51.2,USD mn,,,,
margin,FY2025,11.5,12.5,,percent,guidance,,,
margin,FY2024-Q3,,,12.0,percent,,,,
cash,FY2024-Q3,,,12.0,EUR mn,,,,Rival & Söhne
eps,FY2024-Q3,,,1.20,EUR per share,,,,
staff,FY2024-Q3,,,120,employees,,at least,,
spread,FY2024-Q3,,,12,bps,,,,
turnover,FY2024-Q3,,,1.2,x,,,,
visits,FY2024-Q3,,,n.a.,visits,,,,
visits,FY2024-Q2,,,7,bed days,,,,
"""
JUDGED = ("hospital", "fund-factsheet", "device-maker")  # with the oddest units, and restatements
INSTANCE = """\
<?xml version="1.0" encoding="UTF-8"?>
<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
  xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:iso4217="http://www.xbrl.org/2003/iso4217"
  xmlns:metric="urn:reportgen:metrics">
  <link:schemaRef xlink:type="simple" xlink:href="facts.xbrl.xsd"/>
  <xbrli:context id="quarter">
    <xbrli:entity>
      <xbrli:identifier scheme="http://standards.iso.org/iso/17442">00EHHQ2ZHDCFXJCPCL49</xbrli:identifier>
    </xbrli:entity>
    <xbrli:period><xbrli:startDate>2024-10-01</xbrli:startDate><xbrli:endDate>2024-12-31</xbrli:endDate></xbrli:period>
  </xbrli:context>
  <xbrli:unit id="EUR"><xbrli:measure>iso4217:EUR</xbrli:measure></xbrli:unit>
  <xbrli:unit id="pure"><xbrli:measure>xbrli:pure</xbrli:measure></xbrli:unit>
  <metric:sales contextRef="quarter" unitRef="EUR" decimals="-8">39800000000</metric:sales>
  <metric:margin contextRef="quarter" unitRef="pure" decimals="3">0.120</metric:margin>
</xbrli:xbrl>
"""


def written(brief: reportgen.pipeline.LoadedBrief, folder: Path) -> Path:
    """The report of a brief's facts, with its taxonomy beside it."""
    folder.mkdir(parents=True)
    for name, content in WRITERS["xbrl-json"](brief.book).items():
        (folder / name).write_bytes(content)
    return folder / REPORT_FILE


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report with facts of every kind."""
    (tmp_path / "brief").mkdir()
    return written(loaded(tmp_path / "brief", FACTS), tmp_path / "out")


def test_facts_of_every_kind_and_of_briefs_of_the_gallery_go_out_as_valid_reports(
    report: Path, tmp_path: Path
) -> None:
    reports = [
        written(reportgen.load(folder), tmp_path / name) for name, folder in BRIEFS.items() if name in JUDGED
    ]
    assert oim.judge([report, *reports]) == []


def test_the_referee_reads_every_fact_of_a_report(report: Path, tmp_path: Path) -> None:
    concepts = [one["dimensions"]["concept"] for one in json.loads(report.read_bytes())["facts"].values()]
    assert sorted(oim.facts_in(report, tmp_path)) == sorted(concepts)


FAULTS: dict[str, dict[str, Any]] = {
    "oime:noTaxonomy": {"documentInfo": {"taxonomy": []}},
    "oime:unknownConcept": {"facts": {"f1": {"dimensions": {"concept": "metric:turnovr"}}}},
    "oime:unknownDimension": {"facts": {"f1": {"dimensions": {"term:stage": "late"}}}},
    "oimce:invalidUnitStringRepresentation": {"facts": {"f1": {"dimensions": {"unit": "unit:bed%20days"}}}},
    "xmlSchema:valueError": {"facts": {"f1": {"value": "a lot"}}},
}


def test_the_referee_catches_what_is_wrong(report: Path) -> None:
    good, broken = report.read_bytes(), []
    for number, fault in enumerate(FAULTS.values()):
        tree = json.loads(good)
        _merge(tree, fault)
        broken.append(report.with_name(f"broken-{number}.json"))
        broken[-1].write_text(json.dumps(tree), encoding="utf-8")
    said = oim.judge(broken)
    assert [code for code in FAULTS if not any(f"[{code}]" in line for line in said)] == [], said


def _merge(tree: dict[str, Any], change: dict[str, Any]) -> None:
    for key, value in change.items():
        if isinstance(value, dict):
            _merge(tree[key], value)
        else:
            tree[key] = value


def test_what_a_converter_made_of_an_instance_is_read_with_its_digits(report: Path, tmp_path: Path) -> None:
    instance, folder = report.with_name("instance.xml"), tmp_path / "converted"
    instance.write_text(INSTANCE, encoding="utf-8")
    folder.mkdir()
    oim.converted(instance, folder / "report.json")
    facts = loaded(folder, "", sources=SOURCE.format(more="")).book.stated
    assert {fact.id: (str(fact.quantity), fact.quantity.decimals) for fact in facts} == {
        "sales@FY2025-Q3": ("39.8 EUR bn", 1),
        "margin@FY2025-Q3": ("12 percent", 1),
    }
