"""Two editions compared, in English: "Cloud revenue: RMB 37.1bn in FY2026-Q1, RMB 39.8bn in FY2026-Q2, up"."""

from reportgen.language.difference import Difference

DIFFERENCE = Difference(
    title="What changed",
    compared="{old_title} ({old_period}, {old_date}), against {new_title} ({new_period}, {new_date})",
    nothing="Nothing changed.",
    groups={
        "settings": "The edition itself",
        "moved": "Moved to a new period",
        "restated": "Restated",
        "turned": "Sentences that changed direction",
        "formulas": "Formulas that changed",
        "appeared": "Facts that appeared",
        "vanished": "Facts that vanished",
        "exhibits_added": "Exhibits added",
        "exhibits_gone": "Exhibits gone",
        "sentences_added": "Sentences that appeared",
        "sentences_gone": "Sentences that vanished",
        "reworded": "Sentences reworded",
    },
    settings={"title": "Title", "entity": "Entity", "period": "Period"},
    ways={"up": ", up", "down": ", down", "level": ", unchanged", "": ""},
    weights={"beyond rounding": "beyond rounding", "within rounding": "within rounding"},
    moved="{label}: {old} in {old_period}, {new} in {new_period}{way}",
    expected="; the earlier edition had {text} ({scenario})",
    scenario="{label} ({scenario})",
    restated="{label}, {period}: {old}, now {new} ({weight})",
    alone="{label}, {period}: {text}",
    formula="{label}: {old}, now {new}",
    turned="{label}: “{old}”, now “{new}”. {sentence}",
    sentence="{place}: {text}",
    reworded="{place}: {old} → {new}",
    exhibit="{title}",
    setting="{name}: {old} → {new}",
    page_one="Page one",
    of_entity="{label} of {entity}",
)
