"""The sentences and exhibits of two editions against each other.

A sentence is the same where it says the same of the same figures, whatever their numbers are now: what has moved is
told with the facts. What is left on both sides and is alike has been reworded.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from reportgen.delivery.difference.blocks import BEGIN, END, NUMBERED, Block, plain
from reportgen.delivery.difference.facts_compared import EARLIER, line_of
from reportgen.delivery.difference.opening import Opened
from reportgen.delivery.difference.values import Reworded, Sentence, Shown, Turned
from reportgen.figures.replay import Record, Replayed
from reportgen.model import Fact

ALIKE = 0.6  # of the words of two sentences; below, the one is gone and the other new
MOST_PAIRS = 250_000  # held against each other; of a longer brief only neighbours in their section are
_FIGURE = re.compile(rf"{BEGIN}(\d+){NUMBERED}[^{END}]*{END}")
_BREAK = re.compile(r"(?<=[.!?…])[”’\")\]]*\s+(?=\S)")
_DIGITS = re.compile(r"\d+([.,]\d+)*")
_PERIOD_INSIDE = re.compile(r"@[\w-]+")
NO_WAY = 0


@dataclass(frozen=True, slots=True)
class _Sentence:
    place: str
    text: str
    skeleton: str


@dataclass(frozen=True, slots=True)
class Texts:
    """What comparing the sentences of two editions found."""

    added: tuple[Sentence, ...]
    gone: tuple[Sentence, ...]
    reworded: tuple[Reworded, ...]


def compare_sentences(old: Opened, new: Opened) -> Texts:
    """The sentences that appeared, vanished, or read otherwise."""
    olds, news = _counted(_sentences(old)), _counted(_sentences(new))
    gone = [one for key, each in olds.items() for one in each[len(news.get(key, ())) :]]
    added = [one for key, each in news.items() for one in each[len(olds.get(key, ())) :]]
    pairs = _alike(gone, added)
    then, now = {id(one) for one, _ in pairs}, {id(two) for _, two in pairs}
    return Texts(
        tuple(Sentence(one.place, one.text) for one in added if id(one) not in now),
        tuple(Sentence(one.place, one.text) for one in gone if id(one) not in then),
        tuple(Reworded(two.place, one.text, two.text) for one, two in pairs),
    )


def compare_directions(old: Opened, new: Opened) -> Iterator[Turned]:
    """The figures that point the other way, a line for each sentence that says so."""
    olds, told = _figures(old.record), set()
    before, after = _around(old), _around(new)
    for key, figure in _figures(new.record).items():
        was = olds.get(key)
        if was is None or not _turned(was.fact, figure.fact):
            continue
        sentence = after.get(figure.number, "")
        which = (key[0], _metric(figure.fact), sentence)
        if sentence and which not in told:
            told.add(which)
            yield Turned(
                figure.fact.id, figure.fact.label, str(figure.spot), was.text, figure.text,
                before.get(was.number, ""), sentence,
            )  # fmt: skip


def compare_exhibits(old: Opened, new: Opened) -> tuple[tuple[Shown, ...], tuple[Shown, ...]]:
    """The exhibits that are new, and those that are gone."""
    then, now = _exhibits(old), _exhibits(new)
    added = tuple(Shown(name, title) for name, title in now.items() if name not in then)
    return added, tuple(Shown(name, title) for name, title in then.items() if name not in now)


def _sentences(edition: Opened) -> Iterator[_Sentence]:
    facts = {one.number: one for one in edition.record.figures}
    for block in edition.blocks:
        for text in _BREAK.split(block.text):
            skeleton = _skeleton(text, facts)
            if skeleton and not block.exhibit:
                yield _Sentence(block.place, plain(text), skeleton)


def _skeleton(text: str, figures: Mapping[int, Replayed]) -> str:
    """What a sentence says without its numbers: its letters, and which figures stand among them."""
    met = set()

    def named(match: re.Match[str]) -> str:
        number = int(match[1])
        if number in met or number not in figures:  # over the end of a line a PDF has it in two parts
            return " "
        met.add(number)
        return f" {_metric(figures[number].fact)} "

    return "".join(filter(str.isalnum, _DIGITS.sub("", _FIGURE.sub(named, text)).casefold()))


def _metric(fact: Fact) -> str:
    """Which measure a figure says, whenever: letters alone, so that no digit is taken for a number."""
    return _PERIOD_INSIDE.sub("", line_of(fact).name)


def _counted(sentences: Iterable[_Sentence]) -> Mapping[str, list[_Sentence]]:
    found: dict[str, list[_Sentence]] = defaultdict(list)
    for one in sentences:
        found[one.skeleton].append(one)
    return found


def _alike(gone: list[_Sentence], added: list[_Sentence]) -> list[tuple[_Sentence, _Sentence]]:
    """Pairs of a sentence that is gone and the one that came in its place, the likest first."""
    all_pairs = len(gone) * len(added) <= MOST_PAIRS
    rated = []
    for number, one in enumerate(gone):
        matcher = SequenceMatcher(None, b=one.text.split(), autojunk=False)
        for other, two in enumerate(added):
            if not all_pairs and one.place != two.place:
                continue
            matcher.set_seq1(two.text.split())
            if matcher.real_quick_ratio() >= ALIKE and (likeness := matcher.ratio()) >= ALIKE:
                rated.append((-likeness, number, other))
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    pairs = []
    for _, number, other in sorted(rated):
        if number not in taken_old and other not in taken_new:
            taken_old.add(number)
            taken_new.add(other)
            pairs.append((other, gone[number], added[other]))
    return [(one, two) for _, one, two in sorted(pairs, key=lambda pair: pair[0])]


def _figures(record: Record) -> Mapping[tuple[str, str, str, int], Replayed]:
    """The figures by what is the same in the next edition: place, form, measure, and which of several."""
    found: dict[tuple[str, str, str, int], Replayed] = {}
    met: dict[tuple[str, str, str], int] = defaultdict(int)
    for one in record.figures:
        if str(one.fact.scenario) == EARLIER:
            continue
        key = (str(one.spot), one.form, f"{one.fact.entity}/{_metric(one.fact)}")
        found[*key, met[key]] = one
        met[key] += 1
    return found


def _turned(old: Fact, new: Fact) -> bool:
    signs = [_sign(one) for one in (old, new)]
    return NO_WAY not in signs and signs[0] != signs[1]


def _sign(fact: Fact) -> int:
    if not fact.quantity.is_number or not fact.quantity.value:
        return NO_WAY
    return 1 if fact.quantity.value > 0 else -1


def _around(edition: Opened) -> Mapping[int, str]:
    """The sentence in which each figure stands."""
    return {
        int(number): plain(text)
        for block in edition.blocks
        for text in _BREAK.split(block.text)
        for number in _FIGURE.findall(text)
    }


def _exhibits(edition: Opened) -> Mapping[str, str]:
    """The exhibits by id, with their titles."""
    spots = (*(one.spot for one in edition.record.figures), *edition.record.pictures)
    titles: dict[str, str] = {}
    for block in edition.blocks:
        if block.exhibit:
            titles.setdefault(block.exhibit, _title(block))
    names = dict.fromkeys(one.name for one in spots if one.kind == "exhibit")
    return {name: titles.get(name, name) for name in names}


def _title(block: Block) -> str:
    return plain(block.text)
