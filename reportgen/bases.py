"""On which basis a measure is drawn up: as reported, or a variant of what is reported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

Basis = Literal["reported", "constant currency", "organic", "like-for-like", "pro forma", "adjusted"]

BASES: tuple[Basis, ...] = get_args(Basis)
VARIANTS: Mapping[str, Basis] = {basis.replace(" ", "_").replace("-", "_"): basis for basis in BASES}
"""What leads from a metric to its variant: ``.constant_currency``; ``.reported`` leads back."""
