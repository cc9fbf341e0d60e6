"""The gallery of exhibits: a brief made of the documentation, in which every kind stands beside the YAML that makes it.

Each page on a kind holds one example. The gallery shows it at full and at half width, from the facts of a company that
does not exist; a second edition shows the same in the colours of the dark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from reportgen.charts.theme import Theme, load_theme
from reportgen.errors import UsageError
from reportgen.findings import meant
from reportgen.resources import shipped

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
FACTS, NAME = "facts", "exhibits"
_HEADING = re.compile(r"^# (.+)\n", re.MULTILINE)
_EXAMPLE = re.compile(r"^```yaml[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PICTURE = re.compile(r"^!\[[^\n]*\n?", re.MULTILINE)
_BRACES = re.compile(r"\{[{%#]")  # what a template would take for its own
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
_OPENING = """\
## {title}

{before}

{{{{ exhibit("{name}") }}}}

"""
_BESIDE = """\
::: beside {name}-half
```yaml
{code}```
:::

"""
_ALONE = """\
```yaml
{code}```

"""
_CLOSING = """\
{after}

"""
TABLES = ("table", "data", "reconciliation")  # they have one width, and stand once
SETTINGS: Mapping[str, Any] = {
    "title": "Exhibits, each with the words that make it",
    "standfirst": "Drawn from the facts of a company that does not exist. On a phone every chart is drawn anew.",
    "severity": {
        "typed-number": {"level": "off", "reason": "The text explains settings; its numbers are no facts."},
        "page-too-empty": {"level": "off", "reason": "A kind begins where there is room for its exhibit."},
    },
}
STYLE = """\
pre { background: var(--soft); font-size: 0.82rem; line-height: 1.45; padding: 0.6rem 0.8rem; white-space: pre-wrap; }
@media print {
  pre { break-inside: avoid; }
  .section + .section:not(#table, #data, #reconciliation) h2 + p { break-after: avoid; } /* tables may begin overleaf */
}
"""
DARK_STYLE = "@page { background: %s } html, body { background: var(--paper); }\n"


@dataclass(frozen=True)
class Page:
    """The page on a kind: its title, the text before the example and behind it, and the example itself."""

    kind: str
    title: str
    before: str
    after: str
    code: str

    @property
    def settings(self) -> Mapping[str, Any]:
        """The settings of its exhibit."""
        given = yaml.safe_load(self.code)
        exhibits = given.get("exhibits", given)
        return dict(next(iter(exhibits.values())))

    @property
    def text(self) -> str:
        """Its section of the gallery: at full width, at half width beside the YAML, and what else there is to say."""
        texts = {"title": self.title, "before": self.before, "after": self.after, "code": self.code}
        parts = {
            "name": self.kind,
            **{name: _BRACES.sub(r'{{ "\g<0>" }}', text) for name, text in texts.items()},
        }
        middle = _ALONE if self.kind in TABLES else _BESIDE
        return (_OPENING + middle + _CLOSING).format(**parts)


def pages() -> Mapping[str, Page]:
    """The pages of the documentation by kind, in the order of its index."""
    folder = shipped("exhibits")
    found = {path.stem: _read(path) for path in sorted(folder.glob("*.md")) if path.stem != "README"}
    index = (folder / "README.md").read_text(encoding="utf-8") if (folder / "README.md").is_file() else ""
    return dict(sorted(found.items(), key=lambda pair: _rank(index, pair[0])))


def chosen(kinds: Sequence[str]) -> tuple[Page, ...]:
    """The pages on some kinds, or on all. Raises UsageError for a kind that there is not."""
    known = pages()
    for kind in kinds:
        if kind not in known:
            raise UsageError(f"no kind of exhibit '{kind}'{meant(kind, known)}")
    return tuple(known[kind] for kind in kinds or known)


def gallery_brief(shown: Iterable[Page], scheme: Scheme) -> Iterator[tuple[str, bytes]]:
    """The files of a project that holds the gallery's brief in a scheme, by their paths: ``exhibits/brief.yaml``."""
    facts, name, shown = shipped("exhibits") / FACTS, name_of(scheme), tuple(shown)
    theme = load_theme()
    for path in sorted(facts.iterdir()):
        if path.suffix in (".csv", ".yaml") and path.name != "brief.yaml":
            yield f"{name}/{path.name}", path.read_bytes()
    settings = yaml.safe_load((facts / "brief.yaml").read_text(encoding="utf-8"))
    whole = {**settings, **SETTINGS, "exhibits": dict(_exhibits(shown))}
    yield f"{name}/brief.yaml", yaml.safe_dump(whole, allow_unicode=True, sort_keys=False).encode()
    yield f"{name}/narrative.md", "".join(page.text for page in shown).encode()
    is_dark = scheme == "dark"
    yield f"{name}/style.css", (STYLE + (DARK_STYLE % theme.colors_dark["paper"] if is_dark else "")).encode()
    if is_dark:
        yield "assets/theme.yaml", yaml.safe_dump({"colors": dict(_always_dark(theme))}).encode()


def name_of(scheme: Scheme) -> str:
    """What the gallery's brief in a scheme is called."""
    return NAME if scheme == "light" else f"{NAME}-{scheme}"


def _exhibits(shown: Iterable[Page]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for page in shown:
        yield page.kind, page.settings
        if page.kind not in TABLES:
            yield f"{page.kind}-half", page.settings


def _always_dark(theme: Theme) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The colours of the dark in both schemes."""
    yield from ((name, {"light": color, "dark": color}) for name, color in theme.colors_dark.items())


def _read(path: Path) -> Page:
    text = _PICTURE.sub("", path.read_text(encoding="utf-8"))
    heading, example = _HEADING.search(text), _EXAMPLE.search(text)
    if not heading or not example:
        raise UsageError(f"{path}: expected '# Kind' and one block of YAML")
    before = _LINK.sub(r"\1", text[heading.end() : example.start()])
    return Page(
        path.stem, heading[1], before.strip(), _LINK.sub(r"\1", text[example.end() :]).strip(), example[1]
    )


def _rank(index: str, kind: str) -> tuple[int, str]:
    """Where the index names a kind first; what it does not name comes last."""
    place = index.find(f"({kind}.md)")
    return (place if place >= 0 else len(index), kind)
