"""A brand's own letters, made ready for the three that use them: the chart engine, the print engine, and the page.

A family is cut down to the letters and features that a brief needs, set at the weights that it uses, and named anew: by
its own name and five letters that follow from its content. So two brands in one process never meet, a cut version does
not bear a reserved name (OFL, clause 3), and no name has a digit in it, which the chart engine could not measure.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any, Literal

from reportgen.brand import BrandFont, HouseLook
from reportgen.files import Files
from reportgen.findings import Findings, error

Cut = Literal["Regular", "SemiBold", "Bold", "Italic"]
WEIGHTS: Mapping[Cut, int] = {"Regular": 400, "SemiBold": 600, "Bold": 700, "Italic": 400}
LETTERS = (  # Latin, Greek, Cyrillic; punctuation, currencies, arrows, signs: what the bundled sans has
    (0x20, 0x24F), (0x2B0, 0x36F), (0x370, 0x52F), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x20CF),
    (0x2100, 0x22FF), (0x25A0, 0x25FF), (0xFB00, 0xFB06), (0xFEFF, 0xFEFF),
)  # fmt: skip
FEATURES = ("kern", "liga", "tnum", "pnum", "lnum", "mark", "mkmk", "ccmp", "locl", "calt")
NEEDED = "0123456789.,%+-()abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
RESTRICTED, BITMAPS_ONLY = 0x0002, 0x0200  # OpenType, OS/2, fsType: may not be embedded
# Signatures, coloured letters.
_SUPERFLUOUS = ("DSIG", "SVG ", "COLR", "CPAL", "sbix", "CBDT", "CBLC", "meta", "STAT")
LIGHTEST_BOLD = 550
_KEPT_NAMES = frozenset((0, 7, 8, 9, 13, 14))  # copyright, trademark, makers, licence
_DIGITS = re.compile(r"[^A-Za-z ]+")


@dataclass(frozen=True, slots=True)
class Faces:
    """A family made ready: its new name, and a TrueType or OpenType file a cut."""

    family: str
    cuts: Mapping[Cut, bytes]

    @property
    def files(self) -> Iterable[tuple[int, str, bytes]]:
        """Weight, style and file of each cut, as stylesheets name them."""
        for name, raw in self.cuts.items():
            yield WEIGHTS[name], "italic" if name == "Italic" else "normal", raw

    def cut(self, name: str) -> bytes:
        """The file of a cut; of one that the family lacks the nearest."""
        nearest: Mapping[str, tuple[Cut, ...]] = {
            "SemiBold": ("SemiBold", "Bold"),
            "Bold": ("Bold", "SemiBold"),
            "Italic": ("Italic",),
        }
        found = (self.cuts[one] for one in nearest.get(name, ()) if one in self.cuts)
        return next(found, self.cuts["Regular"])


KNOWN: dict[str, Faces] = {}  # of this process, by their names, which follow from their content


def read_faces(look: HouseLook, files: Files, findings: Findings) -> Mapping[str, Faces]:
    """The brand's families by their roles. What cannot be used is a finding at its line, and left out."""
    found: dict[str, Faces] = {}
    for role, font in look.brand.fonts.given:
        raws = [
            look.content(name, "font", files, findings, "fonts", role, "files", index)
            for index, name in enumerate(font.files)
        ]
        made = (
            _made(look, role, font, [raw for raw in raws if raw is not None], findings) if all(raws) else None
        )
        if made:
            found[role] = KNOWN.setdefault(made.family, made)
    return found


def _made(
    look: HouseLook, role: str, font: BrandFont, raws: Sequence[bytes], findings: Findings
) -> Faces | None:
    cuts: dict[Cut, bytes] = {}
    for index, raw in enumerate(raws):
        place = look.place("fonts", role, "files", index)
        try:
            cuts = {**_cuts(raw), **cuts}
        except Unusable as problem:
            findings.add(error("bad-font", f"'{font.files[index]}' {problem}", place))
            return None
    if "Regular" not in cuts:
        message = f"'{font.family}' has no upright face of weight 400; found {', '.join(cuts) or 'none'}"
        findings.add(error("bad-font", message, look.place("fonts", role, "files")))
        return None
    return named(font.family, cuts)


class Unusable(Exception):
    """Why a font is not used, behind its name."""


def named(family: str, cuts: Mapping[Cut, bytes]) -> Faces:
    """A family under the name that follows from its own and from its content."""
    whole = hashlib.sha256(b"".join(cuts[name] for name in sorted(cuts)))
    mark = "".join(chr(ord("a") + byte % 26) for byte in whole.digest()[:5])
    new = f"{' '.join(_DIGITS.sub(' ', family).split()) or 'Brand'} {mark}"
    return Faces(new, {name: _renamed(raw, new, name) for name, raw in sorted(cuts.items())})


