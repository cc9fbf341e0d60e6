"""Small print in English, and the English words that the lint reads as numbers typed by hand."""

from __future__ import annotations

from reportgen.language.document import Lint, Notices

NOTICES = Notices(
    titles={
        "rounding": "Rounding",
        "currency": "Currency",
        "weeks": "Weeks",
        "years": "Fiscal years",
        "forward": "Forward-looking statements",
        "advice": "No advice",
    },
    texts={
        "rounding": (
            "Figures are shown as their sources round them. Computed figures are rounded half away from zero, to no "
            "more digits than their inputs support; where the last digit is open, the text says “about”. Totals may "
            "differ from the sum of their parts."
        ),
        "forward": (
            "Targets, plans, budgets, forecasts and guidance are statements about the future as their sources give "
            "them. They rest on assumptions and are subject to risks and uncertainties; actual results may differ "
            "materially. Nobody undertakes to update them here."
        ),
        "currency": (
            "Amounts in other currencies are the issuer’s own convenience translations as the sources state "
            "them, at the rate of the issuer’s report; they are not amounts that were converted for this {document}."
        ),
        "advice": (
            "This {document} is information, not investment advice, and neither an offer nor a recommendation to buy "
            "or sell. It carries no rating and no price target."
        ),
    },
    unequal_weeks="Growth in {period} compares {weeks} weeks with the {others} weeks of {base}.",
    other_year="{period} of {entity} is {dates}.",
    non_gaap="Non-GAAP measure",
    on_a_basis="{what}, {basis}",
    nearest="{what}; the nearest GAAP measure is {measure}.",
    without_nearest="{what}; the sources give no nearest GAAP figure.",
    unreconciled="Not reconciled: {reason}.",
    reconciliation="Reconciliation: {formula}.",
)

EXTREMES = "highest|lowest|largest|smallest|strongest|weakest|best|worst|fastest|slowest"
PARTS = "segment|business|region|division|market|category|company|brand|country|quarter|month|year|one"

LINT = Lint(
    cardinals=(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
        " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion"
        " trillion hundreds thousands millions billions trillions dozen dozens"
    ).split(),
    ordinals=(
        "second third thirds fourth fifth fifths sixth seventh eighth ninth tenth tenths eleventh twelfth thirteenth"
        " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth hundredth thousandth"
    ).split(),
    multiples=(
        "half halves halve halved halving twice thrice double doubles doubled doubling triple triples tripled tripling"
        " quadruple quadruples quadrupled quadrupling quintupled"
    ).split(),
    periods="quarter|half|month|year|week|day",
    digit_words=r"(?:single|{cardinal}|double|triple)-digit|(?:{cardinal})[- ]?fold",
    idioms=(  # where such a word counts nothing
        r"(?i)\b(?:double|doubles|doubled|doubling)(?=[- ](?:down|check|edged|standard))|\bthird(?=[- ]part(?:y|ies)\b)"
        r"|\bsecond(?=[- ](?:to none|thought|guess|nature|hand\b))|\bhalf(?=[- ](?:way|hearted)|[- ]year(?:ly|s)?\b)"
        r"|\b(?:on|in) (?:one|the one|the other) hand\b|\bsecond hand\b|\bby halves\b|\bhalf(?= a unit)"
        r"|\b(?:last|past|previous|preceding|trailing|rolling|next|coming|following) twelve[- ]months?\b"
        r"|(?m:^|(?<=[.!?;:]))\s*(?:Second|Third|Fourth|Fifth)(?=,)"  # first, second, third: an enumeration
    ),
    claims=(  # words that facts bear out today, and may not tomorrow
        rf"(?i)\b(?:the (?:{EXTREMES})(?: \w+){{0,2}} (?:since|ever|on record)\b"
        r"|(?:a|new|another) record (?:high|low)\b"
        r"|\banother (?:quarter|month|year) in a row\b"
        rf"|\b(?:every|each)(?: of the)? (?:{PARTS}) (?:grew|rose|fell|shrank|gained|improved|declined)\b)"
    ),
    placeholders=(
        r"\b(?:TBD|TBC|TBA|TODO|FIXME)\b|\b[Xx]{2,}\b(?:[.,][Xx]+\b)?|\?{3,}|(?i:\blorem ipsum\b)"
        r"|(?i:[\[<({]\s*(?:insert|placeholder)\b[^\])>}\n]*[\])>}])"
        r"|\bINSERT\b|(?i:\binsert\s+(?:\w+\s+){0,3}?(?:here|number|figure|value|text|date|name|quote|amount|percentage)\b)"
    ),
    own_quarter="{ordinal}[- ]quarter",
    own_half="{ordinal}[- ]half",
    own_months={"nine months": "nine months", "twelve months": "twelve months"},
)
