"""A first brief tried as any brief is checked, and what does not hold left out of it until the rest does."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from reportgen.brief import SETTINGS, Brief
from reportgen.charts.freeze import Freezer
from reportgen.findings import Finding
from reportgen.metrics import METRICS
from reportgen.pipeline import load
from reportgen.starter.exhibit import Exhibit
from reportgen.starter.stage import Stage
from reportgen.starter.writing import Draft

MOST_ROUNDS = 14
FEWEST_EXHIBITS = 4
_UNFILLED = "A first brief of few figures: its pages fill as it is written."
OF_PAGES = ("page-too-empty", "page-hole", "exhibit-torn", "heading-at-foot", "row-split")
Key = tuple[str | int, ...]
Entry = TypeVar("Entry")


def settled(stage: Stage, draft: Draft) -> tuple[Draft, tuple[Finding, ...]]:
    """The draft without what was found to be wrong with it, and what is still wrong, notes left out.

    What is wrong with the table itself stays, for its author to mend.
    """
    with Freezer() as freezer:
        for _ in range(MOST_ROUNDS):
            brief, found = _found(stage, draft, freezer)
            left = _lessened(draft, found, brief) if found else draft
            if left == draft:
                return draft, found
            draft = left
        return draft, _found(stage, draft, freezer)[1]


def _found(stage: Stage, draft: Draft, freezer: Freezer) -> tuple[Brief, tuple[Finding, ...]]:
    stage.write(draft.files)
    loaded = load(stage.folder)
    grave = tuple(one for one in loaded.plan().findings if one.severity != "note")
    if not grave:
        grave = tuple(one for one in loaded.check(freezer) if one.severity != "note")
    return loaded.brief, grave


def _lessened(draft: Draft, found: Sequence[Finding], brief: Brief) -> Draft:
    """The draft without the sentences, cards, exhibits and checks in which something was found."""
    if all(one.code in OF_PAGES for one in found):
        return _laid_out_anew(draft, found[0])
    places = [(one, place) for one in found if one.code not in OF_PAGES for place in (one.place, *one.also)]
    typed = [place.line for one, place in places if place.path.name == METRICS and one.code == "typed-number"]
    if typed:  # others of them follow from it
        for line in dict.fromkeys(typed):
            draft = _with_names(draft, line)
        return draft
    lines = {place.line for _, place in places if place.path.name == brief.settings.narrative}
    keys = {_key_at(brief, place.line)[:2] for _, place in places if place.path.name == SETTINGS}
    for line in sorted(lines, reverse=True):  # the last first, so that those before it keep their place
        draft = _without_line(draft, line)
    for key in sorted(keys, key=lambda key: tuple(map(_in_order, key)), reverse=True):
        draft = _without_setting(draft, key)
    return draft


def _in_order(part: str | int) -> str:
    return f"{part:06}" if isinstance(part, int) else part


def _key_at(brief: Brief, line: int) -> Key:
    """The setting that stands on a line, or in whose value it is."""
    before = [
        (place.line, len(key), key) for key, place in brief.located.places.items() if place.line <= line
    ]
    return max(before, key=lambda one: one[:2], default=(0, 0, ()))[2]


def _with_names(draft: Draft, line: int) -> Draft:
    """With the labels of the metric on a line declared as names: what holds a digit there is no figure."""
    before = draft.files[METRICS].split("\n")[:line]
    ids = [match[1] for text in before if (match := re.match(r"([a-z]\w*):", text))]
    labels = [draft.metrics[ids[-1]].get(key, "") for key in ("label", "short")] if ids else []
    names = dict.fromkeys((*draft.head.get("names", ()), *filter(None, labels)))
    return draft.without(head={**draft.head, "names": list(names)})


def _without_line(draft: Draft, line: int) -> Draft:
    """Without the sentence on a line of the narrative."""
    text = draft.files["narrative.md"].split("\n")[line - 1]
    sections = tuple(
        replace(one, sentences=tuple(said for said in one.sentences if said != text))
        for one in draft.sections
    )
    return draft.without(sections=sections)


def _without_setting(draft: Draft, key: Key) -> Draft:
    group, which = key[0] if key else "", key[1] if len(key) > 1 else ""
    if group == "standfirst":
        return draft.without(head={name: one for name, one in draft.head.items() if name != "standfirst"})
    if which == "" or group not in _LESSENED:
        return draft
    return _LESSENED[str(group)](draft, which)


def _without(entries: tuple[Entry, ...], at: int) -> tuple[Entry, ...]:
    return (*entries[:at], *entries[at + 1 :])


def _without_exhibit(draft: Draft, name: str) -> Draft:
    kept = tuple(one for one in draft.exhibits if one.name != name)
    return draft.without(exhibits=kept, key=draft.key if draft.key != name else _key_of(kept))


def _key_of(exhibits: Sequence[Exhibit]) -> str:
    return next((one.name for one in exhibits if one.settings["kind"] != "table"), "")


def _without_card(cards: Sequence[Mapping[str, object]], at: int) -> tuple[Mapping[str, object], ...]:
    """A card without its small picture if it has one, else no card."""
    if "history" in cards[at]:
        plain = {key: one for key, one in cards[at].items() if key not in ("history", "periods")}
        return (*cards[:at], plain, *cards[at + 1 :])
    return _without(tuple(cards), at)


def _without_metric(draft: Draft, name: str) -> Draft:
    """Without a derived metric and all that names it."""
    names = re.compile(rf"\b{re.escape(name)}\b")
    return draft.without(
        derive={key: one for key, one in draft.derive.items() if key != name},
        cards=tuple(one for one in draft.cards if not names.search(str(one))),
        exhibits=tuple(one for one in draft.exhibits if not names.search(str(one.settings))),
        checks=tuple(one for one in draft.checks if not names.search(str(one))),
        summary=tuple(one for one in draft.summary if not names.search(one["text"])),
        sections=tuple(
            replace(one, sentences=tuple(said for said in one.sentences if not names.search(said)))
            for one in draft.sections
        ),
    )


def _laid_out_anew(draft: Draft, fault: Finding) -> Draft:
    """The draft with a chart across the page in place of a pair, or without the last one."""
    match = re.match(r"exhibit '([^']+)'", fault.message)
    name = match[1] if match else ""
    shown = [one for one in draft.exhibits if one.name != draft.key]
    if name and name not in draft.alone and name != draft.key:
        return draft.without(alone=draft.alone | {name})
    if len(draft.exhibits) > FEWEST_EXHIBITS and shown:
        return _without_exhibit(draft, shown[-1].name)
    levels = {**draft.head.get("severity", {}), fault.code: {"level": "note", "reason": _UNFILLED}}
    return draft.without(head={**draft.head, "severity": levels})


_LESSENED: Mapping[str, Callable[[Draft, str | int], Draft]] = {
    "exhibits": lambda draft, name: _without_exhibit(draft, str(name)),
    "kpis": lambda draft, at: draft.without(cards=_without_card(draft.cards, int(at))),
    "summary": lambda draft, at: draft.without(summary=_without(draft.summary, int(at))),
    "checks": lambda draft, at: draft.without(checks=_without(draft.checks, int(at))),
    "derive": lambda draft, name: _without_metric(draft, str(name)),
}
