"""``brand.yaml``: the look of a house, for every brief of a project.

It lies in the project's folder, beside ``project.yaml``; the files that it names lie below the project's ``assets/``.
A brief that stands alone may have one in its own folder, which then comes first.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, FiniteFloat

from reportgen.files import BRAND, Files
from reportgen.findings import Findings, Place, error, one_of
from reportgen.located import Located, read_yaml
from reportgen.setting import Setting, Text
from reportgen.settings import Colour
from reportgen.validation import salvaged

LOGOS = (".svg", ".png")
FONTS = (".ttf", ".otf")
ASSETS = "assets"


def _under(name: str) -> BeforeValidator:
    """What may be written without its name: ``accent: "#005eb8"`` for ``accent: {fill: "#005eb8"}``."""
    return BeforeValidator(lambda value: {name: value} if isinstance(value, str) else value)


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Hue(Setting):
    """A colour of the brand, as areas are filled with it and as letters and lines have it."""

    fill: Colour
    text: Colour | None = None  # the nearest to the fill that can be read, by default
    dark: Colour | None = None  # the fill on dark grounds; the same, or lighter, by default
    text_dark: Colour | None = None


class Shade(Setting):
    """A colour in both schemes."""

    light: Colour
    dark: Colour | None = None  # the shipped theme's by default


OfHue = Annotated[Hue, _under("fill")]
OfShade = Annotated[Shade, _under("light")]


class BrandColours(Setting):
    """Colours by what they stand for."""

    accent: OfHue | None = None  # the subject
    second: OfHue | None = None  # what stands beside the subject: the group, the year before, the other line
    third: OfHue | None = None  # a further part
    ink: OfShade | None = None  # text
    muted: OfShade | None = None  # captions, axes
    rule: OfShade | None = None  # hairlines
    soft: OfShade | None = None  # panels
    good: OfShade | None = None
    bad: OfShade | None = None


Millimetres = Annotated[FiniteFloat, Field(ge=4, le=30)]
Margin = Annotated[FiniteFloat, Field(ge=12, le=45)]


class BrandLogo(Setting):
    """The mark of the house: SVG or PNG."""

    light: Text
    dark: str = ""  # for dark grounds; the light one on a light plate by default
    height: Millimetres = 8  # mm
    place: Literal["left", "right"] = "left"


class BrandFont(Setting):
    """A family of letters of one's own: TrueType or OpenType, a file a weight, or one that varies."""

    family: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 _-]*$")]
    licence: Text  # by which it may be embedded: OFL-1.1, or the number of a licence
    files: Annotated[tuple[str, ...], BeforeValidator(_listed), Field(min_length=1, max_length=8)]


class BrandFonts(Setting):
    """The families, each a bundled one's place."""

    sans: BrandFont | None = None  # text, tables, charts
    serif: BrandFont | None = None  # titles; a sans serves as well

    @property
    def given(self) -> Iterator[tuple[str, BrandFont]]:
        """Those that the brand has, by their roles."""
        yield from ((role, font) for role, font in (("sans", self.sans), ("serif", self.serif)) if font)


class BrandMargins(Setting):
    """White at head and foot of paper, in mm; the sides follow from the width that charts are drawn for."""

    top: Margin = 20
    bottom: Margin = 17


class Brand(Setting):
    """The whole of ``brand.yaml``; what it leaves out is the shipped look's."""

    colors: BrandColours = BrandColours()
    logo: Annotated[BrandLogo, _under("light")] | None = None
    fonts: BrandFonts = BrandFonts()
    titles: Literal["serif", "sans"] = "serif"  # in which titles are set
    paper: Literal["A4", "Letter"] | None = None  # of briefs that name none
    margins: BrandMargins = BrandMargins()
    head: str = ""  # at the head of every page but the first, between entity and date
    foot: str = ""  # at the foot of every page of briefs that have none: the name of the house
    cover: Literal["rule", "band"] = "rule"  # what opens page one: a line, or a band of the accent


@dataclass(frozen=True)
class HouseLook:
    """A brand, where each part of it stands, and the folder from which its files are named."""

    brand: Brand
    located: Located | None = None
    folder: Path = Path()

    def place(self, *keys: str | int) -> Place:
        return self.located.place(*keys) if self.located else Place(self.folder / BRAND)

    def content(
        self, name: str, kind: Literal["logo", "font"], files: Files, findings: Findings, *keys: str | int
    ) -> bytes | None:
        """A file that the brand names; None, with a finding at its line, where it is not read."""
        return files.content(self.folder / name, kind, findings, self.place(*keys))


NO_BRAND = HouseLook(Brand())


def read_brand(files: Files, findings: Findings) -> HouseLook:
    """The brand of a brief: its own, or its project's; none of both is the shipped look."""
    for folder in (files.brief, files.project):
        if folder is None or not os.path.lexists(folder / BRAND):
            continue
        located = read_yaml(folder / BRAND, findings, files)
        if located is None:
            return NO_BRAND
        look = HouseLook(salvaged(Brand, located, findings, {})[0], located, folder)
        _check_files(look, files, findings, is_brief=folder == files.brief)
        return look
    return NO_BRAND


def _check_files(look: HouseLook, files: Files, findings: Findings, *, is_brief: bool) -> None:
    """Every file that a brand names can be read, and is of a kind that it may be."""
    for name, endings, kind, keys in _named(look.brand):
        place = look.place(*keys)
        if not is_brief and Path(name).parts[:1] != (ASSETS,):
            message = (
                f"'{name}'; expected a file below the project's {ASSETS}/, such as {ASSETS}/{Path(name).name}"
            )
            findings.add(error("bad-setting", message, place))
        elif (
            files.admits(look.folder / name, kind, findings, place)
            and Path(name).suffix.lower() not in endings
        ):
            findings.add(
                error("bad-setting", f"'{name}'; expected a file that ends in {one_of(endings)}", place)
            )


def _named(
    brand: Brand,
) -> Iterator[tuple[str, tuple[str, ...], Literal["logo", "font"], tuple[str | int, ...]]]:
    if brand.logo:
        yield brand.logo.light, LOGOS, "logo", ("logo", "light")
        if brand.logo.dark:
            yield brand.logo.dark, LOGOS, "logo", ("logo", "dark")
    for role, font in brand.fonts.given:
        for index, name in enumerate(font.files):
            yield name, FONTS, "font", ("fonts", role, "files", index)