@lru_cache(maxsize=16)
def _cuts(raw: bytes) -> Mapping[Cut, bytes]:
    """The cuts that a file gives: one, or several where its weight varies. Raises Unusable."""
    from fontTools.ttLib import TTFont

    try:
        font = TTFont(BytesIO(raw), lazy=False, recalcTimestamp=False)
        _require_usable(font)
        if "fvar" in font:
            return {name: _cut_down(one) for name, one in _instances(raw)}
        return {_cut_of(font): _cut_down(font)}
    except Unusable:
        raise
    except Exception as problem:  # noqa: BLE001 - damaged tables make fontTools raise whatever reading them raises
        raise Unusable(f"is no font that can be read: {type(problem).__name__}") from None


def _require_usable(font: Any) -> None:  # noqa: ANN401 - fontTools has no types
    if font.sfntVersion not in ("\x00\x01\x00\x00", "OTTO", "true"):
        raise Unusable("is neither TrueType nor OpenType")
    rights = font["OS/2"].fsType
    if rights & 0x000F == RESTRICTED or rights & BITMAPS_ONLY:
        raise Unusable("may not be embedded: its maker forbids it in the font itself (OS/2, fsType)")
    letters = font.getBestCmap() or {}
    missing = [letter for letter in NEEDED if ord(letter) not in letters]
    if missing:
        raise Unusable(f"lacks letters that every brief needs: {' '.join(missing[:8])}")


def _instances(raw: bytes) -> list[tuple[Cut, Any]]:
    """A font whose weight varies, at the weights that are used; what else varies stands at its default."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    first = TTFont(BytesIO(raw), recalcTimestamp=False)
    axes = {axis.axisTag: axis for axis in first["fvar"].axes}
    slanted = _cut_of(first) == "Italic"
    weight = axes.get("wght")
    names: tuple[Cut, ...] = ("Italic",) if slanted else ("Regular", "SemiBold", "Bold")
    made: list[tuple[Cut, Any]] = []
    for name in names if weight else names[:1]:
        font = TTFont(BytesIO(raw), recalcTimestamp=False)
        pins = {tag: axis.defaultValue for tag, axis in axes.items()}
        if weight:
            pins["wght"] = min(max(WEIGHTS[name], weight.minValue), weight.maxValue)
        made.append((name, instantiateVariableFont(font, pins, inplace=True)))
    return made


def _cut_of(font: Any) -> Cut:  # noqa: ANN401 - as above
    table = font["OS/2"]
    if table.fsSelection & 1:
        return "Italic"
    weight = table.usWeightClass
    return "Regular" if weight < LIGHTEST_BOLD else "SemiBold" if weight <= WEIGHTS["SemiBold"] else "Bold"


def _cut_down(font: Any) -> bytes:  # noqa: ANN401 - as above
    """The font with the letters and features that are used, without hints; the same bytes from the same font."""
    from fontTools import subset

    options = subset.Options(
        layout_features=list(FEATURES),
        hinting=False,
        notdef_outline=True,
        name_IDs=["*"],
        drop_tables=[*subset.Options().drop_tables, *_SUPERFLUOUS],
    )
    kept = subset.Subsetter(options)
    kept.populate(unicodes=[code for first, last in LETTERS for code in range(first, last + 1)])
    kept.subset(font)
    stream = BytesIO()
    font.flavor = None
    font.save(stream, reorderTables=True)
    return stream.getvalue()


def _renamed(raw: bytes, family: str, cut: Cut) -> bytes:
    from fontTools.ttLib import TTFont

    font: Any = TTFont(BytesIO(raw), recalcTimestamp=False)
    names = font["name"]
    names.names = [one for one in names.names if one.nameID in _KEPT_NAMES]
    full = f"{family} {cut}"
    texts = {1: family, 2: cut, 3: full, 4: full, 6: full.replace(" ", "-"), 16: family, 17: cut}
    for number, text in texts.items():
        names.setName(text, number, 3, 1, 0x409)
    table = font["OS/2"]
    table.usWeightClass = WEIGHTS[cut]
    bold, italic = cut == "Bold", cut == "Italic"
    table.fsSelection = table.fsSelection & ~0b1100001 | italic | bold << 5 | (not bold and not italic) << 6
    font["head"].macStyle = bold | italic << 1
    stream = BytesIO()
    font.save(stream, reorderTables=True)
    return stream.getvalue()


@lru_cache(maxsize=16)
def for_the_web(raw: bytes) -> bytes:
    """A font as browsers load it."""
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(raw), recalcTimestamp=False)
    font.flavor = "woff2"
    stream = BytesIO()
    font.save(stream)
    return stream.getvalue()
