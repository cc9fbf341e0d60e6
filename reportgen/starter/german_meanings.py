"""What lines of German tables usually mean: patterns of labels, and the English label that means the same.

Words of German are put together: "Nettoumsatz", "Personalkosten". So a pattern may begin or end within a word.
"""

from __future__ import annotations

GERMAN: tuple[tuple[str, str], ...] = (
    # Percentages first, as in English: a "Marge" of a "Gewinn" is no profit.
    (r"\w*-?marge\b|\bumsatzrendite\b", "margin"),
    (r"\babwanderung|\bkündigungsquote|\bfluktuation", "churn rate"),
    (r"\w*wachstum\b|\bveränderung\b", "growth"),
    (r"\bauslastung|\bbelegung", "utilisation"),
    (r"\b(?:ergebnis|gewinn|dividende)\b.*\bje aktie\b", "earnings per share"),
    (r"\b\w*quote\b|\banteil\b", "rate"),
    # Result.
    (r"\bbrutto(?:ergebnis|gewinn)", "gross profit"),
    (r"\bbetriebs(?:ergebnis|gewinn)|\boperatives ergebnis", "operating profit"),
    (r"\bergebnis vor|\bgewinn vor|\bvorsteuer", "profit before tax"),
    (r"\b(?:konzern|jahres|perioden)(?:ergebnis|überschuss|gewinn)|\b(?:rein)?gewinn\b|\b(?:verlust|ergebnis)\b",
     "net profit"),
    # Cost.
    (r"\bforschung|\bentwicklungskosten|\binvestition", "research"),
    (r"\bsteuern?\b|\w+steuern?\b", "taxes"),
    (r"\bmaterial(?:aufwand|kosten)|\bumsatzkosten|\bwareneinsatz|\bherstellungskosten", "cost of sales"),
    (r"\w*(?:kosten|aufwand|aufwendungen|abschreibung(?:en)?)\b|\blöhne\b|\bgehälter\b|\bmiete\b|\bverwaltung|\bvertrieb\b",
     "costs"),
    # Cash and the balance sheet.
    (r"\bfreier (?:cash ?-?flow|mittelzufluss)", "free cash flow"),
    (r"\bliquide mittel|\bzahlungsmittel|\bflüssige mittel|\bliquidität", "cash"),
    (r"\w*schulden\b|\bfinanzverbindlichkeiten|\bdarlehen\b", "debt"),
    (r"\b(?:bilanzsumme|eigenkapital|vermögen|verbindlichkeiten|forderungen|vorräte)\b", "assets"),
    # Sales.
    (r"^(?:gesamt|netto|konzern)?-?(?:umsatz|umsätze|umsatzerlöse|erlöse)(?: gesamt| netto)?$", "sales"),
    (r"\w*(?:umsatz|umsätze|umsatzerlöse|erlöse)\b", "sales of a segment"),
    (r"\bauftrags(?:eingang|bestand)", "order intake"),
    # Counts.
    (r"\bneukunden\b|\bneue (?:kunden|abonnenten|nutzer|mitglieder)\b", "new customers"),
    (r"\b(?:kunden|abonnenten|nutzer|mitglieder|haushalte)\b", "customers"),
    (r"\b(?:mitarbeiter(?:innen|zahl|:innen|\*innen)?|mitarbeitende|beschäftigte|personalbestand|vollzeitstellen)\b",
     "employees"),
    (r"\b(?:bestellungen|besuche|fahrgäste|passagiere|lieferungen|stückzahl|absatz)\b", "orders"),
    (r"\b(?:beschwerden|reklamationen|unfälle|ausfälle|retouren|stornos?)\b", "complaints"),
    # Energy.
    (r"\b(?:strom|energie)?erzeugung\b|\bproduktion\b", "production"),
    (r"\w*emissionen\b|\babfall\b|\babfälle\b", "emissions"),
    (r"\w*verbrauch\b|\b(?:strom|wärme|energie|erdgas|heizöl)\b", "consumption of energy"),
    (r"\bwasser\b", "water"),
)  # fmt: skip
