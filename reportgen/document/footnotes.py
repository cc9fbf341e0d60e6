"""Footnotes of a narrative: a mark in one section may have its note in another; the note goes where its mark is.

Sections are rendered one by one, so that their figures are known by section. The notes are moved before that, as they
were typed, each line with the number that it has in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Line = tuple[int, str]  # its number in the file, and what stands on it
_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:")
_MARK = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_FENCE = re.compile(r"^\s*(```|~~~)")
_INDENTED = re.compile(r"^(?: {4}|\t)\s*\S")


@dataclass(frozen=True, slots=True)
class Noted:
    """The lines of a section with the notes that its marks ask for, and the marks that no note answers."""

    lines: Sequence[Line]
    unanswered: Sequence[tuple[str, int]]


def with_notes(sections: Sequence[Sequence[Line]]) -> list[Noted]:
    """The sections, each with its own notes below: those that stand elsewhere are fetched, others left to them."""
    taken_apart = [_apart(lines) for lines in sections]
    everywhere = {label: note for _, notes in reversed(taken_apart) for label, note in notes.items()}
    return [
        _noted(lines, text, notes, everywhere)
        for lines, (text, notes) in zip(sections, taken_apart, strict=True)
    ]


def _noted(
    lines: Sequence[Line],
    text: Sequence[Line],
    notes: Mapping[str, Sequence[Line]],
    everywhere: Mapping[str, Sequence[Line]],
) -> Noted:
    asked: dict[str, int] = {}
    waiting = list(_marks(text))
    while waiting:
        label, number = waiting.pop(0)
        if label not in asked:
            asked[label] = number
            waiting.extend(_marks(notes.get(label) or everywhere.get(label, ())))
    needless = {number for label, note in notes.items() if label not in asked for number, _ in note}
    kept = [(number, "" if number in needless else line) for number, line in lines]
    for label in asked:
        if label not in notes and label in everywhere:
            kept += [(everywhere[label][0][0], ""), *everywhere[label]]
    return Noted(kept, [(label, number) for label, number in asked.items() if label not in everywhere])


def _apart(lines: Sequence[Line]) -> tuple[Sequence[Line], Mapping[str, Sequence[Line]]]:
    """The text of a section without its notes and without code; and its notes by their labels, the first of each."""
    text: list[Line] = []
    notes: dict[str, list[Line]] = {}
    note: list[Line] | None = None
    fenced = blank = False
    for number, line in lines:
        opening = None if fenced else _DEFINITION.match(line)
        fenced ^= bool(_FENCE.match(line))
        if opening:
            note = notes.setdefault(opening[1], [])
            note = [] if note else note  # a second of that label is no note
        elif note is not None and blank and line.strip() and not _INDENTED.match(line):
            note = None
        if note is not None:
            note.append((number, line))
        elif not fenced:
            text.append((number, line))
        blank = not line.strip()
    return text, notes


def _marks(lines: Sequence[Line]) -> Iterator[tuple[str, int]]:
    for number, line in lines:
        for mark in _MARK.finditer(_CODE.sub("", line)):
            yield mark[1], number
