"""What an author probably meant by a unit that is none: other spellings of a known one, and never another quantity.

A word that merely looks like a known unit is no spelling of it: patients are no patents, pence no pounds. So nothing
is suggested by likeness but a word whose letters were changed round, and everything suggested is read back first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from reportgen.units import FACTORS, INDIAN, PLAIN_COUNTS, SCALES, currencies, parse_unit, plural_of

UNITS = {
    "%": "percent", "pct": "percent", "per cent": "percent", "percentage": "percent", "percents": "percent",
    "percentage points": "pp", "percentage point": "pp", "percent points": "pp", "ppt": "pp", "ppts": "pp",
    "pps": "pp", "p.p.": "pp", "%-points": "pp", "%pts": "pp", "bp": "bps", "basis points": "bps",
    "basis point": "bps", "times": "x", "multiple": "x", "×": "x", "mths": "months", "qtrs": "quarters",
    "prozent": "percent", "pour cent": "percent", "v. h.": "percent", "prozentpunkte": "pp", "pp.": "pp",
    "yr": "years", "yrs": "years", "hrs": "hours", "heads": "people", "persons": "people",
    "headcount": "people", "pts": "points", "fte": "FTE", "ftes": "FTE", "teus": "TEU", "sqm": "square metres",
    "m2": "square metres", "m²": "square metres", "sq m": "square metres", "sq ft": "square feet",
    "sqft": "square feet", "ft2": "square feet", "ft²": "square feet", "km": "kilometres", "km2": "square kilometres",
    "km²": "square kilometres", "tco2e": "t CO2e", "tco2": "t CO2", "ktco2e": "kt CO2e", "mtco2e": "Mt CO2e",
    "百万円": "JPY mn", "千円": "JPY k", "円": "JPY", "百万元": "CNY mn", "千元": "CNY k",
    "人": "people", "店": "stores", "倍": "x", "％": "percent", "年": "years", "時間": "hours",
    "horas": "hours", "heures": "hours", "stunden": "hours", "minuten": "minutes", "minutos": "minutes",
    "tage": "days", "jours": "days", "días": "days", "dias": "days", "giorni": "days", "jahre": "years",
    "ans": "years", "años": "years", "anos": "years", "anni": "years", "monate": "months", "mois": "months",
    "meses": "months", "mesi": "months",
    "mmbbl": "MMbbl", "mmboe": "MMboe", "ozs": "oz", "ounces": "oz", "tons": "tonnes", "ha": "hectares",
}  # fmt: skip
# No "¥" alone: yuan or yen, twenty times apart, so that nobody guesses.
CODES = {"rmb": "CNY", "yuan": "CNY", "cn¥": "CNY", "jp¥": "JPY", "yen": "JPY", "$": "USD", "us$": "USD",
         "dollars": "USD",
         "€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "hk$": "HKD", "₹": "INR", "us-$": "USD",
         "zł": "PLN", "ksh": "KES", "₦": "NGN", "₪": "ILS", "₩": "KRW", "₺": "TRY", "₫": "VND", "฿": "THB",
         "a$": "AUD", "c$": "CAD", "nz$": "NZD", "s$": "SGD", "nt$": "TWD", "kč": "CZK",
         "d'euros": "EUR", "d\u2019euros": "EUR", "円": "JPY", "r$": "BRL", "reais": "BRL",
         "franken": "CHF",
         "francs": "CHF", "fr.": "CHF", "sfr.": "CHF", "sfr": "CHF"}  # fmt: skip
# Whose crowns they are is told by how each country shortens thousands and millions; "kr" alone is not guessed.
_CROWNS = {
    "DKK mn": r"mio\.? ?kr\.?", "DKK bn": r"mia\.? ?kr\.?", "DKK k": r"t\. ?kr\.", "NOK mn": r"mill\.? ?kr\.?",
    "SEK mn": r"mkr\.?", "SEK k": r"tkr\.?", "SEK bn": r"mdkr\.?|mdr ?kr\.?",
}  # fmt: skip
SIGNED = frozenset(CODES.values()) | {
    unit[:3] for unit in _CROWNS
}  # currencies that have other signs than their code
SCALE_NAMES = {"m": "mn", "mm": "mn", "mio": "mn", "mill": "mn", "million": "mn", "millions": "mn", "mln": "mn",
               "millionen": "mn", "milliarden": "bn", "milliards": "bn", "milliard": "bn", "md": "bn", "mds": "bn",
               "tausend": "k", "milliers": "k", "migliaia": "k", "millones": "mn",
               "milhões": "mn", "milioni": "mn", "miljoen": "mn", "miljard": "bn", "miliardi": "bn", "bilhões": "bn",
               "b": "bn", "bln": "bn", "billion": "bn", "billions": "bn", "mrd": "bn", "tr": "tn",
               "trn": "tn", "tln": "tn", "trillion": "tn", "trillions": "tn", "thousand": "k", "thousands": "k",
               "crores": "crore", "lakhs": "lakh", "lacs": "lakh", "lac": "lakh", "tys": "k", "th": "k",
               "tsd": "k", "000": "k", "000s": "k", "'000": "k", "\u2019000": "k", "'000s": "k",
               "\u2019000s": "k"}  # fmt: skip
UNDER = {"d": "day", "h": "hour", "hr": "hour", "yr": "year", "a": "year", "mo": "month", "m2": "square metre",
         "m²": "square metre", "sqm": "square metre", "sq ft": "square foot", "sqft": "square foot",
         "ft²": "square foot", "km": "kilometre"}  # fmt: skip
HUNDREDTHS = {"GBp": "GBP", "GBX": "GBP", "GBx": "GBP", "pence": "GBP", "p": "GBP", "ZAc": "ZAR", "ZAX": "ZAR",
              "ILA": "ILS", "USc": "USD", "USX": "USD", "EURc": "EUR", "EUX": "EUR"}  # fmt: skip
_LEAD = re.compile(r"^(?:in|en|w) (?=\S)")  # "in Tsd. €", "en millions d'euros", "w mln zł"
_PERCENT_OVER_TIME = re.compile(
    r"(?i)(?:%|percent|per ?cent|pct)(?: ?/ ?| per | )(?:p\.? ?a\.?|annum|day|week|month|mo|quarter|year|yr)"
)
_THOUSANDS_OF = re.compile(  # alone, miles are miles
    r"(?i)^(?:miles|milhares|migliaia) (?:d[ei] |(?=[€$£]|euros?\b|(?-i:[A-Z]{3}\b)))"
)
# A thousand, where it is Portuguese.
_MIL = re.compile(r"(?i)(?:R\$|reais) ?mil\.?|mil (?:R\$|(?:de )?reais)")
_HUNDREDTH_NAMES = ("cents", "cent", "ct", "cts", "centimes", "céntimos", "centavos")
# T: not trillions.
_SCALES_BEFORE = {"T": "k", "k": "k", "K": "k", "M": "mn", "m": "mn", "Mio": "mn", "Md": "bn", "Mrd": "bn"}
_BEFORE = re.compile(r"(?P<scale>T|k|K|M|m|Mio|Mrd|Md)\.? ?(?P<money>€|[A-Z]{3}|\$|£)")  # TEUR, M€, Mrd.€
_HUNDREDS = re.compile(r"^1[0,]*0 ?")  # of "per 100,000 people"
ANYTHING = (
    "; expected a currency and a scale ('CNY bn', 'EUR cents'), a rate ('USD per share'), percent, pp, bps, x, "
    "or what is counted ('downloads mn'); declare what is counted as 'unit' of the metric in metrics.yaml"
)


def countable(units: Iterable[str]) -> frozenset[str]:
    """What can be counted: the usual things, and those that metrics name as their unit ("widgets mn": widgets).

    Of a rate they are both what stands over and what stands under: "wagons per driver" counts wagons and drivers.
    """
    declared: set[str] = set()
    for unit in units:
        over, *under = unit.split(" per ")
        name, _, scale = over.rpartition(" ")
        declared.add(name if name and scale in FACTORS else over)
        declared.update(
            _HUNDREDS.sub("", one) if _HUNDREDS.match(one) else plural_of(one) for one in under
        )  # "per 1,000 policies", but "per policy"
    nouns = {noun for noun in declared if noun and parse_unit(noun, currencies(), ()) is None}
    return PLAIN_COUNTS | nouns


def unit_problem(text: str, nouns: Collection[str]) -> str:
    """The message for a unit that is none, with what was probably meant or what was expected."""
    if not text:
        return "no unit; expected one such as 'CNY bn', 'percent' or 'quarters'"
    small, _, rest = text.partition(" ")
    if small in HUNDREDTHS:
        whole = HUNDREDTHS[small]
        part = f"{whole} cents {rest}".strip()
        if rest in SCALES and rest:
            return f"unit '{text}' is a hundredth of {whole}: divide the value by 100, and write unit '{whole} {rest}'"
        return f"unit '{text}' is a hundredth of {whole}; write unit '{part}'"
    likely = likely_unit(text, nouns)
    over, *under = text.split(" per ")
    strange = " and no ".join(f"'{one}'" for one in (over, *under) if not _is_known(one, nouns))
    if under and strange and not likely:
        return f"unit '{text}' (no {strange} is known); say 'unit: {text}' of the metric in metrics.yaml"
    return f"unit '{text}'" + (f" — did you mean '{likely}'?" if likely else ANYTHING)


def _is_known(part: str, nouns: Collection[str]) -> bool:
    """Whether one side of a rate is a unit, or the singular of one."""
    return any(
        parse_unit(one, currencies(), nouns) for one in (part, plural_of(part), _HUNDREDS.sub("", part))
    )


def likely_unit(text: str, nouns: Collection[str]) -> str:
    """The known unit of which a text is another spelling; "" if it is of none."""
    plain = " ".join(text.split())
    plain = _THOUSANDS_OF.sub("thousand ", _LEAD.sub("", plain) or plain)
    known = frozenset(nouns)
    for one in (
        UNITS.get(plain.lower(), ""),
        "BRL k" if _MIL.fullmatch(plain) else "",
        "percent" if _PERCENT_OVER_TIME.fullmatch(plain) else "",
        *(unit for unit, form in _CROWNS.items() if re.fullmatch(form, plain, re.IGNORECASE)),
        re.sub(r" ?/ ?", " per ", plain),
        *_rates(plain, nouns),
        *_scaled(plain, nouns),
        _changed_round(plain, nouns),
    ):
        if one and one != text and parse_unit(one, currencies(), known):
            return one
    return ""


def _rates(text: str, nouns: Collection[str]) -> Iterator[str]:
    """``$/bbl`` as ``USD per bbl``, ``EUR/m2`` as ``EUR per square metres``, ``boe/d`` as ``boe per day``."""
    over, sign, under = (part.strip() for part in re.sub(r"/| per ", "\0", text).partition("\0"))
    if sign and over and under:
        above = (
            over
            if parse_unit(over, currencies(), nouns)
            else CODES.get(over.lower()) or likely_unit(over, nouns)
        )
        below = UNDER.get(under.lower()) or UNITS.get(under.lower()) or likely_unit(under, nouns) or under
        yield f"{above} per {below}"


def _scaled(text: str, nouns: Collection[str]) -> Iterator[str]:
    """``RMB billion``, ``usd m``, ``bn CNY``, ``US$bn`` or ``CNYbn`` as ``CNY bn`` and so on."""
    if before := _BEFORE.fullmatch(text):
        yield f"{_noun(before['money'], nouns)} {_SCALES_BEFORE[before['scale']]}"
    for pattern in (
        r"(?P<name>.+?) (?P<scale>\S+)",
        r"(?P<scale>\S+) (?:d[eio] |d['\u2019])?(?P<name>.+)",
        r"(?P<name>\D+)",
    ):
        match = re.fullmatch(pattern, text)
        name = _noun(match["name"], nouns) if match else ""
        scale = scale_of(match.groupdict().get("scale", "")) if match else None
        if name and scale is not None:
            yield f"{name} {scale}".strip()
    money, _, part = text.rpartition(" ")
    if part.lower() in _HUNDREDTH_NAMES and (name := _noun(money, nouns)) in currencies():
        yield f"{name} cents"
    for ending in (
        "mn",
        "bn",
        "tn",
        "m",
        "b",
        "k",
        "000",
        "'000",
        "\u2019000",
        "000s",
        "'000s",
        "\u2019000s",
    ):
        name = _noun(text[: -len(ending)].strip(), nouns) if text.lower().endswith(ending) else ""
        if name in currencies():
            yield f"{name} {scale_of(ending)}"


def _noun(text: str, nouns: Collection[str]) -> str:
    if text.upper() in currencies() and text not in HUNDREDTHS:
        return text.upper()
    plain = text.lower()
    known = (text, plain, f"{plain}s", UNITS.get(plain, ""))
    return CODES.get(plain) or next((word for word in known if word in nouns), "")


def scale_of(text: str) -> str | None:
    """The scale of which a word is another spelling; None if it is of none."""
    word = text.lower().rstrip(".")
    return word if word in SCALES or word in INDIAN else SCALE_NAMES.get(word)


def scale_alone(text: str) -> str:
    """The scale that a text gives and nothing else: ``000s``, ``in millions``; "" for ``m``, which may be metres."""
    word = text.strip().lower().removeprefix("in ").strip()
    return "" if word in ("m", "mm", "b", "th", "tr", "md") else scale_of(word) or ""


def _changed_round(text: str, nouns: Collection[str]) -> str:
    """A unit whose letters were changed round: ``downlaods``."""
    letters = sorted(text.lower())
    known = ("percent", *sorted(nouns))
    return next((one for one in known if one[0] == text[:1].lower() and sorted(one) == letters), "")
