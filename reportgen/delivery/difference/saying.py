"""Differences in words: groups of lines, of which text, Markdown and a page are made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.delivery.difference.values import (
    Alone,
    Differences,
    Formula,
    Moved,
    Restated,
    Reworded,
    Sentence,
    Shown,
    Turned,
)
from reportgen.language import Language
from reportgen.model import Scenario

# Lines of a mail, and how many of them tell of restatements while there is more to tell.
MOST, RESTATED = 7, 3
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#+|~])")


@dataclass(frozen=True, slots=True)
class Group:
    """A kind of difference: its head, and a line for each that was found."""

    name: str
    head: str
    lines: tuple[str, ...]


def groups(found: Differences, words: Language) -> tuple[Group, ...]:
    """The kinds of difference that were found, the most important first."""
    said = words.difference
    settings = tuple(
        said.setting.format(name=said.settings[name], old=old, new=new)
        for name, (old, new) in found.settings.items()
    )
    each = [("settings", settings)]
    each += [(name, tuple(_line(one, found, words) for one in kind)) for name, kind in found.groups()]
    return tuple(Group(name, said.groups[name], lines) for name, lines in each if lines)


def foremost(found: Differences, words: Language, most: int = MOST) -> tuple[str, ...]:
    """What a reader is told first, a line each, at most so many: what was restated, the cards' figures, what turned.

    Where nothing of that has changed, the first of what has.
    """
    restated = [one for one in found.restated if one.weight == "beyond rounding"]
    moved = [one for one in found.moved if one.key]
    few, rest = restated[:RESTATED], restated[RESTATED:]
    lines = [_line(one, found, words) for one in (*few, *moved, *found.turned, *rest)]
    return tuple((lines or [line for group in groups(found, words) for line in group.lines])[:most])


def compared(found: Differences, words: Language) -> str:
    """Which two editions were compared."""
    old, new = found.old, found.new
    return words.difference.compared.format(
        old_title=old.title, old_period=old.period, old_date=old.date,
        new_title=new.title, new_period=new.period, new_date=new.date,
    )  # fmt: skip


def as_text(found: Differences, words: Language) -> str:
    """Plain lines, as for a terminal."""
    return "\n".join(_texts(found, words))


def as_markdown(found: Differences, words: Language) -> str:
    """Markdown, as for a note of a release or a pull request; what editions say is escaped."""
    said = words.difference
    lines = [f"# {said.title}", "", _escaped(compared(found, words))]
    for group in groups(found, words):
        lines += ["", f"## {group.head}", "", *(f"- {_escaped(line)}" for line in group.lines)]
    if not found:
        lines += ["", said.nothing]
    return "\n".join(lines) + "\n"


def _texts(found: Differences, words: Language) -> Iterator[str]:
    yield compared(found, words)
    for group in groups(found, words):
        yield ""
        yield f"{group.head}:"
        yield from (f"  {line}" for line in group.lines)
    if not found:
        yield words.difference.nothing


def _line(one: object, found: Differences, words: Language) -> str:  # noqa: PLR0911 - a kind a line
    said = words.difference
    match one:
        case Moved():
            expected = "".join(
                said.expected.format(text=other.text, scenario=other.scenario) for other in one.expected
            )
            return (
                said.moved.format(
                    label=_label(one, found, words), old=one.old.text, old_period=one.old.when,
                    new=one.new.text, new_period=one.new.when, way=said.ways[one.way],
                ) + expected
            )  # fmt: skip
        case Restated():
            return said.restated.format(
                label=_label(one, found, words), period=one.new.when, old=_exactly(one, one.old.text, one.old),
                new=_exactly(one, one.new.text, one.new), weight=said.weights[one.weight],
            )  # fmt: skip
        case Alone():
            return said.alone.format(
                label=_label(one, found, words), period=one.said.when, text=one.said.text
            )
        case Formula():
            return said.formula.format(label=one.label, old=one.old, new=one.new)
        case Turned():
            return said.turned.format(label=one.label, old=one.old, new=one.new, sentence=one.new_sentence)
        case Sentence():
            return said.sentence.format(place=one.place or said.page_one, text=one.text)
        case Reworded():
            return said.reworded.format(place=one.place or said.page_one, old=one.old, new=one.new)
        case Shown():
            return said.exhibit.format(title=one.title)
    raise TypeError(type(one))


def _exactly(one: Restated, text: str, fact: object) -> str:
    """How a number is said; with its exact value where both are said alike."""
    value = getattr(fact, "value", "")
    return f"{text} ({value})" if one.old.text == one.new.text and value else text


def _label(one: Moved | Restated | Alone, found: Differences, words: Language) -> str:
    """What a fact is of: whose it is where that is not the edition's own entity, and whose number."""
    said, label = words.difference, one.label
    if one.entity not in ("", found.new.entity, found.old.entity):
        label = said.of_entity.format(label=label, entity=one.entity)
    if one.scenario != str(Scenario.ACTUAL):
        label = said.scenario.format(label=label, scenario=one.scenario)
    return label


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)
