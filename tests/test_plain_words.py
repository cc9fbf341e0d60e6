"""Messages speak the author's language: no sentence of pydantic, YAML, JSON, CSV, Jinja or Python reaches one."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

import reportgen
from reportgen.charts.registry import SHIPPED
from reportgen.csv_rows import read_csv
from reportgen.files import Files
from reportgen.findings import Findings, Place
from reportgen.located import Located, Path_, read_yaml
from reportgen.metric_settings import MetricSettings
from reportgen.settings import Settings
from reportgen.validation import salvaged
from tests.conftest import HEADER, SETTINGS

STOCK = re.compile(
    r"Input should|should have|should be|after validation|valid (?:string|integer|number|dictionary|date)|"
    r"[Vv]alue error|"
    r"Field required|Extra inputs|Assertion|validation error|unable to parse|ensure this|"
    r"mapping values|cannot start any token|block end|did not find|expected '<|could not|while (?:parsing|scanning)|"
    r"Expecting|delimiter|Extra data|Unterminated|expected after|print statement|statement block|Jinja|"
    r"Encountered|unexpected (?:char|end|')|positional argument|keyword argument|NoneType|unsupported operand|"
    r"object (?:is|has|at)|<class|\^-?\d|Traceback|takes \d"
)
WRONG: tuple[Any, ...] = (
    "",
    "x",
    "-1",
    "1.5",
    "99999999999",
    "true",
    "2025-02-30",
    "#12",
    [],
    ["x"] * 40,
    {},
    {"x": "y"},
    None,
    [None],
    [[]],
    {"a": None},
    ["a", {"b": "c"}],
    [{}] * 3,
)


ROWS = """\
sales,,FY2026-Q2,,39.8,CNY bn,,report
costs,,FY2026-Q2,,9.8,USD bn,,report
hours,,FY2026-Q2,,9,hours,,report
"""


def models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for field in model.model_fields.values():
        for inner in inside(field.annotation):
            yield from models(inner)


def inside(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from inside(argument)


ALL = dict.fromkeys(
    [
        *models(Settings),
        *models(MetricSettings),
        *(one for kind in SHIPPED for one in models(SHIPPED[kind].options)),
    ]
)


@pytest.mark.parametrize("model", ALL, ids=lambda model: f"{model.__module__}.{model.__name__}")
def test_no_wrong_setting_is_told_in_the_words_of_a_library(model: type[BaseModel]) -> None:
    path = Path("brief.yaml")
    for name in model.model_fields:
        for wrong in WRONG:
            findings = Findings()
            places: dict[Path_, Place] = {(): Place(path, 1), (name,): Place(path, 2)}
            with suppress(ValidationError):  # no stand-ins are given here; what was found is what matters
                salvaged(model, Located({name: wrong}, places, path), findings, {})
            for finding in findings:
                assert not STOCK.search(finding.message), finding.message


@pytest.mark.parametrize(
    "text",
    [
        "a: b: c",
        "a: [1, 2",
        "a: {b: c",
        "a: 'b",
        'a: "b',
        'a: "\\q"',
        "a: *b",
        "a: &b",
        "- a\nb: c",
        "a: b\n c: d",
        "a:\n\tb: c",
        "a: !b c",
        "a: @b",
        "a: `b`",
        "a: %b",
        "---\na: b\n---\nc: d",
        "? a\n? b",
        "a\nb: c",
        "a: |\nb",
        "]",
        "}",
        "a: b\n- c",
        "'a",
        "a: >x\n b",
        "&a &b c: d",
        "!!python/object:os.system a",
        "<<: a",
        "a: b #\n\t- c",
    ],
)
def test_no_yaml_that_is_none_is_told_in_yamls_words(tmp_path: Path, text: str) -> None:
    findings = Findings()
    (tmp_path / "brief.yaml").write_text(text, encoding="utf-8")
    read_yaml(tmp_path / "brief.yaml", findings, Files(tmp_path))
    assert not [str(one) for one in findings if STOCK.search(one.message)]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[",
        "[1,]",
        '{"a" 1}',
        '{"a": }',
        '{"a": 1} x',
        '"a',
        '{"a": "b\nc"}',
        '{"a": "\\q"}',
        "nul",
        "[1 2]",
        "{a: 1}",
    ],
)
def test_no_json_that_is_none_is_told_in_jsons_words(tmp_path: Path, text: str) -> None:
    findings = Findings()
    (tmp_path / "facts.json").write_text(text, encoding="utf-8")
    read_yaml(tmp_path / "facts.json", findings, Files(tmp_path))
    assert len(findings) == 1
    assert not [str(one) for one in findings if STOCK.search(one.message)]


@pytest.mark.parametrize(
    "text",
    ['a,b\n"c" d,e\n', 'a,b\n"c,d\n', "a,b\nc\0,d\n", "a,b\n" + f"{'x' * 140_000},d\n", "a,b\rc,d\r\ne,f"],
)
def test_no_table_that_is_none_is_told_in_the_readers_words(tmp_path: Path, text: str) -> None:
    findings = Findings()
    (tmp_path / "facts.csv").write_bytes(text.encode())
    read_csv(tmp_path / "facts.csv", findings, Files(tmp_path), ("a", "b"))
    assert not [str(one) for one in findings if STOCK.search(one.message)]


@pytest.mark.parametrize(
    "template",
    [
        "{{ sales }",
        "{{ sales",
        "{{ }}",
        "{{ sales | }}",
        "{{ sales moved }}",
        "{{ sales.yoy | moved( }}",
        "{{ sales + }}",
        "{{ 1 }}",
        "{% for a in b %}",
        "{% endfor %}",
        "{% include 'x' %}",
        "{% if %}x{% endif %}",
        "{{ sales ? 1 }}",
        "{{ 'a }}",
        "{# a",
        "{% raw %}",
        "{{ sales.at() }}",
        "{{ sales.at(1, 2) }}",
        "{{ sales.of(5) }}",
        "{{ sales.share_of() }}",
        "{{ sales | long(1) }}",
        "{{ sales | long(x=1) }}",
        "{{ sales | long(decimals='a') }}",
        "{{ sales + 'a' }}",
        "{{ sales[0] }}",
        "{{ sales() }}",
        "{{ sales.__class__ }}",
        "{{ ''.__class__ }}",
        "{{ none.x }}",
        "{{ x.y.z }}",
        "{{ sales is foo }}",
        "{{ sales | first }}",
        "{{ 'a' | replace }}",
        "{{ 5 | upper | long }}",
        "{{ exhibit() }}",
        "{{ cite() }}",
        "{{ exhibit(1) }}",
        "{{ compare(1) }}",
        "{{ compare(1, 2) }}",
        "{{ sales / 0 }}",
        "{{ -sales }}",
        "{{ not sales }}",
        "{{ sales > 'a' }}",
        "{{ sales == 1 }}",
        "{% set x = 1 %}{{ x.y() }}",
        "{{ loop.index }}",
        "{{ 'a'.join(1) }}",
        "{{ {}['a'] }}",
        "{{ [1][5] }}",
        "{{ comparison() }}",
        "{{ comparison(1) }}",
        "{{ literal() }}",
        "{{ range(5) }}",
        "{{ 'x'.format(1) }}",
        "{{ sales.less(costs) }}",
        "{{ sales.less(hours) }}",
    ],
)
def test_no_template_that_is_none_is_told_in_the_words_of_an_engine(tmp_path: Path, template: str) -> None:
    formula = re.sub("[{}%]", "", template).strip()
    (tmp_path / "brief.yaml").write_text(f'{SETTINGS}derive: {{ratio: "{formula}"}}\n', encoding="utf-8")
    (tmp_path / "facts.csv").write_text(HEADER + ROWS, encoding="utf-8")
    (tmp_path / "narrative.md").write_text(f"## A\n\n{template}\n", encoding="utf-8")
    assert [str(one) for one in reportgen.load(tmp_path).plan().findings if STOCK.search(one.message)] == []


def test_every_kind_of_chart_is_among_the_models_walked() -> None:
    assert {importlib.import_module(f"reportgen.charts.kinds.{kind}").Options for kind in SHIPPED} <= set(ALL)
