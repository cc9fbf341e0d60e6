"""One stack of stylesheets for page and print, fed by the tokens of the theme."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence

from reportgen import resources
from reportgen.charts.faces import for_the_web
from reportgen.document.content import House, Letters, Medium, Paper, Tokens
from reportgen.files import Files
from reportgen.findings import Findings
from reportgen.located import read_part

SHEETS = (
    "base.css",
    "front.css",
    "letter.css",
    "narrative.css",
    "exhibit.css",
    "back.css",
    "figures.css",
    "screen.css",
    "print.css",
    "paper.css",
)
SKIPPED: Mapping[Medium, Sequence[str]] = {"print": ("figures.css", "screen.css"), "page": ("paper.css",)}
FACES = (  # family, weight, style, file below assets/fonts/web
    ("Inter", 400, "normal", "Inter-Regular.woff2"),
    ("Inter", 600, "normal", "Inter-SemiBold.woff2"),
    ("Brief Serif", 400, "normal", "BriefSerif-Regular.woff2"),
    ("Brief Serif", 400, "italic", "BriefSerif-Italic.woff2"),
    ("Brief Serif", 600, "normal", "BriefSerif-SemiBold.woff2"),
    ("Brief Mono", 400, "normal", "BriefMono-Regular.woff2"),
)
CODE = "Brief Mono"
_ADAPTIVE = re.compile(r"@media screen and \(prefers-color-scheme:dark\)\{.*\}\n")  # one line, see _tokens
_ROOT = re.compile(r":root\s*\{([^}]*)\}")
_CUSTOM = re.compile(r"--([\w-]+)\s*:\s*([^;]+);")
_VAR = re.compile(r"var\(--([\w-]+)\)")
GENERIC = {"sans": "sans-serif", "serif": "serif"}
PAPER_SIZES: Mapping[Paper, tuple[str, str]] = {"A4": ("210mm", "297mm"), "Letter": ("215.9mm", "279.4mm")}


def stylesheet(
    theme: Tokens,
    medium: Medium,
    paper: Paper,
    files: Files | None = None,
    own: str = "",
    *,
    names: Sequence[str] = SHEETS,
    with_code: bool = False,
) -> str:
    """The CSS of a document: tokens, then the named sheets (a project's before ours), then ``own``.

    A page carries the letters of code ``with_code`` alone.
    """
    files = files or Files()
    skipped = SKIPPED[medium]
    sheets = read_sheets(files, Findings(), [name for name in names if name not in skipped])
    own_letters = {one.family: one for one in theme.faces.values()}.values()
    faces = "".join(
        (*_faces(files, theme, with_code=with_code), *_own_faces(own_letters, medium))
        if medium == "page"
        else _own_faces(own_letters, medium)
    )
    css = "\n".join((faces, _tokens(theme, paper), *sheets, own.replace("</", "<\\/")))
    return _resolved(css) if medium == "print" else css


def house_style(house: House) -> str:
    """The measures that a brand changes."""
    return f":root{{--logo-height:{house.logo_height:g}mm;}}\n" if house.logo_height else ""


def read_sheets(files: Files, findings: Findings, names: Sequence[str] = SHEETS) -> Sequence[str]:
    """The named sheets, each a project's own or ours; one that cannot be read is a finding, and left out."""
    found = (read_part("assets", f"css/{name}", findings, files) for name in names)
    return [part[0] for part in found if part]


def read_faces(files: Files, findings: Findings) -> Sequence[bytes]:
    """The fonts that a page carries."""
    folder = resources.shipped("assets") / "fonts" / "web"
    return [files.content(folder / name, "font", findings) or b"" for *_, name in FACES]


def _resolved(css: str) -> str:
    """The CSS with the values of ``:root`` in place of ``var()``: on paper there is one scheme.

    WeasyPrint hands custom properties down to every element; without them layout is a seventh quicker.
    """
    light = _ADAPTIVE.sub("", css)
    values = {name: value.strip() for block in _ROOT.findall(light) for name, value in _CUSTOM.findall(block)}
    for _ in values:  # a value may name another; a circle ends here too
        light, replaced = _VAR.subn(lambda match: values.get(match[1], match[0]), _ROOT.sub("", light))
        if not replaced or not any(f"var(--{name})" in light for name in values):
            break
    return light


def dark_pictures(theme: Tokens) -> Iterator[tuple[str, str]]:
    """Colours that charts are drawn in, with the custom property that takes their place in the dark."""
    seen = set()
    for name, colour in theme.colors.items():
        if colour.lower() not in seen and name in theme.colors_dark:
            seen.add(colour.lower())
            yield colour, f"var(--{_property(name)})"


def _tokens(theme: Tokens, paper: Paper) -> str:
    width, height = PAPER_SIZES[paper]
    families = {
        f"font-{role}": f'"{name}", {GENERIC.get(role, "sans-serif")}' for role, name in theme.fonts.items()
    }
    light = _properties({**theme.colors, **families, "paper-width": width, "paper-height": height})
    dark = _properties(theme.colors_dark)
    swaps = "".join(
        f'svg [{attribute}="{colour}" i]{{{attribute}:{value}}}'
        for colour, value in dark_pictures(theme)
        for attribute in ("fill", "stroke")
    )
    return (
        f":root{{color-scheme:light dark;{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}{swaps}}}\n"
    )


def _properties(values: Mapping[str, str]) -> str:
    return "".join(f"--{_property(name)}:{value};" for name, value in values.items())


def _property(name: str) -> str:
    return name.replace("_", "-")


def _faces(files: Files, theme: Tokens, *, with_code: bool) -> Iterator[str]:
    """The bundled families that the theme names, for browsers."""
    wanted = {*theme.fonts.values(), *([CODE] if with_code else [])}
    for (family, weight, style, _), raw in zip(FACES, read_faces(files, Findings()), strict=True):
        if family in wanted:
            yield _face(family, weight, style, raw, "woff2")


def _own_faces(families: Iterable[Letters], medium: Medium) -> Iterator[str]:
    """A brand's own families: packed for browsers, as they are for the print engine."""
    for one in families:
        for weight, style, raw in one.files:
            packed = for_the_web(raw) if medium == "page" else raw
            yield _face(one.family, weight, style, packed, "woff2" if medium == "page" else "truetype")


def _face(family: str, weight: int, style: str, raw: bytes, form: str) -> str:
    data = b64encode(raw).decode("ascii")
    kind = "woff2" if form == "woff2" else "ttf"
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};font-display:swap;'
        f'src:url("data:font/{kind};base64,{data}") format("{form}")}}\n'
    )
