"""The ledger: which figure, from which fact, was said in which words, where.

While a document is made, every figure stands in it as an opaque token. No Markdown, no typographer and no template
can change a token, so the number that reaches the reader is the one that the wording gave.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from reportgen.figures.wording import Option, Style, say
from reportgen.model import Fact, Figure, Shown
from reportgen.tokens import KEY

OPEN, CLOSE = "\ue000", "\ue001"  # private use: no text of a brief holds them (the loader refuses them)
TOKEN = re.compile(f"{OPEN}{KEY}(\\d+){CLOSE}")


class Ledger:
    """Collects the figures of one build. The one mutable value of the pipeline; handed on as a frozen tuple."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self._shown: list[Shown] = []
        self._place = "document"

    @contextmanager
    def at(self, place: str) -> Iterator[None]:
        """Everything said inside the ``with`` is entered under ``place``."""
        before, self._place = self._place, place
        try:
            yield
        finally:
            self._place = before

    def say(self, fact: Fact, form: str, **options: Option) -> str:
        """Enter a figure and return its token. Raises FormulaError when the form does not fit the fact."""
        return self.enter(self.figure(fact, form, **options))

    def figure(self, fact: Fact, form: str, **options: Option) -> Figure:
        """Word a fact without entering it (a template may still drop it)."""
        text = say(fact, form, self.style, options)
        return Figure(fact, form, tuple(sorted(options.items())), text)

    def enter(self, figure: Figure) -> str:
        """Enter a figure as shown here; returns the token that stands for it."""
        self._shown.append(Shown(len(self._shown) + 1, figure, self._place))
        return f"{OPEN}{KEY}{len(self._shown)}{CLOSE}"

    def entry(self, number: int) -> Shown:
        """The line with this number, from 1."""
        return self._shown[number - 1]

    def plain(self, text: str) -> str:
        """A text with every token replaced by its words: for attributes, metadata, alt texts."""
        return TOKEN.sub(lambda match: self.entry(int(match[1])).figure.text, text)

    def replace(self, text: str, render: Callable[[Shown], str]) -> str:
        """A text with every token replaced by what ``render`` makes of its line."""
        return TOKEN.sub(lambda match: render(self.entry(int(match[1]))), text)

    def facts_in(self, text: str) -> tuple[Fact, ...]:
        """The facts whose figures stand in a text, each once, in order."""
        found = {shown.figure.fact.id: shown.figure.fact for shown in map(self.entry, _numbers(text))}
        return tuple(found.values())

    @property
    def shown(self) -> tuple[Shown, ...]:
        return tuple(self._shown)

    def by_place(self) -> Mapping[str, tuple[Shown, ...]]:
        """The lines of the ledger, grouped by place."""
        places: dict[str, list[Shown]] = {}
        for line in self._shown:
            places.setdefault(line.place, []).append(line)
        return {place: tuple(lines) for place, lines in places.items()}


def _numbers(text: str) -> Iterator[int]:
    return (int(match[1]) for match in TOKEN.finditer(text))
