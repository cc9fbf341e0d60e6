"""What stands aside as a token while Markdown renders the text around it: pieces of HTML, and worded figures."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

from reportgen.document.fitting import wants_a_capital
from reportgen.document.texts import require_short
from reportgen.figures.ledger import Ledger
from reportgen.model import Figure
from reportgen.tokens import KEY

HELD_OPEN, HELD_CLOSE = "\ue002", "\ue003"  # private use, as the ledger's tokens are
HELD = re.compile(f"{HELD_OPEN}{KEY}(\\d+){HELD_CLOSE}")


class Held(str):
    """An opaque token: text that Markdown must not touch."""

    __slots__ = ()


class Safe:
    """Pieces of HTML that stand in a Markdown text as opaque tokens until it has been rendered."""

    def __init__(self) -> None:
        self._pieces: list[Markup] = []

    def hold(self, html: Markup) -> Held:
        """Put a piece aside; returns the token that stands for it. Raises ValueError for one that is too long."""
        piece = self.release(html)  # what a macro or a block has gathered holds tokens itself
        require_short(len(piece))
        self._pieces.append(piece)
        return Held(f"{HELD_OPEN}{KEY}{len(self._pieces) - 1}{HELD_CLOSE}")

    def release(self, html: str) -> Markup:
        """HTML with every token replaced by its piece."""
        return Markup(HELD.sub(lambda match: self._pieces[int(match[1])], html))  # noqa: S704 - pieces are escaped

    def fit(self, text: str) -> None:
        """Begin the sentences of a text with capitals, where a period stands first: "Third quarter of 2025"."""
        for match in HELD.finditer(text):
            piece = self._pieces[int(match[1])]
            if wants_a_capital(self.release(text[: match.start()]), piece):
                self._pieces[int(match[1])] = piece[:1].upper() + piece[1:]

    def plain(self, text: str) -> str:
        """Plain text with every token replaced by its piece's words."""
        return HELD.sub(lambda match: self._pieces[int(match[1])].striptags(), text)


class Phrase:
    """A figure that has been worded; it becomes a token where it is written, and none where it is dropped."""

    __slots__ = ("_figure", "_ledger")

    def __init__(self, figure: Figure, ledger: Ledger) -> None:
        self._figure, self._ledger = figure, ledger

    def __html__(self) -> str:
        return self._ledger.token(self._figure)

    __str__ = __html__


class Composed(Phrase):
    """Several figures and the words between them."""

    __slots__ = ("_parts",)

    def __init__(self, parts: Iterable[Figure | str], ledger: Ledger) -> None:
        self._parts, self._ledger = tuple(parts), ledger

    def __html__(self) -> str:
        return "".join(part if isinstance(part, str) else self._ledger.token(part) for part in self._parts)

    __str__ = __html__
