"""A language of nobody: English in which every letter is marked, so that a word without marks is no part of it.

As a program it builds an edition in that language: ``python -m tests.marking BRIEF FOLDER``. Whoever asks for the
language of a brief gets the marked one; whoever asks for the usual one gets English, which is then seen in the edition.
"""

from __future__ import annotations

import dataclasses
import re
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from reportgen import language

Untyped: TypeAlias = Any  # a leaf of the language object, whatever it is
MARKS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áþčďéđğĥíĵķľŧñóħŋřšťúłŵœýžÁÞČĎÉĐĞĤÍĴĶĽŦÑÓĦŊŘŠŤÚŁŴŒÝŽ",
)
WORD = re.compile(r"[A-Za-z]+")
FIELD_OR_WORD = re.compile(r"\{\w*\}|[A-Za-z]+")
OF_NAMES = ("phrase", "qualified")  # functions that are given the name of a basis, to be said in the language
NO_TEXTS = ("code", "lint")  # not said to anybody


def marked(text: str, kept: frozenset[str] = frozenset()) -> str:
    """A text with its letters marked; not what stands in braces, and not the words ``kept``."""

    def one(match: re.Match[str]) -> str:
        word = match[0]
        return word if word[0] == "{" or word.lower() in kept else word.translate(MARKS)

    return FIELD_OR_WORD.sub(one, text)


def foreign(english: language.Language) -> language.Language:
    """The whole language, each text of it marked."""
    groups = {field.name: getattr(english, field.name) for field in dataclasses.fields(english)}
    return dataclasses.replace(
        english, **{name: _marked(group) for name, group in groups.items() if name not in NO_TEXTS}
    )


def _marked(leaf: Untyped, name: str = "") -> Untyped:
    if isinstance(leaf, str):
        return marked(leaf)
    if dataclasses.is_dataclass(leaf) and not isinstance(leaf, type):
        fields = {field.name: getattr(leaf, field.name) for field in dataclasses.fields(leaf)}
        return dataclasses.replace(leaf, **{name: _marked(one, name) for name, one in fields.items()})
    if isinstance(leaf, Mapping):
        return {key: _marked(one) for key, one in leaf.items()}
    if isinstance(leaf, tuple) and hasattr(leaf, "_fields"):
        return type(leaf)(*map(_marked, leaf))
    if isinstance(leaf, list | tuple):
        return type(leaf)(map(_marked, leaf))
    return _saying(leaf, keeps=name not in OF_NAMES) if callable(leaf) else leaf


def _saying(function: Callable[..., Untyped], *, keeps: bool) -> Callable[..., Untyped]:
    """A function of the language: what it says is marked, but not what it was given, which is not its own."""

    def said(*given: Untyped, **named: Untyped) -> Untyped:
        text = function(*given, **named)
        kept = {word.lower() for one in given for word in WORD.findall(str(one))} if keeps else set()
        return (
            marked(text, frozenset(kept | {word.removesuffix("s") for word in kept}))
            if isinstance(text, str)
            else text
        )

    return said


def install() -> None:
    """From now on briefs are written in the marked language; to be called before anything else is imported."""
    usual = language.language_of

    @cache
    def of(*given: Untyped) -> language.Language:
        return foreign(usual(*given)) if given else usual()

    language.language_of = of


def main(brief: str, folder: str) -> None:
    """Build an edition, and verify it; what has drifted is printed."""
    install()
    import reportgen
    from reportgen.verify.verdict import verify

    issue = reportgen.load(Path(brief)).build()
    for name, content in issue.files.items():
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for name in ("brief.html", "brief.pdf"):
        for drift in verify(Path(folder) / name).drifts:
            sys.stdout.write(f"{name}: {drift}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
