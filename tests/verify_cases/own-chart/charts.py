"""Charts of this brief's own: one whose labels are not all drawn, one with an axis that the engine labels."""

import altair as alt


def rows(scene):
    facts = [fact for fact in scene.series("sales", scene.last(6)) if fact]
    return facts, [
        {
            "quarter": fact.period.short,
            "sales": float(fact.quantity.value) / 1e6,
            "label": scene.label(fact, "long"),
        }
        for fact in facts
    ]


def quarters(scene):
    """The label of the latest quarter alone is drawn."""
    facts, values = rows(scene)
    base = alt.Chart(alt.Data(values=values)).encode(
        x=alt.X("quarter:N", sort=None, title=None), y=alt.Y("sales:Q", axis=None)
    )
    latest = base.transform_filter("datum.quarter == 'Q3 25'").mark_text(dy=-6).encode(text="label:N")
    return base.mark_bar() + latest, facts


def axes(scene):
    """Numbers at the ticks that no fact stands behind."""
    facts, values = rows(scene)
    return alt.Chart(alt.Data(values=values)).mark_line().encode(
        x=alt.X("quarter:N", sort=None, title=None), y=alt.Y("sales:Q", title=None)
    ), facts
