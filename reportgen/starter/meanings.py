"""What lines of business tables usually mean: whether more is better, what they count, how much readers want them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from reportgen.model import Kind, Measured, Nature, Polarity
from reportgen.starter.german_meanings import GERMAN
from reportgen.starter.japanese_meanings import JAPANESE
from reportgen.starter.romance_meanings import ROMANCE


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label says about its numbers.

    ``topic`` keeps a choice of several from being of one sort; ``weight`` is how much a reader wants to see it.
    ``is_money`` is said of what is an amount, or an amount of each, though no unit stands beside it; ``noun`` is what
    is counted, ``kind`` that of a percentage.
    """

    topic: str = ""
    weight: int = 20
    polarity: Polarity = "neutral"
    nature: Nature = ""
    measured: Measured = ""
    kind: Kind | None = None
    noun: str = ""
    is_money: bool = False
    is_percent: bool = False


_FLOW: Measured = "over the period"
_LEVEL: Measured = "at the end"
_MORE: Polarity = "more is better"
_LESS: Polarity = "less is better"

_TOLD_BY_THEIR_HEAD = ("", "cost", "tax", "investment", "energy", "water")  # whether they are revenue or cost
_MULTIPLE = Meaning("multiple", 45)

_MEANINGS: tuple[tuple[str, Meaning], ...] = (
    # Percentages first: a margin of profit is no profit.
    (r"\bmargin\b", Meaning("margin", 82, _MORE, kind="margin", is_percent=True)),
    (r"\bchurn(?:ed)? (?:rate|%)|\bchurn$|\battrition\b", Meaning("churn", 76, _LESS, kind="ratio", is_percent=True)),
    (r"\b(?:retention|renewal rate)\b", Meaning("churn", 76, _MORE, kind="ratio", is_percent=True)),
    (r"\b(?:growth|yoy|y/y)\b", Meaning("growth", 40, _MORE, kind="growth", is_percent=True)),
    (r"\breturn on\b|\bro(?:e|ce|ic|a|te|tce|rac)\b", Meaning("return", 60, _MORE, kind="ratio", is_percent=True)),
    (r"\b(?:current|quick|cover(?:age)?|p e|price earnings|debt ebitda) ratio\b|\bbook-to-bill\b|\bmultiple\b",
     _MULTIPLE),
    (r"\bdebt (?:to )?ebitda\b|\bev (?:ebitda|ebit|sales)\b|^p e$|\bleverage$|\b(?:interest|dividend) cover\b",
     _MULTIPLE),
    (r"\w ?: ?\w.* ratio\b|\bself-?sufficiency\b|\bburn multiple\b", _MULTIPLE),
    (r"\b(?:student|pupil|child(?:ren)?|patient|resident|staff|teacher|nurse|carer)s?[- ](?:to[- ])?\w+ ratio\b",
     _MULTIPLE),
    (r"\b(?:exchange|fx) rates?\b", Meaning("exchange rate", 10)),
    (r"\b(?:daily|day|room|hourly|freight|charter|spot) rates?\b|\badr\b", Meaning("price", 52, _MORE, is_money=True)),
    (r"\bgearing\b", Meaning("rate", 38, _LESS, kind="ratio", is_percent=True)),
    (r"\b(?:loss|expense|combined|claims|cost[- ](?:to[- ])?income|loan[- ]to[- ]value|write-?offs?|npl) ratio\b",
     Meaning("risk", 58, _LESS, kind="ratio", is_percent=True)),
    (r"^(?:ltv|par ?\d+|npl|loan[- ]to[- ]value)\b|\b(?:network|grid) losses\b",
     Meaning("risk", 58, _LESS, kind="ratio", is_percent=True)),
    (r"\b(?:solvency|capital adequacy|cet1|tier 1|equity) (?:ii )?ratio\b|\bcet1\b",
     Meaning("rate", 56, _MORE, kind="ratio", is_percent=True)),
    (r"\b(?:conversion|occupancy|utili[sz]ation|load factor)\b",
     Meaning("rate", 60, _MORE, kind="ratio", is_percent=True)),
    # A piece of something.
    (r"\b(?:loss(?:es)?|deficit)\b.*\bper (?:\w+ )?(?:share|unit)\b", Meaning("per share", 66, _MORE, is_money=True)),
    (r"\b(?:earnings|profit|income|dividends?|distributions?|a?ffo|nav|asset value|book value)\b.*\bper\b|\beps\b",
     Meaning("per share", 66, _MORE, is_money=True)),
    (r"\barp[uao]\b|\brevenue per\b|\baverage (?:order|revenue)", Meaning("price", 52, _MORE, is_money=True)),
    (r"\bcac\b|\bcost per\b|\bacquisition cost", Meaning("unit cost", 58, _LESS, is_money=True)),
    (r"\bshare\b(?! (?:capital|premium|count|price|issue|buy|repurchase|based|of))",
     Meaning("rate", 38, is_percent=True)),
    (r"\b(?:unemployment|rate(?! (?:swap|hedg))|percentage|ratio)\b",
     Meaning("rate", 38, is_percent=True)),
    (r"^(?:league )?position$|\brank(?:ing)?\b", Meaning("rank", 44, _LESS, noun="rank")),
    # Result.
    (r"\bgross (?:profit|income|result)", Meaning("gross", 64, _MORE, "result", _FLOW, is_money=True)),
    (r"\b(?:operating|ebit|ebita)\b.*\b(?:profit|income|result|loss)|\bebita?\b|\b(?:income|loss) from operations",
     Meaning("operating", 92, _MORE, "result", _FLOW, is_money=True)),
    (r"\bebitda\b", Meaning("ebitda", 88, _MORE, "result", _FLOW, is_money=True)),
    (r"\bnet (?:interest|fees?|commission|rental|trading|premium|gaming)\b.*\b(?:income|revenue)",
     Meaning("income", 74, _MORE, "", _FLOW, is_money=True)),
    (r"\bnet (?:investment|finance|financial|interest|other)\b.*\b(?:income|result)",
     Meaning("financial", 24, _MORE, "result", _FLOW, is_money=True)),
    (r"\b(?:insurance service|underwriting|technical) (?:result|profit)",
     Meaning("underwriting", 84, _MORE, "result", _FLOW, is_money=True)),
    (r"\b(?:net|after tax|attributable)\b.*\b(?:profit|income|loss|earnings|result)|\bnet (?:income|profit|loss)",
     Meaning("net", 86, _MORE, "result", _FLOW, is_money=True)),
    (r"^(?:profit|loss|result)(?: \(?loss\)?)? for the (?:period|year|quarter)",
     Meaning("net", 86, _MORE, "result", _FLOW, is_money=True)),
    (r"\b(?:profit|loss) before|\bpre-?tax|\bbefore (?:income )?tax",
     Meaning("pretax", 50, _MORE, "result", _FLOW, is_money=True)),
    (r"\b(?:surplus|deficit)\b|^excess \((?:deficiency|deficit)\)",
     Meaning("net", 86, _MORE, "result", _FLOW, is_money=True)),
    (r"\b(?:other|interest|finance|financial) income\b", Meaning("other", 16, measured=_FLOW, is_money=True)),
    (r"\bresearch (?:grants?|income|revenue|contracts?)\b|\b(?:grants?|tuition fees)\b(?!.* (?:paid|made|awarded))",
     Meaning("income", 60, _MORE, "", _FLOW, is_money=True)),
    # Cost: what is spent on the future has no polarity.
    (r"\bresearch\b|\br ?& ?d\b|\bcapex\b|\bcapital expenditures?\b|\binvestments?\b",
     Meaning("investment", 44, "neutral", "cost", _FLOW, is_money=True)),
    (r"\b(?:loan[- ]?loss(?:es)?|credit loss(?:es)?|impairments?|write-?(?:downs?|offs?))\b",
     Meaning("cost", 30, _LESS, "cost", _FLOW, is_money=True)),
    (r"\btax(?:es|ation)?\b", Meaning("tax", 14, "neutral", "cost", _FLOW, is_money=True)),
    (r"\bcost of (?:sales|revenues?|goods|materials?)|\bcogs\b",
     Meaning("direct cost", 46, _LESS, "cost", _FLOW, is_money=True)),
    (r"\b(?:expenses?|expenditures?|debt service)\b", Meaning("cost", 30, _LESS, "cost", _FLOW, is_money=True)),
    (r"\b(?:costs?|spend(?:ing)?|wages|salaries|payroll|depreciation|amorti[sz]ation|opex|rent)\b",
     Meaning("cost", 30, _LESS, "cost", _FLOW, is_money=True)),
    (r"\b(?:administration|selling|marketing)\b", Meaning("cost", 30, _LESS, "cost", _FLOW, is_money=True)),
    # Cash and the balance sheet.
    (r"\bfree cash flow|\bcash (?:flow )?from op|\boperating cash|\bcash generated",
     Meaning("cash flow", 80, _MORE, "", _FLOW, is_money=True)),
    (r"\ba?ffo\b|\bfunds from operations\b", Meaning("cash flow", 80, _MORE, "", _FLOW, is_money=True)),
    (r"\bcash (?:burn|outflow)\b|\bburn rate\b|^(?:net |gross |monthly |quarterly )*burn$",
     Meaning("burn", 66, _LESS, "cost", _FLOW, is_money=True)),
    (r"\brunway\b", Meaning("runway", 64, _MORE, measured=_LEVEL)),
    (r"\bnet debt\b", Meaning("debt", 62, _LESS, "", _LEVEL, is_money=True)),
    (r"\bcash flow\b", Meaning("cash flow", 40, measured=_FLOW, is_money=True)),
    (r"\bcash\b|\bliquidity\b", Meaning("cash", 68, _MORE, "", _LEVEL, is_money=True)),
    (r"\bdebt\b|\bborrowings?\b|\bloans? payable", Meaning("debt", 62, _LESS, "", _LEVEL, is_money=True)),
    (r"\b(?:assets|liabilities|equity|inventor(?:y|ies)|receivables?|payables?|goodwill)\b",
     Meaning("balance", 28, "neutral", "", _LEVEL, is_money=True)),
    # Sales.
    (r"\b(?:new|expansion|upsell) (?:mrr|arr)\b", Meaning("new sales", 56, _MORE, "", _FLOW, is_money=True)),
    (r"\b(?:churn(?:ed)?|lost|contraction) (?:mrr|arr|revenue)\b",
     Meaning("lost sales", 48, _LESS, "", _FLOW, is_money=True)),
    (r"\bmrr\b|\barr\b|\brecurring revenue\b", Meaning("sales", 96, _MORE, "", _LEVEL, is_money=True)),
    (r"^(?:total |net |group |gross )*(?:revenues?|sales|turnover|net sales)(?:,? (?:net|total))?$|\btotal revenues?\b",
     Meaning("sales", 100, _MORE, "", _FLOW, is_money=True)),
    (r"^(?:revenues? from operations|operating revenues?|total (?:operating )?income)$",
     Meaning("sales", 100, _MORE, "", _FLOW, is_money=True)),
    (r"^(?:patient|rental|fee|premium|service|ticket|membership|tuition|grant|total) income$|\bfees earned\b",
     Meaning("sales", 74, _MORE, "", _FLOW, is_money=True)),
    (r"\b(?:revenues?|sales|turnover)\b", Meaning("sales", 74, _MORE, "", _FLOW, is_money=True)),
    (r"\bpremiums? (?:written|earned)\b|\b(?:written|earned) premiums?\b",
     Meaning("premiums", 90, _MORE, "", _FLOW, is_money=True)),
    (r"\b(?:order intake|bookings|backlog|gmv|gross merchandise)\b",
     Meaning("orders", 70, _MORE, is_money=True)),
    # Counts.
    (r"\bnew (?:customers|subscribers|users|clients|members)\b", Meaning("new customers", 54, _MORE, "", _FLOW)),
    (r"\b(?:customers|subscribers|users|clients|members|accounts|households|borrowers|depositors|policyholders)\b",
     Meaning("customers", 78, _MORE, "", _LEVEL, noun="customers")),
    (r"\bnps\b|\bnet promoter\b|\bsatisfaction score\b|\bcsat\b",
     Meaning("satisfaction", 57, _MORE, "", "", noun="points")),
    (r"\bemployees\b|\bheadcount\b|\bstaff\b|\bfte", Meaning("people", 47, "neutral", "", _LEVEL, noun="employees")),
    (r"\b(?:stores|shops|branches|outlets|sites|restaurants|hotels|aircraft|vehicles|vessels|beds)\b",
     Meaning("places", 43, "neutral", "", _LEVEL)),
    (r"\b(?:orders|visits|visitors|sessions|downloads|trips|passengers|units sold|shipments|deliveries)\b",
     Meaning("volume", 65, _MORE, "", _FLOW)),
    (r"\b(?:complaints|tickets|accidents|incidents|defects|returns|cancellations|injuries)\b(?! (?:solved|closed))",
     Meaning("faults", 60, _LESS, "", _FLOW)),
    # Energy and the like.
    (r"\b(?:energy|electricity|power|gas|heat|water) (?:distributed|delivered|supplied|sold|transmitted|transported)\b",
     Meaning("output", 66, _MORE, "", _FLOW)),
    (r"\b(?:generation|generated|produced|production|output|harvest|solar|wind)\b",
     Meaning("output", 66, _MORE, "", _FLOW)),
    (r"\b(?:emissions|co2e?|waste)\b", Meaning("emissions", 72, _LESS, "", _FLOW)),
    (r"\b(?:electricity|power|energy|consumption|gas|heat|heating|fuel|diesel|steam)\b",
     Meaning("energy", 70, _LESS, "", _FLOW)),
    (r"\bwater\b", Meaning("water", 55, _LESS, "", _FLOW)),
    # Answers.
    (r"\b(?:dissatisfied|disagree|poor|bad|unlikely|detractors?)\b", Meaning("against", 50, _LESS)),
    (r"\b(?:satisfied|agree|good|excellent|likely|promoters?)\b", Meaning("for", 60, _MORE)),
)  # fmt: skip
_GERMAN = tuple(
    (re.compile(pattern, re.IGNORECASE), english) for pattern, english in (*GERMAN, *JAPANESE, *ROMANCE)
)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), meaning) for pattern, meaning in _MEANINGS)


