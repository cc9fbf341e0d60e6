"""A first brief as files: ``brief.yaml``, ``metrics.yaml``, ``narrative.md``, each with a word on what is in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reportgen.delivery.schemas import modeline
from reportgen.starter.exhibit import Exhibit
from reportgen.starter.sentences import Section
from reportgen.starter.stage import as_yaml

PAIR = 2
# That read well at half width.
SHORT_EXHIBITS = ("bars", "columns", "line", "share", "bridge", "slope", "versus")


_OF_SOURCES = "Where the numbers are, and how they are read. Add publisher, date and url: readers see them"
_OF_SPLITS = "Splits of shares, told by amounts of each share that were filed anew. Put in the day of each"


@dataclass(frozen=True, slots=True)
class Draft:
    """A first brief before it is known what of it holds; everything that is left out of it leaves the rest whole."""

    head: Mapping[str, Any]  # title, standfirst, entity, period, date
    sources: Mapping[str, Mapping[str, Any]]
    metrics: Mapping[str, Mapping[str, Any]]
    derive: Mapping[str, Mapping[str, Any]]
    cards: tuple[Mapping[str, Any], ...]
    exhibits: tuple[Exhibit, ...]
    sections: tuple[Section, ...]
    checks: tuple[Mapping[str, Any], ...] = ()
    key: str = ""  # the exhibit on page one
    summary: tuple[Mapping[str, str], ...] = ()  # what stands beside it
    alone: frozenset[str] = field(default=frozenset())  # exhibits that stand in no pair

    @property
    def files(self) -> dict[str, str]:
        """What its files hold."""
        return {
            "brief.yaml": self._brief(),
            "metrics.yaml": self._metrics(),
            "narrative.md": self._narrative(),
        }

    def without(self, **kept: Any) -> Draft:  # noqa: ANN401 - the fields of a draft
        """The same with less in it."""
        return replace(self, **kept)

    def _brief(self) -> str:
        head = dict(self.head)
        opening = {key: head.pop(key) for key in ("title", "standfirst") if head.get(key)}
        splits = head.pop("splits", ())
        groups = (
            ("The takeaway, in words that follow the numbers", opening),
            ("", {key: one for key, one in head.items() if one}),
            (_OF_SPLITS, _listed("splits", splits)),
            ("The cards on page one", _listed("kpis", self.cards)),
            ("What stands beside the first exhibit", _listed("summary", self.summary if self.key else ())),
            (
                "What is computed from what the table says",
                {"derive": dict(self.derive)} if self.derive else {},
            ),
            ("What has to hold; a number that breaks it stops the build", _listed("checks", self.checks)),
            ("", {"key_exhibit": self.key} if self.key else {}),
            (
                "",
                {"exhibits": {one.name: dict(one.settings) for one in self.exhibits}}
                if self.exhibits
                else {},
            ),
            (_OF_SOURCES, {"sources": {name: dict(one) for name, one in self.sources.items()}}),
        )
        return modeline("brief") + "".join(_group(comment, value) for comment, value in groups if value)

    def _metrics(self) -> str:
        head = modeline("metrics") + "# What is measured. Add a 'definition' where a reader may ask\n"
        return f"{head}\n{as_yaml({name: dict(one) for name, one in self.metrics.items()})}"

    def _narrative(self) -> str:
        return "\n".join(
            f"## {one.heading}\n\n{text}" for one in self.sections if (text := self._section(one))
        )

    def _section(self, section: Section) -> str:
        shown = [one for one in self.exhibits if one.about in section.about and one.name != self.key]
        text = "\n".join(section.sentences)
        if not text and not shown:
            return ""
        return "\n".join(_blocks(text, shown, self.alone))


def _listed(name: str, entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {name: [dict(one) for one in entries]} if entries else {}


def _group(comment: str, value: Mapping[str, Any]) -> str:
    lead = f"\n# {comment}\n" if comment else "\n"
    return f"{lead}{as_yaml(value)}"


def _blocks(text: str, shown: Sequence[Exhibit], alone: frozenset[str]) -> Iterator[str]:
    """The text and its exhibits: one beside the text, two side by side, tables and what is left across the page."""
    short = [one.name for one in shown if one.settings["kind"] in SHORT_EXHIBITS and one.name not in alone]
    wide = [one.name for one in shown if one.name not in short]
    if text and len(short) % PAIR:
        yield f"::: beside {short.pop(0)}\n{text}\n:::\n"
    elif text:
        yield f"{text}\n"
    while len(short) > 1:
        yield f"::: pair {short.pop(0)} {short.pop(0)}\n:::\n"
    for name in (*short, *wide):
        yield f'{{{{ exhibit("{name}") }}}}\n'
