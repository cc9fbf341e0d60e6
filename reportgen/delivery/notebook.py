"""What an edition hands to a notebook: exhibits as charts and frames, and everything as something to look at."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from reportgen.delivery.exports import CARD, DRAWING, SPECIFICATION, TABLE
from reportgen.document.card import path_of, source_line
from reportgen.document.content import Content
from reportgen.errors import UsageError
from reportgen.model import Edition, Exhibit, Shown

if TYPE_CHECKING:
    import pandas as pd

FRAME_HEIGHT = 720  # CSS px, of a page in a notebook
ROW = "priority"  # a field that the rows of our marks have, and other data of a chart have not


@dataclass(frozen=True, slots=True)
class IssuedExhibit:
    """An exhibit of an edition: its words, and the files that it goes out as, by their endings."""

    id: str
    kind: str
    title: str
    measure: str
    notes: str
    alt: str
    files: Mapping[str, bytes]

    @property
    def spec(self) -> dict[str, Any]:
        """The Vega-Lite specification, whole with data and look. Raises UsageError for a table."""
        if SPECIFICATION not in self.files:
            raise UsageError(
                f"exhibit '{self.id}' is a {self.kind} without a chart; its values are in '.data'"
            )
        spec: dict[str, Any] = json.loads(self.files[SPECIFICATION])
        return spec

    @property
    def chart(self) -> Any:  # noqa: ANN401 - any of Altair's charts
        """The Altair chart, to be shown, restyled, or layered: ``exhibit.chart + rule``. Raises UsageError."""
        import altair as alt

        spec = self.spec
        # As a layer: a chart with a look of its own can be added to, and not put into another.
        if "mark" in spec:
            layer = {name: spec.pop(name) for name in ("mark", "encoding", "transform") if name in spec}
            spec["layer"] = [layer]
        return alt.Chart.from_dict(spec)

    @property
    def data(self) -> pd.DataFrame:
        """The rows behind its marks as a frame, one a mark; of a table its values, as shown and raw."""
        import pandas as pd

        if SPECIFICATION not in self.files:
            return pd.read_csv(BytesIO(self.files[TABLE]), dtype=str, keep_default_na=False)
        rows = [row for rows in self.spec.get("datasets", {}).values() for row in rows]
        return pd.DataFrame([row for row in rows if ROW in row] or rows)

    def _repr_html_(self) -> str:
        if DRAWING in self.files:  # a card, with its title and sources
            return f'<figure style="max-width:722px;margin:1em 0">{self.files[DRAWING].decode()}</figure>'
        picture = _table(map(str, self.data), self.data.to_numpy())
        return (
            f'<figure style="max-width:658px;margin:1em 0"><figcaption><b>{escape(self.title)}</b>'
            f"<br>{escape(self.measure)}</figcaption>{picture}<small>{escape(self.notes)}</small></figure>"
        )

    def _repr_mimebundle_(self, **_: object) -> Mapping[str, str]:
        bundle = {"text/plain": f"{self.title}. {self.alt}", "text/html": self._repr_html_()}
        if CARD in self.files:
            bundle["image/png"] = b64encode(self.files[CARD]).decode()
        return bundle


class IssuedLedger(tuple[Shown, ...]):
    """The ledger of an edition, in the order of reading: a tuple of its lines that a notebook shows as a table."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        header = ("", "Figure", "Where", "Measure", "Period", "Form")
        lines = ((line, line.figure, line.figure.fact) for line in self)
        return _table(header, (
            (line.number, figure.text, line.spot, fact.label or fact.metric.label, fact.period.short, figure.form)
            for line, figure, fact in lines
        ))  # fmt: skip


def issued_exhibits(content: Content, files: Mapping[str, bytes]) -> Mapping[str, IssuedExhibit]:
    """Every exhibit of an edition, with its files."""
    return {name: _issued(exhibit, content, files) for name, exhibit in content.exhibits.items()}


def _issued(exhibit: Exhibit, content: Content, files: Mapping[str, bytes]) -> IssuedExhibit:
    title, measure, caveat, legend, alt = map(
        content.ledger.plain, (exhibit.title, exhibit.measure, exhibit.caveat, exhibit.legend, exhibit.alt)
    )
    notes = (caveat, legend, source_line(exhibit.sources, content.ledger.style.words))
    paths = {kind: path_of(exhibit.id, kind) for kind in (SPECIFICATION, DRAWING, CARD, TABLE)}
    own = {kind: files[path] for kind, path in paths.items() if path in files}
    return IssuedExhibit(exhibit.id, exhibit.kind, title, measure, " ".join(filter(None, notes)), alt, own)


def page_in_a_frame(edition: Edition) -> str:
    """An edition as a notebook shows it: what it is, and its page in a frame that runs nothing."""
    said = (
        f"{edition.subject}, {edition.date}: {len(edition.ledger)} figures, {len(edition.findings)} findings"
    )
    heading = f"<p><b>{escape(edition.title)}</b><br>{escape(said)}</p>"
    if not edition.html:
        return heading
    frame = f'style="width:100%;height:{FRAME_HEIGHT}px;border:1px solid #ccc"'
    return f'{heading}<iframe sandbox title="{escape(edition.title)}" srcdoc="{escape(edition.html)}" {frame}></iframe>'


def _table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    return Markup("<table><thead>{}</thead><tbody>{}</tbody></table>").format(
        Markup().join(_cells("th", [header])), Markup().join(_cells("td", rows))
    )


def _cells(tag: str, rows: Iterable[Iterable[object]]) -> Iterator[Markup]:
    cell = Markup(f"<{tag}>{{}}</{tag}>")  # noqa: S704 - a tag of ours
    for row in rows:
        yield Markup("<tr>{}</tr>").format(Markup().join(cell.format(str(part)) for part in row))
