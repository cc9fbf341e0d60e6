"""What an edition says of itself: one model, a shipped schema, and a verdict for whatever is done to it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportgen
from reportgen.cli import main
from reportgen.errors import RecordError, UsageError
from reportgen.figures.recorded import FACTS, FILES, FORMAT, FactsFile, Manifest, read, schema, written
from reportgen.figures.recorded_formula import read_term
from reportgen.resources import shipped
from reportgen.verify.page_text import carried_files
from reportgen.verify.verdict import verify
from tests.tampered import carrying

LOSSES = Path(__file__).parent / "briefs" / "losses"
Change = Callable[[Any], object]


@pytest.fixture(scope="module")
def page() -> str:
    return reportgen.load(LOSSES).build(formats=("html",)).html


@pytest.fixture(scope="module")
def facts(page: str) -> Any:
    return json.loads(carried_files(page)[FACTS])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("changed")


def judged(page: str, name: str, content: object, folder: Path) -> tuple[int, str]:
    """The exit code of ``reportgen verify`` for a page with such a record, and what differs."""
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    path = folder / "brief.html"
    path.write_text(carrying(page, name, raw), encoding="utf-8")
    code = main(["verify", str(path)])
    return code, " | ".join(verify(path).drifts) if code < 2 else ""


@pytest.mark.parametrize("name", FILES)
def test_the_shipped_schema_is_that_of_the_model(name: str) -> None:
    path = shipped("assets") / "schemas" / name.replace(".json", ".schema.json")
    text = json.dumps(schema(FILES[name]), indent=1) + "\n"
    if os.environ.get("RENEW"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", FILES)
def test_records_as_issued_satisfy_the_shipped_schema_and_read_back_to_the_same_bytes(
    name: str, page: str
) -> None:
    raw = carried_files(page)[name]
    shape = (shipped("assets") / "schemas" / name.replace(".json", ".schema.json")).read_text("utf-8")
    jsonschema.Draft202012Validator(json.loads(shape)).validate(json.loads(raw))
    assert written(read(FactsFile, raw) if name == FACTS else read(Manifest, raw)) == raw


def test_an_untouched_page_holds(page: str, tmp_path: Path, facts: Any) -> None:
    assert judged(page, FACTS, facts, tmp_path) == (0, "")


def _expression(data: Any, text: str) -> None:
    origin = next(one["origin"] for one in data["facts"] if "expression" in one["origin"])
    origin["expression"] = text


def _circle(data: Any) -> None:
    derived = [one for one in data["facts"] if "inputs" in one["origin"]]
    derived[0]["origin"]["inputs"] = [derived[0]["key"]]


def _own_leaf(data: Any) -> None:
    one = next(one for one in data["facts"] if "expression" in one["origin"])
    one["origin"] |= {"expression": one["key"], "leaves": [one["key"]]}


def _set(where: str, value: object) -> Change:
    def change(data: Any) -> None:
        *keys, last = (int(key) if key.isdigit() else key for key in where.split("."))
        for key in keys:
            data = data[key]
        data[last] = value

    return change


DAMAGE: dict[str, tuple[Change, str]] = {
    "a value that is no number": (_set("facts.0.quantity.value", "NaN"), "facts.0.quantity.value"),
    "a value that is a number of JSON": (_set("facts.0.quantity.value", 5), "facts.0.quantity.value"),
    "an end that is no number": (_set("facts.0.quantity.low", "sNaN"), "facts.0.quantity.low"),
    "a huge exponent": (_set("facts.0.quantity.value", "1E999999999"), "facts.0.quantity.value"),
    "a great exponent": (_set("facts.0.quantity.value", "1E9999"), "worded again"),
    "a million decimals": (_set("facts.0.quantity.decimals", 10**6), "facts.0.quantity.decimals"),
    "a million decimals asked for": (_set("figures.0.options", {"decimals": 10**6}), "worded again"),
    "an expression of five thousand terms": (lambda d: _expression(d, "f1" + " + f1" * 5000), "expression: String"),
    "an expression of a thousand terms": (lambda d: _expression(d, "f1" + "+f1" * 999), "more than 200"),
    "a thousand brackets": (lambda d: _expression(d, "(" * 999 + "f1" + ")" * 999), "no recorded formula"),
    "a thousand signs": (lambda d: _expression(d, "-" * 9999 + "1"), "no recorded formula"),
    "an expression that calls": (lambda d: _expression(d, "exit(1)"), "no recorded formula"),
    "an expression of another power": (lambda d: _expression(d, "9 ** 9 ** 9"), "no recorded formula"),
    "an expression over nothing known": (lambda d: _expression(d, "f999"), "no stated fact"),
    "a division by zero": (lambda d: _expression(d, "1 / 0"), "cannot be computed again"),
    "facts made from themselves": (_circle, "in a circle"),
    "a fact that is its own leaf": (_own_leaf, "no stated fact"),
    "a figure of no fact": (_set("figures.0.fact", "f999"), "figure 1 says f999"),
    "two figures of one number": (_set("figures.1.number", 1), "two figures have the number 1"),
    "two facts of one key": (_set("facts.1.key", "f1"), "two facts have the key f1"),
    "an unknown form": (_set("figures.0.form", "shout"), "no form of words 'shout'"),
    "an unknown option": (_set("figures.0.options", {"loud": True}), "does not take 'loud'"),
    "an option of another type": (_set("figures.0.options", {"decimals": "two"}), "cannot be worded again"),
    "an option that is a list": (_set("figures.0.options", {"decimals": []}), "figures.0.options"),
    "a place that is none": (_set("figures.0.place", "attic"), "figures.0.place"),
    "a figure of the text for the page alone": (_set("figures.0.only", "page"), "stands in no exhibit"),
    "a language that is none": (_set("style.language", "xx_nowhere"), "style.language"),
    "a period that is none": (_set("facts.0.period", "lately"), "lately"),
    "a month that is none": (_set("calendars", {"fiscal_year_end": 13}), "fiscal_year_end"),
    "a unit that is none": (_set("facts.0.quantity.unit.kind", "hope"), "facts.0.quantity.unit.kind"),
    "a scale that is none": (_set("facts.0.quantity.unit.scale", "zn"), "facts.0.quantity.unit.scale"),
    "a rate of nothing": (_set("facts.0.quantity.unit.kind", "rate"), "of the kind 'rate'"),
    "a source that is a text": (_set("facts.0.origin.source", "one"), "facts.0.origin"),
    "a key more": (_set("signed", "yes"), "signed"),
    "no figures": (lambda d: d.pop("figures"), "figures"),
    "facts that are a text": (_set("facts", "none"), "facts"),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_record_is_a_verdict_that_names_the_damage(
    name: str, page: str, facts: Any, tmp_path: Path
) -> None:
    change, told = DAMAGE[name]
    data = deepcopy(facts)
    change(data)
    code, drifts = judged(page, FACTS, data, tmp_path)
    assert code == 1
    assert told in drifts


@pytest.mark.parametrize(
    "raw",
    [
        b"[]",
        b"{}",
        b"null",
        b"1",
        b'"x"',
        b"",
        b"NaN",
        b"\xff",
        b"[" * 9999,
        b'{"format": %d}' % FORMAT,
        b'{"outputs": []}',
    ],
)
@pytest.mark.parametrize("name", FILES)
def test_a_record_of_another_shape_is_a_verdict(name: str, raw: bytes, page: str, tmp_path: Path) -> None:
    code, drifts = judged(page, name, raw, tmp_path)
    assert code == 1
    assert f"{name} cannot be read" in drifts


def test_a_record_of_another_format_says_so(page: str, facts: Any, tmp_path: Path) -> None:
    path = tmp_path / "brief.html"
    path.write_text(
        carrying(page, FACTS, json.dumps(facts | {"format": FORMAT + 1}).encode()), encoding="utf-8"
    )
    with pytest.raises(UsageError, match=f"format {FORMAT + 1}; this reportgen reads format {FORMAT}"):
        verify(path)


def test_a_constant_of_a_formula_is_read_with_all_its_digits() -> None:
    term = read_term("0.12345678901234567891 * 2", {})
    assert str(getattr(term, "left").value) == "0.12345678901234567891"  # noqa: B009 - a term of three kinds


# Whatever is done to it ---------------------------------------------------------------------------------------------

NONSENSE = st.one_of(
    st.none(), st.booleans(), st.integers(), st.sampled_from([10**400, -1, 0, 2**63, float("nan"), float("inf")]),
    st.text(max_size=12), st.sampled_from(["NaN", "Infinity", "1E9999", "-", "f1", "f1 / f2", "n.a.", "about", "page"]),
    st.lists(st.integers(), max_size=2), st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)  # fmt: skip


def places(data: Any, keys: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value of a record."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        yield (*keys, key)
        if isinstance(value, dict | list):
            yield from places(value, (*keys, key))


@settings(max_examples=150)
@given(data=st.data())
def test_no_change_of_a_record_ends_in_anything_but_a_verdict(
    data: st.DataObject, page: str, facts: Any, folder: Path
) -> None:
    changed = deepcopy(facts)
    ways = list(places(facts))
    for _ in range(data.draw(st.integers(1, 3))):
        *keys, last = data.draw(st.sampled_from(ways))
        inside = changed
        try:
            for key in keys:
                inside = inside[key]
            if data.draw(st.booleans()):
                inside[last] = data.draw(NONSENSE)
            else:
                del inside[last]
        except (LookupError, TypeError):
            continue  # what an earlier change has taken away
    code, drifts = judged(page, FACTS, changed, folder)
    assert code in (0, 1, 2)
    assert bool(drifts) == (code == 1)


@settings(max_examples=100)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_at_all_end_in_anything_but_a_verdict(raw: bytes) -> None:
    with pytest.raises(RecordError):
        read(FactsFile, raw)
    with pytest.raises(RecordError):
        read(Manifest, raw)
