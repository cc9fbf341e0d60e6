"""What a ``theme.yaml`` may hold: the tokens of the look, each checked, so that no engine meets what it cannot use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, FiniteFloat

from reportgen.setting import Identifier, Setting
from reportgen.settings import Colour

Family = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 _-]*$")]
Length = Annotated[FiniteFloat, Field(gt=0, le=2000)]
BOUNDS: Mapping[str, tuple[float, float]] = {  # in CSS px: beyond them nothing can be read, or nothing fits
    "chart": (6, 24),
    "wide": (400, 1200),
    "half": (200, 600),
    "narrow": (200, 600),
    "narrow_chart": (6, 24),
    "line": (0.25, 12),
    "hairline": (0.1, 6),
}


class ColourPair(Setting):
    """A colour in both schemes; one that is left out is the shipped theme's."""

    light: Colour | None = None
    dark: Colour | None = None


class ThemeTokens(Setting):
    """A whole ``theme.yaml``; a project's own may give any part of it."""

    colors: Mapping[Identifier, ColourPair] = {}
    fonts: Mapping[Identifier, Family] = {}
    sizes: Mapping[Identifier, Length] = {}
