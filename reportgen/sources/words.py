"""What words of somebody else's table mean to us: columns, periods, scenarios, units, metrics."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import get_args

from reportgen.brief import Brief
from reportgen.source_settings import Column, SourceDocument
from reportgen.sources.grid import Cell, folded, narrowed
from reportgen.unit_spellings import SIGNED, countable, likely_unit, scale_alone, scale_of
from reportgen.units import currencies, parse_unit

COLUMNS: tuple[Column, ...] = get_args(Column)
YEARS = range(1900, 2201)
_YEARS = frozenset(map(Decimal, YEARS))
LONGEST = 300  # characters of what names something
_IN_BRACKETS = re.compile(r"(?P<rest>.*?)\s*[(\[](?P<inside>[^()\[\]]+)[)\]]\s*")
_BEHIND = (
    re.compile(r"(?P<rest>.+?),\s*(?P<inside>[^,]+)"),
    re.compile(r"(?P<rest>.*?)\b(?:in|en|em) (?P<inside>.+)"),
)
_ASIDE = re.compile(  # what accounts put in brackets behind a label: what it is called below zero
    r"(?i)(?:net )?(?:loss(?:es)?|gains?|income|expenses?|deficit|surplus|benefit|charge|credit|debit|profit|decrease"
    r"|increase|used|outflows?|inflows?|net|verlust|fehlbetrag|aufwand|perte|pérdida|perdita)"
)
_IN_WORDS = re.compile(r"(?i)(?:in )?(?P<scale>\w+) of (?P<money>\w+)|(?P<money_>\S+) in (?P<scale_>\w+)")
_APART = re.compile(
    r"(?i)(?:in )?(?P<one>\S+), (?:in )?(?P<other>\S+)"
)  # "EUR, in thousands", "in millions, EUR"
_EXCEPT = re.compile(
    r"(?i)[,;]? (?:except|unless|if not|exceto|salvo|sauf|außer|soweit nicht|wenn nicht|se non|excepto)\b[^()]*"
)
_CLAUSES = re.compile(r"[()\[\];|]|\s[-–—]\s|:\s")  # between which a title says one thing after the other
_MARKED = re.compile(r"(?P<period>.*\d)\s?\(?(?P<mark>[AEFBP])\)?")
_MARKS = {
    "A": "actual",
    "E": "forecast",  # estimated
    "F": "forecast",
    "P": "forecast",  # projected
    "B": "budget",
}
_SCENARIOS = {
    **dict.fromkeys(("actuals", "act", "a", "audited", "unaudited", "reviewed", "ist", "réel", "réalisé", "realizado",
                     "实际", "実績"), "actual"),
    **dict.fromkeys(("bud", "presupuesto", "orçado", "orçamento"), "budget"),
    **dict.fromkeys(("estimate", "estimated", "est", "fcst", "prognose", "prévision", "prévisions", "prévu", "previsto",
                     "予想", "予測", "見通し"), "forecast"),
    **dict.fromkeys(("計画", "planned"), "plan"),
}  # fmt: skip
_SCALE_SAID = re.compile(r"(?i)^(?:(?:all )?(?:amounts|figures|numbers|dollars) )?in (?=\w+$)")
_LEAD = re.compile(r"(?i)(?:units?|einheit|angaben|unit[ée]s?|unidad(?:es)?|unit[àa]|単位|单位)\s*[:：]\s*")
_WORDS_TOO = ("ALL", "CUP", "PEN", "TOP", "TRY")  # codes of currencies that are words
_CODE_BEHIND = re.compile(
    rf"(?P<rest>.+?)\s+(?P<inside>(?!(?:{'|'.join(_WORDS_TOO)})\b)[A-Z]{{3}}(?:\s\w+)?)"
)
_AS_ID = re.compile(r"\w+_\w+")  # a label of a database
_OF_QUANTITY = re.compile(
    r"(?i)\b(?:km|kilomet\w+|miles|tonn?es|hours|seats?|passengers?|units|volumes?|headcount|staff|ftes?"
    r"|[asrfc]tk|as[km]|rp[km]|calls|flights|policies|contracts|homes|households|borrowers|depositors"
    r"|(?:employe|subscrib|us|custom|visit|memb|patient|student)(?:e|er|or|er)?s|shares outstanding"
    r"|mitarbeiter\w*|beschäftigte\w*|kunden|besucher\w*|mitglieder|nutzer\w*|stück|aktien"
    r"|effectifs?|salariés|clients|empleados|clientes|dipendenti|clienti|werknemers|klanten)\b"
)
_FOOTNOTE = re.compile(r"(?P<rest>.+?)\s*(?:[(\[]\d{1,2}[)\]]|[*†‡]+|[¹²³⁴-⁹]+|\b\d\))+\s*")
_OF = re.compile(r"(?i)^(?:of |d[eio] |d['\u2019])")
_MONEY_TOO = frozenset(
    "pounds rupees pesos kroner kronor crowns dirhams riyals shillings rand lira roubles".split()
)
_NOUN = re.compile(r"[^\W\d_]{3,}(?: [^\W\d_]{2,}){0,2}")
_JOINS = " \t-–—:/|"  # what stands between a label and the unit behind it
# Of a unit, and no word: MWh, TEU, kt, pp, x.
_SYMBOL = re.compile(r"[a-z]?[A-Z]\w*|[bcdfghjklmnpqrstvwxz]{1,3}")
MOST_WORDS = 3  # of a unit that stands behind a label bare: "miles de euros"
_SIGN_BEHIND = re.compile(r"(?P<rest>.+?)\s*(?P<inside>%|€|\$|£)")


class Words:
    """The vocabulary of one source of one brief."""

    def __init__(self, brief: Brief, document: SourceDocument) -> None:
        self.brief, self.document = brief, document
        self._nouns = countable(metric.unit for metric in brief.metrics.values())
        self._columns = {folded(name): ours for name, ours in document.map.items()}
        self._asked = {folded(label): name for label, name in document.metrics.items()}
        self._known = _labels(brief)
        self._period = lru_cache(maxsize=4096)(self._read_period)
        self._unit = lru_cache(maxsize=1024)(self._read_unit)

    def column(self, header: str) -> Column | None:
        """Which of our columns a header names: by the author's map, or because it is called so."""
        plain = "_".join(folded(header).split())
        return self._columns.get(folded(header)) or next((name for name in COLUMNS if name == plain), None)

    def is_asked(self, header: str) -> bool:
        """Whether the author's map names a column."""
        return folded(header) in self._columns

    @property
    def knows_metrics(self) -> bool:
        """Whether the author or the brief names metrics, so that not every label becomes one."""
        return bool(self._asked or self._known)

    def period(self, cell: Cell) -> str:
        """The period that a cell names, in our spelling; "" for none. Of numbers, only years are periods."""
        if cell.number is not None and cell.number not in _YEARS:
            return ""
        return self._period(cell.text)

    def named_period(self, text: str) -> str:
        """The period that a text names; "" for none."""
        return self._period(text)

    def _read_period(self, text: str) -> str:
        if (
            len(text) > LONGEST
            or not any(map(str.isdigit, text))
            or (text.isdecimal() and Decimal(text) not in _YEARS)
        ):
            return ""
        try:
            return str(self.brief.period_of(text))
        except ValueError:
            return ""

    def marked(self, text: str) -> tuple[str, str]:
        """A period with a letter behind it, and the scenario that this means: ``FY25E``, ``2025F``, ``Q3 25A``."""
        match = _MARKED.fullmatch(text.strip()) if len(text) <= LONGEST else None
        if not match or self.named_period(text) or not self.named_period(match["period"]):
            return "", ""
        return match["period"], _MARKS[match["mark"]]

    def scenario(self, text: str) -> str:
        """The scenario that a word names; "" for none."""
        plain = "_".join(folded(text).split())
        return plain if plain in self.brief.scenarios else _SCENARIOS.get(plain, "")

    def unit(self, text: str) -> str:
        """The unit that a text names, however it is spelt; "" for none."""
        return self._unit(text.strip())

    def _read_unit(self, text: str) -> str:
        if not text or len(text) > LONGEST or text.isdecimal():
            return ""
        if parse_unit(text, currencies(), self._nouns):
            return text
        if match := _IN_WORDS.fullmatch(text):
            text = f"{match['money'] or match['money_']} {match['scale'] or match['scale_']}"
        if match := _APART.fullmatch(text):
            text = f"{match['one']} {match['other']}"
        found = likely_unit(text, self._nouns)
        known = parse_unit(found, currencies(), self._nouns) if found else None
        money = known.money if known else ""
        is_word = money not in text and money not in SIGNED  # All is everybody, and no Albanian lek
        return "" if is_word else found

    def headed(self, text: str) -> str:
        """The unit that a title or a section gives for all below it: ``EUR m``, ``in MWh``, but not ``Customers``."""
        whole = _EXCEPT.sub("", narrowed(text)).strip()
        plain = _LEAD.sub("", whole.strip("()[] "))
        unit = self.unit(plain) or self.unit(plain.removeprefix("in "))
        known = parse_unit(unit, currencies(), self._nouns) if unit else None
        if known and (known.kind not in ("count", "duration") or unit == plain):
            return unit
        return self.with_unit(plain)[1] or self.with_unit(whole)[1]

    def scaled(self, text: str) -> str:
        """The scale that a title gives for all amounts below it, without a currency: ``(in thousands, except …)``."""
        if len(text) > LONGEST:
            return ""
        plain = _LEAD.sub("", _EXCEPT.sub("", narrowed(text)))
        clauses = [one.strip(" ,") for one in _CLAUSES.split(plain)]
        found = (scale_alone(_SCALE_SAID.sub("", one)) for one in clauses if _SCALE_SAID.search(one))
        return next(filter(None, found), "")

    def with_unit(self, text: str) -> tuple[str, str]:
        """A label without the unit that stands in it, and that unit: ``Revenue (EUR m)``, ``Margin, %``."""
        plain = narrowed(text)
        for form in (_IN_BRACKETS, *_BEHIND, _SIGN_BEHIND, _CODE_BEHIND) if len(text) <= LONGEST else ():
            match = form.fullmatch(plain)
            if form is _SIGN_BEHIND and (found := self._with_amount(plain)):
                return found
            if match and (unit := self.unit(match["inside"])) and not _is_money_by_initials(match, unit):
                return match["rest"].strip(_JOINS), unit
        marked = _FOOTNOTE.fullmatch(text) if len(text) <= LONGEST else None
        rest, unit = self.with_unit(marked["rest"]) if marked else ("", "")
        return (rest, unit) if unit else (text, "")

    def _with_amount(self, text: str) -> tuple[str, str] | None:
        """A label without what stands behind it bare, money with a scale or a symbol: ``Umsatz Mio. EUR``, ``Gas MWh``.

        Where the scale were left in the label, its numbers would be taken for a millionth of what they are.
        """
        words = re.split(r"_" if _AS_ID.fullmatch(text) else r"\s+", text)
        for count in range(min(MOST_WORDS, len(words) - 1), 0, -1):
            unit = self.unit(" ".join(words[-count:]))
            known = parse_unit(unit, currencies(), self._nouns) if unit else None
            if not known:
                continue
            is_money = known.kind == "currency"
            is_symbol = count == 1 and unit == words[-1] and bool(_SYMBOL.fullmatch(unit))
            if (known.scale and known.money not in _WORDS_TOO) if is_money else is_symbol:
                return " ".join(words[:-count]).strip(_JOINS), unit
        return None

    def bare(self, label: str) -> str:
        """A label without its unit, or without its scale where that stands alone, in brackets or behind a comma."""
        rest, unit = self.with_unit(label)
        return rest if unit else with_scale(label)[0]

    def at_scale(self, label: str, general: str) -> str:
        """The unit of a label that names its scale alone: ``Passengers, 000s``, ``Revenue (mn)`` in a table of EUR."""
        rest, scale = with_scale(label)
        if not scale:
            return _scaled_noun(in_brackets(label))
        words = rest.lower().split()
        noun = "shares" if "shares" in words else next(iter(words[-1:]), "")
        if noun in self._nouns:
            return f"{noun} {scale}"
        known = None if _OF_QUANTITY.search(rest) else parse_unit(general, currencies(), self._nouns)
        return f"{known.name if known and known.kind == 'currency' else 'units'} {scale}"

    def metric(self, label: str) -> str | None:
        """The metric that a label means; "" for one that is passed over, None for one that nobody knows."""
        bare = self.bare(label)
        for text in (label, bare):
            if folded(text) in self._asked:
                return self._asked[folded(text)]
        if self._asked:
            return self._named(label) or self._named(bare) or ""
        return self._named(label) or self._named(bare) or (None if self._known else slug(bare) or None)

    def _named(self, text: str) -> str:
        return self._known.get(folded(text), "")


