"""What a message suggests reads back as itself, without a finding, and means as much of the same thing."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from reportgen.charts.registry import SHIPPED
from reportgen.errors import FormulaError
from reportgen.facts.cells import number_problem, without_remainder
from reportgen.facts.formulas import names_in
from reportgen.figures.digits import Said
from reportgen.figures.written import Style, compact, unit_words, with_unit
from reportgen.files import Files
from reportgen.findings import Findings
from reportgen.located import read_yaml
from reportgen.periods import CALENDAR_YEAR, FIRST_OF_EXCEL, MONTHS, parse_period, readings
from reportgen.quantities import stated
from reportgen.syntax import template_words
from reportgen.unit_spellings import CODES, SCALE_NAMES, UNITS, countable, likely_unit, unit_problem
from reportgen.units import INDIAN, PLAIN_COUNTS, PREFIXED, SCALES, Unit, currencies, parse_unit
from reportgen.validation import option_findings

SUGGESTED = re.compile(r"did you mean '([^']*)'(?: or '([^']*)')?(?: with unit '([^']*)')?")
numbers = st.decimals(Decimal("0.001"), Decimal(10) ** 12, places=3).map(lambda number: number.normalize())


def read(text: str) -> Unit | None:
    return parse_unit(text, currencies())


def suggestions(text: str, unit: str = "EUR mn") -> list[str]:
    code, message = number_problem(text, read(unit))
    found = SUGGESTED.search(message)
    assert code == "number-format" or not found
    return [one for one in found.groups()[:2] if one] if found else []


# Numbers -----------------------------------------------------------------------------------------------------------


def grouped(number: Decimal, thousands: str, point: str) -> str:
    return f"{number:,f}".replace(",", "\0").replace(".", point).replace("\0", thousands)


@given(
    numbers,
    st.sampled_from([",.", " .", " ,", "\u00a0,", "\u202f,", ".,", "'.", "’."]),
    st.sampled_from(
        ["{}", "-{}", "−{}", "–{}", "({})", "{}-", "{}*", "{} †", "{}¹", "{} (1)", "~{}", "{} %", "{} e"]
    ),
)
def test_a_number_however_it_is_written_is_meant_as_it_stands(
    number: Decimal, marks: str, around: str
) -> None:
    text = around.format(grouped(number, *marks))
    try:
        stated(text, Unit("currency", "EUR", "", Decimal(1)))
    except ValueError:
        pass
    else:
        return  # it is a plain number already
    negative = around in ("-{}", "−{}", "–{}", "({})", "{}-")
    found = suggestions(text)
    assert (-number if negative else number) in [Decimal(one) for one in found]
    for one in found:
        assert str(stated(one, Unit("currency", "EUR", "", Decimal(1))).unit) is not None


@given(
    st.text(alphabet="0123456789.,-()%*¹ eEbnmkx€$'", max_size=12),
    st.sampled_from(["EUR", "EUR mn", "percent", "x"]),
)
def test_whatever_is_suggested_for_a_cell_is_a_plain_number(text: str, unit: str) -> None:
    for one in suggestions(text, unit):
        assert re.fullmatch(r"-?\d+(\.\d+)?", one)


@pytest.mark.parametrize(
    ("text", "unit", "value", "meant_in"),
    [
        ("1.2bn", "EUR", "1.2", "EUR bn"),
        ("1.2bn", "EUR mn", "1.2", "EUR bn"),
        ("1.2bn", "EUR bn", "1.2", ""),
        ("€1.2bn", "EUR bn", "1.2", ""),
        ("3.4x", "x", "3.4", ""),
        ("39.8 CNY bn", "CNY bn", "39.8", ""),
    ],
)
def test_a_scale_in_a_cell_is_not_lost(text: str, unit: str, value: str, meant_in: str) -> None:
    found = SUGGESTED.search(number_problem(text, read(unit))[1])
    assert found
    assert (found[1], found[3] or "") == (value, meant_in)


@pytest.mark.parametrize(
    ("text", "value", "bound"),
    [
        ("at least 125", "125", "at least"),
        ("At most 40", "40", "at most"),
        ("up to 1.5", "1.5", "at most"),
        ("more than 10", "10", "more than"),
        ("under -3.5", "-3.5", "less than"),
        ("about 120 mn", "120", "about"),
    ],
)
def test_a_bound_in_words_is_told_apart_from_its_number(text: str, value: str, bound: str) -> None:
    message = number_problem(text, read("GBP mn"))[1]
    assert f"did you mean '{value}' with bound '{bound}'?" in message


@pytest.mark.parametrize(
    ("text", "unit"), [("$1.2", "EUR"), ("2.5p", "GBP"), ("120 patients", "EUR"), ("3.4x", "EUR")]
)
def test_a_cell_in_another_unit_gets_no_number(text: str, unit: str) -> None:
    assert suggestions(text, unit) == []


@given(st.integers(1, 10**6), st.integers(1, 3))
def test_the_remainder_of_binary_arithmetic_is_seen(whole: int, places: int) -> None:
    number = Decimal(whole).scaleb(-places)
    for text in (f"{number:f}0000000000006", f"{number - Decimal(1).scaleb(-places - 11):f}"):
        if len(re.sub(r"\D", "", text).lstrip("0")) >= 15:
            assert Decimal(without_remainder(text)) == number


@pytest.mark.parametrize(
    "text", ["52.4", "52.40", "100.000", "3.14159265358979", "123456789.123456", "0.000001"]
)
def test_a_number_of_many_digits_is_none(text: str) -> None:
    assert without_remainder(text) == ""


# Units -------------------------------------------------------------------------------------------------------------


def test_every_spelling_that_is_known_stands_for_a_unit() -> None:
    assert [one for one in UNITS.values() if not read(one)] == []
    assert set(CODES.values()) <= currencies()
    assert set(SCALE_NAMES.values()) <= {*SCALES, *INDIAN}


@given(st.sampled_from(sorted(currencies())), st.sampled_from(sorted(SCALE_NAMES)))
def test_a_currency_keeps_its_name_and_its_scale(code: str, scale: str) -> None:
    meant = likely_unit(f"{code} {scale}", PLAIN_COUNTS)
    assert meant in ("", f"{code} {SCALE_NAMES[scale]}")


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzEURGBPUSD/%. ", min_size=1, max_size=12))
def test_whatever_unit_is_suggested_reads_back(text: str) -> None:
    meant = likely_unit(text, PLAIN_COUNTS)
    assert not meant or (read(meant) and meant != text)


@pytest.mark.parametrize(
    "text",
    [
        "patients",
        "minutes",
        "beds",
        "EUR t",
        "INR cr",
        "kWh",
        "site visits",
        "shared",
    ],
)
def test_another_quantity_is_not_suggested(text: str) -> None:
    assert "did you mean" not in unit_problem(text, PLAIN_COUNTS)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("ZAc", "ZAR cents"), ("EURc", "EUR cents"), ("USc per share", "USD cents per share")],
)
def test_a_hundredth_of_a_currency_is_told_as_one(text: str, meant: str) -> None:
    assert f"a hundredth of {meant[:3]}; write unit '{meant}'" in unit_problem(text, PLAIN_COUNTS)


def test_a_hundredth_at_a_scale_is_told_as_the_whole() -> None:
    assert "divide the value by 100, and write unit 'ILS mn'" in unit_problem("ILA mn", PLAIN_COUNTS)


@pytest.mark.parametrize("text", ["GBp", "GBX", "pence", "pence per share", "GBp per share"])
def test_pence_are_read_as_the_hundredths_that_they_are(text: str) -> None:
    unit = read(text)
    assert unit
    assert (unit.money, unit.factor) == ("GBP", Decimal("0.01"))


def test_a_slash_is_read_as_per() -> None:
    assert "did you mean 'USD per share'?" in unit_problem("USD/share", PLAIN_COUNTS)


# Periods -----------------------------------------------------------------------------------------------------------

days = st.dates(date(1960, 1, 1), date(2090, 12, 31))


@given(days)
def test_a_day_is_among_what_its_spellings_may_mean(day: date) -> None:
    month = MONTHS[day.month - 1]
    for text in (
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d.%m.%Y}",
        f"{day:%m/%d/%Y}",
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day} 00:00:00",
        f"{day:%Y%m%d}",
        str((day - FIRST_OF_EXCEL).days),
    ):
        found = readings(text, CALENDAR_YEAR)
        assert str(day) in found, text
        assert all(str(parse_period(one)) == one for one in found)


@given(st.integers(2000, 2099), st.integers(1, 4), st.sampled_from(["", "FY"]))
def test_a_quarter_is_what_its_spellings_mean(year: int, quarter: int, fiscal: str) -> None:
    short = f"{year % 100:02}"
    spellings = [
        f"{quarter}Q{fiscal}{short}",
        f"Q{quarter} {fiscal}{year}",
        f"{fiscal.lower()}{year} q{quarter}",
    ]
    spellings += [f"FY{short}-Q{quarter}"] if fiscal else [f"Q{quarter}'{short}", f"Q{quarter}/{year}"]
    for text in spellings:
        assert readings(text, CALENDAR_YEAR) == (f"{fiscal}{year}-Q{quarter}",), text


@given(st.text(alphabet="0123456789QFYHq-/. 'Sepmbr", max_size=12))
def test_whatever_period_is_suggested_reads_back(text: str) -> None:
    for one in readings(text, CALENDAR_YEAR):
        assert str(parse_period(one)) == one


@pytest.mark.parametrize(
    ("scale", "spellings"),
    [
        ("EUR k", ("TEUR", "T€", "k€", "KEUR", "Tsd. €", "in Tsd. EUR", "Tausend Euro", "en milliers d'euros")),
        ("EUR mn", ("Mio. EUR", "M€", "MEUR", "in Mio. €", "Millionen Euro", "millions d’euros", "EUR Mio.")),
        ("EUR bn", ("Mrd. €", "Milliarden Euro", "Md€", "Mds €", "milliards d'euros")),
        ("CHF mn", ("Mio. CHF", "Mio. Franken", "MCHF", "Mio. Fr.", "millions francs")), ("CHF k", ("TCHF", "kCHF")),
    ],
)  # fmt: skip
def test_amounts_as_german_swiss_and_french_tables_write_them_are_known(
    scale: str, spellings: tuple[str, ...]
) -> None:
    assert {text: likely_unit(text, PLAIN_COUNTS) for text in spellings} == dict.fromkeys(spellings, scale)


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_options_are_named_as_they_are_written(name: str, tmp_path: Path) -> None:
    """What a finding says is expected is what the kind takes, by the name that an author writes."""
    kind = SHIPPED[name]
    with pytest.raises(ValidationError) as problem:
        kind.options.model_validate({"no_such_option": 1})
    path = tmp_path / "brief.yaml"
    path.write_text("exhibits:\n  one:\n    no_such_option: 1\n", encoding="utf-8")
    located = read_yaml(path, Findings(), Files(tmp_path))
    assert located is not None
    placed = SimpleNamespace(located=located)
    [said] = [
        one.message
        for one in option_findings(problem.value, kind.options, placed, "exhibits", "one")
        if one.code == "unknown-setting"
    ]
    for option in re.findall(r"'(\w+)'", said.split("expected", 1)[1]):
        try:
            kind.options.model_validate({option: {}})
        except ValidationError as other:
            unknown = [one["loc"] for one in other.errors() if one["type"] == "extra_forbidden"]
            assert (option,) not in unknown, option


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("USD/oz", "USD per oz"),
        ("$/bbl", "USD per bbl"),
        ("EUR/m2", "EUR per square metre"),
        ("EURm/MW", "EUR mn per MW"),
        ("boe/d", "boe per day"),
        ("mmboe", "MMboe"),
        ("FTEs", "FTE"),
    ],
)
def test_what_trades_write_is_found(text: str, meant: str) -> None:
    assert f"did you mean '{meant}'" in unit_problem(text, PLAIN_COUNTS)


@pytest.mark.parametrize("word", sorted(PREFIXED))
def test_a_prefix_is_the_scale_of_what_it_stands_before(word: str) -> None:
    """121.4 koz are 121,400 oz, and are written as they were read, in text, on cards and beside axes."""
    whole, (over, scale) = read(word), PREFIXED[word]
    assert whole == read(f"{over} {scale}")
    assert whole is not None
    value = Said(Decimal("121.4"), whole, 1, certain=True)
    for text in (compact(value, Style()), with_unit(Decimal("121.4"), value, Style())):
        assert text.replace("\u00a0", " ").replace("\u2060", "") == f"121.4 {word}"
    assert unit_words(whole, Style()) == word


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("spectators per match", "(no 'spectators' and no 'match' is known)"),
        ("EUR per match", "(no 'match' is known)"),
        ("wagons per customer", "(no 'wagons' is known)"),
    ],
)
def test_of_a_rate_the_side_that_nobody_knows_is_named_and_where_to_declare_it(
    text: str, strange: str
) -> None:
    message = unit_problem(text, PLAIN_COUNTS)
    assert message == f"unit '{text}' {strange}; say 'unit: {text}' of the metric in metrics.yaml"
    assert parse_unit(text, currencies(), countable([text]))


def test_what_is_not_closed_is_told_where_it_was_opened(tmp_path: Path) -> None:
    path = tmp_path / "brief.yaml"
    path.write_text('entity: {name: Example}\ntitle: "Sales rose\nperiod: 2025-Q3\n', encoding="utf-8")
    findings = Findings()
    read_yaml(path, findings, Files(tmp_path))
    assert [(one.place.line, one.place.column) for one in findings] == [(2, 8)]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [("unexpected '}'", "a single '}' stands here"), ("unexpected ')'", "')' is not expected here")],
)
def test_a_brace_too_few_is_told_as_one(sentence: str, words: str) -> None:
    assert template_words(sentence).startswith(words)


def test_a_formula_that_breaks_off_is_not_blamed_on_braces() -> None:
    with pytest.raises(
        FormulaError, match=r"'sales \+' is no formula: it ends where a name or a number is expected"
    ):
        names_in("sales +")
