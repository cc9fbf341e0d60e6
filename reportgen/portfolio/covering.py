"""The brief over all briefs of a portfolio: totals, rankings, who lies far from the rest. A brief as any other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reportgen.facts.book import Book
from reportgen.language import Portfolio
from reportgen.members import Member
from reportgen.pipeline import load
from reportgen.portfolio.ranking import FEWEST_TO_COMPARE, Ranking, ends, ranking_of
from reportgen.portfolio.totals import totals
from reportgen.portfolio_settings import CoveringSettings

NARRATIVE = "covering.md"  # an author's own takes the place of ours
MOST_CARDS = 6
MOST_SPREAD = 400  # values of one histogram
_FEWEST_BARS = 2
_EMPTY: Mapping[str, Any] = {
    "summary": [], "box": [], "kpis": [], "checks": [], "exhibits": {}, "standfirst": "", "since": "",
    "key_table": None, "key_exhibit": None, "written_for": None, "title": "?", "narrative": NARRATIVE,
}  # fmt: skip


def covered(folder: Path, project: Path | None, member: Member, period: str = "") -> Member:
    """The covering brief with its settings, its totals and its words, made of the facts of all.

    Args:
        folder: the portfolio's.
        project: whose parts come first.
        member: the covering brief as the division hands it out: whom its totals are of, the rows of all the others.
        period: takes the place of the briefs' own.

    Raises:
        UsageError: there is no brief in the folder.
    """
    own = {} if (folder / NARRATIVE).exists() else {NARRATIVE: ""}
    bare = replace(member, settings={**_EMPTY, **member.settings}, texts=own)
    book = load(folder, project, period=period, member=bare).book
    covering = book.brief.settings.covering
    if covering is None:
        return bare
    apart = {book.brief.entity, *book.brief.settings.shared}
    entities = [one for one in dict.fromkeys(fact.entity for fact in book.stated) if one not in apart]
    known = [name for name in covering.metrics if name in book.metrics]
    added = totals(known, entities, book, book.brief.words.portfolio.summed)
    rankings = [one for name in known if (one := ranking_of(name, entities, book)).facts]
    told = _Told(covering, rankings, frozenset(_summed(book, added.lines)), book.brief.words.portfolio)
    return replace(
        bare,
        settings={**bare.settings, **told.page(book)},
        texts={name: told.narrative() for name in own},
        added=(added,),
    )


def _summed(book: Book, lines: Sequence[Sequence[Any]]) -> Iterator[tuple[str, str]]:
    """The metrics that have a figure of the whole, with the period of each."""
    yield from ((line[4], line[6]) for line in lines)
    yield from (
        (fact.metric.id, str(fact.period)) for fact in book.stated if fact.entity == book.brief.entity
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What the brief tells, in templates as an author would write them."""

    covering: CoveringSettings
    rankings: Sequence[Ranking]
    summed: frozenset[tuple[str, str]]
    words: Portfolio

    def page(self, book: Book) -> dict[str, Any]:
        """The settings of page one, and the exhibits."""
        period, before = (str(one) for one in (book.brief.period, book.brief.period.year_ago))
        totalled = [name for name in self.covering.metrics if (name, period) in self.summed]
        shown = totalled or [name for name in self.covering.metrics if name not in book.metrics]
        changed = {name: f"{name}.yoy" for name in totalled if (name, before) in self.summed}
        settings: dict[str, Any] = {
            "title": self.covering.title or self._title(totalled),
            "kpis": [
                {"figure": name, **({"change": changed[name]} if name in changed else {})}
                for name in shown[:MOST_CARDS]
            ],
            "exhibits": dict(exhibit for one in self.rankings for exhibit in self._exhibits(one)),
        }
        if self.rankings and _named("ranking", self.rankings[0]) in settings["exhibits"]:
            settings["key_exhibit"] = _named("ranking", self.rankings[0])
        settings["summary"] = [{"label": one.label, "text": self._sentences(one)} for one in self.rankings]
        if far := " ".join(filter(None, map(self._far, self.rankings))):
            settings["box"] = [{"label": self.words.far_label, "text": far}]
        return settings

    def narrative(self) -> str:
        """A section a metric."""
        return "\n".join(self._section(one) for one in self.rankings)

    def _title(self, totalled: Sequence[str]) -> str:
        if not self.rankings:
            return "?"
        first = self.rankings[0]
        return _filled(self.words.title if first.metric in totalled else self.words.title_without, first)

    def _sentences(self, one: Ranking) -> str:
        """What all come to, and who is at the ends."""
        is_summed = any(metric == one.metric for metric, _ in self.summed)
        sentences = [self.words.total] if is_summed else []
        sentences.append(self.words.ends if len(one.facts) > 1 else self.words.few)
        return _filled(" ".join(sentences), one)

    def _section(self, one: Ranking) -> str:
        """The pictures of a metric that are not on page one."""
        on_page_one = _named("ranking", self.rankings[0])
        names = [name for name, _ in self._exhibits(one) if name != on_page_one]
        pictures = [f'{{{{ exhibit("{name}") }}}}\n' for name in names]
        return "\n".join((f"## {_name(one.label)}\n", *pictures)) if names else ""

    def _exhibits(self, one: Ranking) -> Iterator[tuple[str, dict[str, Any]]]:
        upper, lower = ends(one, self.covering.top)
        if len(upper) >= _FEWEST_BARS:
            title = self.words.top if lower else self.words.ranked
            yield _named("ranking", one), _bars(one, upper, _filled(title, one))
        if lower:
            yield _named("lower-end", one), _bars(one, lower, _filled(self.words.bottom, one))
        if FEWEST_TO_COMPARE <= len(one.facts) <= MOST_SPREAD:
            yield (
                _named("spread", one),
                {
                    "kind": "histogram",
                    "title": _filled(self.words.spread, one),
                    "items": [one.metric],
                    "entities": list(one.entities),
                },
            )

    def _far(self, one: Ranking) -> str:
        """Those that lie far from the rest; nothing where nobody does."""
        names = [
            self.words.far_one.replace("[name]", _name(entity)).replace(
                "[metric_of_name]", _of(one.metric, entity)
            )
            for entity in one.far[: self.covering.top]
        ]
        return _filled(self.words.far, one).replace("[names]", ", ".join(names)) if names else ""


def _bars(one: Ranking, entities: Sequence[str], title: str) -> dict[str, Any]:
    items = {_of(one.metric, entity): entity for entity in entities}
    return {"kind": "bars", "title": title, "items": list(items), "labels": items}


def _filled(text: str, one: Ranking) -> str:
    """A text of the language with a metric and the ends of its ranking."""
    first, last = one.entities[0], one.entities[-1]
    names = {
        "[metric]": one.metric,
        "[label]": _name(one.label),
        "[first]": _name(first),
        "[last]": _name(last),
        "[metric_of_first]": _of(one.metric, first),
        "[metric_of_last]": _of(one.metric, last),
    }
    return re.sub(r"\[\w+\]", lambda match: names.get(match[0], match[0]), text)


def _of(metric: str, entity: str) -> str:
    return f"{metric}.of({json.dumps(entity, ensure_ascii=False)})"


def _name(entity: str) -> str:
    return f"{{{{ literal({json.dumps(entity, ensure_ascii=False)}) }}}}"


def _named(what: str, one: Ranking) -> str:
    return f"{what}-{one.metric.replace('_', '-')}"