def meaning_of(label: str) -> Meaning:
    """What a label usually means; of an unknown one nothing is taken for granted."""
    plain = " ".join(re.sub(r"[_/]+", " ", label).split())
    for words in (_in_english(plain), plain):
        if found := next((meaning for pattern, meaning in _PATTERNS if pattern.search(words)), None):
            return found
    return Meaning()


def meaning_below(section: str, label: str) -> Meaning:
    """What a label means below a head of its table: taxes are revenue of a town below "Revenues", and no cost of it."""
    meaning, above = meaning_of(label), meaning_of(section) if section else Meaning()
    if above.topic not in ("sales", "cost") or meaning.topic not in _TOLD_BY_THEIR_HEAD:
        return meaning
    return replace(meaning, topic="", polarity=above.polarity, nature=above.nature, measured=_FLOW)


def _in_english(label: str) -> str:
    """The usual English label that means the same as one in another language; "" for others."""
    return next((english for pattern, english in _GERMAN if pattern.search(label)), "")


def is_known(label: str) -> bool:
    """Whether it is one of the usual lines of English, whose name is a common noun and no name of somebody's."""
    plain = " ".join(re.sub(r"[_/]+", " ", label).split())
    return not _in_english(plain) and any(pattern.search(plain) for pattern, _ in _PATTERNS)
