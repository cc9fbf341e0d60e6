"""Lines that are no amounts of money, whatever unit a table gives for all: rates, ratios, amounts of each, counts.

"EUR m" in the corner of a table of key figures is meant for its amounts. A tax rate below them is not EUR 25 mn.
"""

from __future__ import annotations

import re

_BRACKETS = re.compile(r"\s*[(\[（].*")
_IN_BRACKETS = re.compile(r"(?i)[(\[（](?:in )?(?:x|cents?|pence|days?|years?|bps|pp)[)\]）]")
_PERCENT = re.compile(
    r"(?i)[(\[（](?:in )?(?:%|％|per ?cent|prozent|pour cent)(?:(?! ?-?p(?:oin|ts|unk))[^()]*)[)\]）]"
)
_PERCENT_OF = re.compile(  # whatever it is of: "% of customers", "% per month", but not "% points"
    r"(?i)(?:%|per ?cent|prozent|pour cent|por ciento|por cento) ?"
    r"(?:p\. ?a\.|(?:of|per|a year|der|des|du|de|del|da|do|vom|am)\b.*)"
)
_RATIOS = re.compile(
    r"(?ix)\b(?:return\ on|roe|roce|roic|roa|rote|rotce|rorac)\b"
    r"|\b(?:ratio|quote|taux|tasa|tasso)\b|quote$|\brates?$|\bsatz$|steuersatz|\brendement\b|rendite$"
    r"|\bmargins?$|marge$|\bmarge\b|\bmargen\b|\bmargine\b"
    r"|\b(?:growth|yoy|cagr|croissance|crecimiento|crescita)$|wachstum$"
    r"|\bmarket\ share$|marktanteil$|\bpart\ de\ marché|\bcuota\ de\ mercado"
    r"|\b(?:gearing|leverage|interest\ cover(?:age)?|dividend\ cover|occupancy|utili[sz]ation|load\ factor|churn)$"
    r"|率$|[比割]率?$|マージン$|\bself-?\s?sufficiency\b|\bauslastung$|\bmultiple$"
    r"|/\s?(?:ebitda|ebita|ebit)\b|\b(?:ev|p|net\ debt)\s?/\s?\w+"
)
_OF_EACH = re.compile(
    r"(?i)\bper (?!se\b|annum\b|diem\b)\w+|\beps\b|\barp[uao]\b|\bdps\b|\bje (?:\w+)?aktie\b|\bje stück\b"
    r"|[1１一]株当たり|\bpar action\b|\bpor unidade\b|\bpor acci[óo]n\b|\bper azione\b|\bper aandeel\b"
)
_COUNTS = re.compile(
    r"(?i)\bshares (?:outstanding|in issue)|\bnumber of\b|\bweighted average .*\bshares|^aktien(?:an)?zahl|\banzahl\b"
    r"|\bnombre d|\bnúmero de\b|\bnumero di\b|\baantal\b|\bdso\b"
    r"|数$"
    r"|\bdays (?:sales|payables?|inventory)|\bheadcount\b|\bftes?\b"
)


def is_no_amount(label: str) -> bool:
    """Whether a label names something that a unit of money for the whole table cannot be meant for."""
    plain = _BRACKETS.sub("", label).strip()
    said = any(form.search(plain) for form in (_RATIOS, _OF_EACH, _COUNTS))
    return said or bool(_IN_BRACKETS.search(label) or percent_in(label))


_PERCENT_BEHIND = re.compile(r"[(\[（][^()]*[%％]\s*[)\]）]")  # "Attrition (LTM %)"


def percent_in(label: str) -> str:
    """``percent`` where a label says in brackets of what its numbers are a percentage: ``Costs (% of sales)``."""
    return "percent" if _PERCENT.search(label) or _PERCENT_BEHIND.search(label) else ""


def percent_of(unit: str) -> str:
    """``percent`` where a unit says of what its numbers are a percentage: ``% of customers``, ``% per month``."""
    return "percent" if _PERCENT_OF.fullmatch(unit.strip()) else ""
