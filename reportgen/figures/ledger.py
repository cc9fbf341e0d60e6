"""The ledger: which figure, from which fact, was said in which words, where.

While a document is made, every figure stands in it as an opaque token. No Markdown, no typographer and no template
can change a token, so the number that reaches the reader is the one that the wording gave. To word a figure is not
yet to show it: a title may be replaced, a label left out for want of room. A figure is entered once it is known where
it stands, in the order in which the document is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from markupsafe import escape

from reportgen.errors import FormulaError
from reportgen.figures.wording import Option, say
from reportgen.figures.written import Style
from reportgen.model import Fact, Figure, Fit, Only, Shown, Spot
from reportgen.tokens import KEY

OPEN, CLOSE = "\ue000", "\ue001"  # private use: no text of a brief holds them (the loader refuses them)
MOST = 1_000_000  # of a number among the options of a form
TOKEN = re.compile(f"{OPEN}{KEY}(\\d+){CLOSE}")
_AT_A_STOP = re.compile(f"{OPEN}{KEY}\\d+{CLOSE}\\.")


def stopped(_: str, figure: Figure, after: str) -> tuple[Fit, ...]:
    """That a figure has no full stop of its own where the sentence ends with one: "n.m."."""
    ends = figure.fact.quantity.state and figure.text.endswith(".") and after.startswith(".")
    return ("stop",) if ends else ()


class Ledger:
    """The figures of one build: all that were said, and of those the ones that are shown.

    The one mutable value of the pipeline; handed on as a frozen tuple.
    """

    def __init__(self, style: Style) -> None:
        self.style = style
        self._said: list[Figure] = []
        self._lines: dict[int, Shown] = {}  # by the position of the figure among those said

    def say(self, fact: Fact, form: str, **options: Option) -> str:
        """Word a fact; returns the token that stands for it. Raises FormulaError when the form does not fit."""
        return self.token(self.figure(fact, form, **options))

    def figure(self, fact: Fact, form: str, **options: Option) -> Figure:
        """Word a fact, as yet without a token."""
        for name, value in options.items():
            _check_option(form, name, value)
        text = say(fact, form, self.style, options)
        return Figure(fact, form, tuple(sorted(options.items())), text)

    def fit(self, text: str, fitted: Callable[[str, Figure, str], tuple[Fit, ...]]) -> None:
        """Fit the figures of a text to where they stand; ``fitted`` is told what stands before and behind each."""
        for match in TOKEN.finditer(text):
            figure = self._said[int(match[1])]
            fit = tuple(
                dict.fromkeys((*figure.fit, *fitted(text[: match.start()], figure, text[match.end() :])))
            )
            if fit != figure.fit:
                words = say(figure.fact, figure.form, self.style, dict(figure.options), fit)
                self._said[int(match[1])] = replace(figure, text=words, fit=fit)

    def end(self, text: str) -> None:
        """Fit the figures with which the sentences of a text end."""
        for match in _AT_A_STOP.finditer(text):
            self.fit(match[0], stopped)

    def figures_in(self, text: str) -> tuple[Figure, ...]:
        """The figures whose tokens stand in a text."""
        return tuple(self._said[int(match[1])] for match in TOKEN.finditer(text))

    def token(self, figure: Figure) -> str:
        """What stands for a figure until the document is written."""
        self._said.append(figure)
        return f"{OPEN}{KEY}{len(self._said) - 1}{CLOSE}"

    def unentered(self) -> Ledger:
        """A ledger that knows all figures said, and in which none is entered."""
        other = Ledger(self.style)
        other._said = self._said
        return other

    def enter(self, spot: Spot, text: str, only: Only = "") -> None:
        """Enter the figures whose tokens stand in a text, in their order; each once, where it is first met."""
        for match in TOKEN.finditer(text):
            position = int(match[1])
            if position not in self._lines:
                figure = self._said[position]
                self._lines[position] = Shown(len(self._lines) + 1, figure, spot, only)

    def plain(self, text: str) -> str:
        """A text with every token replaced by its words: for attributes, metadata, alt texts."""
        return TOKEN.sub(lambda match: self._said[int(match[1])].text, text)

    def replace(self, text: str, render: Callable[[Shown], str]) -> str:
        """A text with every token replaced by what ``render`` makes of its line; by bare words where it has none."""

        def rendered(match: re.Match[str]) -> str:
            line = self._lines.get(int(match[1]))
            return render(line) if line else str(escape(self._said[int(match[1])].text))

        return TOKEN.sub(rendered, text)

    @property
    def shown(self) -> tuple[Shown, ...]:
        """The lines of the ledger, in the order of reading."""
        return tuple(self._lines.values())

    def by_spot(self) -> Mapping[Spot, tuple[Shown, ...]]:
        """The lines of the ledger, grouped by place."""
        spots: dict[Spot, list[Shown]] = {}
        for line in self._lines.values():
            spots.setdefault(line.spot, []).append(line)
        return {spot: tuple(lines) for spot, lines in spots.items()}


def _check_option(form: str, name: str, value: object) -> None:
    """Options are recorded, so that the figure can be worded again: texts and whole numbers. Raises FormulaError."""
    if value is None or (isinstance(value, str | int) and not (isinstance(value, int) and abs(value) > MOST)):
        return
    found = f"{value}" if isinstance(value, int | float) else f"a {type(value).__name__}"
    raise FormulaError(
        f"'{name}' of '{form}' is {found[:30]}; expected a text or a whole number of usual size"
    )
