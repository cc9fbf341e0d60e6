"""A chart of this brief's own."""

import altair as alt


def dots(scene):
    fact = scene.fact("sales")
    values = [{"x": 1, "y": float(fact.quantity.value), "label": scene.label(fact, "short")}]
    base = alt.Chart(alt.Data(values=values)).encode(
        x=alt.X("x:Q", axis=None), y=alt.Y("y:Q", axis=None, scale=alt.Scale(zero=True))
    )
    return base.mark_point() + base.mark_text(dy=14).encode(text="label:N"), [fact]