def _is_money_by_initials(match: re.Match[str], unit: str) -> bool:
    """Whether a code of a currency is but what a label is called for short: ``Gross written premiums (GWP)``."""
    return unit in currencies() and _abbreviates(match["inside"], match["rest"])


def _abbreviates(short: str, text: str) -> bool:
    """Whether letters are the first ones of words of a text, in their order."""
    initials = iter(word[0] for word in re.findall(r"\w+", text.casefold()))
    return short.isupper() and all(letter in initials for letter in short.casefold())


def with_scale(label: str) -> tuple[str, str]:
    """A label without a scale that stands alone in it, and that: ``Passengers (000s)``, ``Seat km, millions``."""
    for form in (_IN_BRACKETS, _BEHIND[0]) if len(label) <= LONGEST else ():
        match = form.fullmatch(narrowed(label))
        inside = match["inside"] if match else ""
        is_counted = match is not None and _OF_QUANTITY.search(
            match["rest"]
        )  # "m" are millions, and no metres
        scale = scale_alone(inside) or (scale_of(inside.strip()) if is_counted else "")
        if match and scale:
            return match["rest"].strip(), scale
    return label, ""


def _scaled_noun(text: str) -> str:
    """What is counted and at which scale, where a text says both: ``thousand pallets``, ``cases, '000``; "" else."""
    first, _, behind = text.partition(" ")
    before, _, last = text.rpartition(" ")
    for scale, noun in ((scale_alone(first), behind), (scale_alone(last), before)):
        name = _OF.sub("", noun).strip(" ,").lower()
        if scale and _NOUN.fullmatch(name) and name not in _MONEY_TOO:
            return f"{name} {scale}"
    return ""


def in_brackets(label: str) -> str:
    """What stands in brackets behind a label and may be a unit that nobody knows: ``Peak load [kW]``."""
    match = _IN_BRACKETS.fullmatch(narrowed(label)) if len(label) <= LONGEST else None
    inside = match["inside"].strip() if match else ""
    is_name = _ASIDE.fullmatch(inside) or (match and _abbreviates(inside, match["rest"]))
    return "" if is_name else inside


def _labels(brief: Brief) -> Mapping[str, str]:
    """Metrics of the brief that are stated and not derived, by id, label and short label."""
    found: dict[str, str] = {}
    for metric in brief.metrics.values():
        if not metric.formula:
            for text in (metric.short, metric.label, metric.id.replace("_", " "), metric.id):
                found.setdefault(folded(text), metric.id)
    found.pop("", None)
    return found


def slug(text: str) -> str:
    """An id made of a label: ``Cloud revenue`` gives ``cloud_revenue``."""
    plain = re.sub(r"[^a-z0-9]+", "_", folded(text)).strip("_")
    return plain if re.fullmatch(r"[a-z][a-z0-9_]*", plain) else ""
