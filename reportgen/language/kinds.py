"""Kinds of document: what each calls itself, which small print it owes, and which blocks it has without being asked.

A kind of document changes words of a language and no others: ``language.kinds["board-pack"].of(language)``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from reportgen.language.page import Files, Mail, Origins, Page

if TYPE_CHECKING:
    from reportgen.language import Language

Kind = Literal[
    "investor-brief", "results-note", "board-pack", "fund-factsheet", "operations-report", "plain-report"
]
USUAL_KIND: Kind = "investor-brief"
WORD = "{document}"  # stands in texts of a language for what the document calls itself
Group = TypeVar("Group", Page, Origins, Files, Mail)


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document in the words of a language.

    ``name`` stands in the running head, ``word`` where a sentence speaks of the document. ``notices`` are those that
    it owes whatever it shows, by name; ``forward`` and ``advice`` are its own wordings of these two. ``contents`` tells
    whether print lists its sections on page one.
    """

    name: str
    word: str
    notices: frozenset[str] = frozenset()
    forward: str = ""
    advice: str = ""
    confidentiality: str = ""
    contents: bool = True

    def worded(
        self, *, name: str | None, word: str | None, contents: bool | None, confidentiality: str | None
    ) -> DocumentKind:
        """This kind in an author's words, and as it is where there are none."""
        return replace(
            self,
            name=self.name if name is None else name,
            word=self.word if word is None else word,
            contents=self.contents if contents is None else contents,
            confidentiality=self.confidentiality if confidentiality is None else confidentiality,
        )

    def of(self, language: Language) -> Language:
        """A language in which the document calls itself what this kind does."""
        own = {name: text for name in ("forward", "advice") if (text := getattr(self, name))}
        notices = replace(
            language.notices,
            texts={
                name: text.replace(WORD, self.word)
                for name, text in {**language.notices.texts, **own}.items()
            },
            owed=self.notices,
        )
        return replace(
            language,
            page=replace(self._named(language.page), brief=self.name),
            origins=self._named(language.origins),
            files=self._named(language.files),
            mail=self._named(language.mail),
            notices=notices,
        )

    def _named(self, group: Group) -> Group:
        """A group of words whose texts speak of the document by its word."""
        texts: dict[str, Any] = {
            field.name: text.replace(WORD, self.word)
            for field in fields(group)
            if isinstance(text := getattr(group, field.name), str) and WORD in text
        }
        return replace(group, **texts)
