"""Kinds of document in English: what each is called, and what it says in its small print."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.language.kinds import DocumentKind, Kind

_OF_A_FUND = (
    "This {document} is information about the fund, not investment advice, and neither an offer nor a recommendation "
    "to buy or sell its units. Past performance does not predict future returns; the value of units, and the income "
    "from them, can fall as well as rise."
)
_OF_A_BOARD = (
    "Targets, plans, budgets, forecasts and guidance are expectations of management at the date of this {document}. "
    "They rest on assumptions; actual results may differ. They are not made for publication."
)
_OF_PLANS = (
    "Targets, plans, budgets and forecasts are expectations at the date of this {document}, as their sources give "
    "them. They rest on assumptions; what comes may differ."
)

_ADVICE = frozenset({"advice"})

KINDS: Mapping[Kind, DocumentKind] = {
    "investor-brief": DocumentKind("Investor brief", "brief", _ADVICE),
    "results-note": DocumentKind("Results note", "note", _ADVICE),
    "board-pack": DocumentKind(
        "Board pack",
        "pack",
        forward=_OF_A_BOARD,
        confidentiality="Confidential: for the members of the board",
    ),
    "fund-factsheet": DocumentKind("Fund factsheet", "factsheet", _ADVICE, advice=_OF_A_FUND, contents=False),
    "operations-report": DocumentKind("Operations report", "report", forward=_OF_PLANS),
    "plain-report": DocumentKind("Report", "report", forward=_OF_PLANS),
}
