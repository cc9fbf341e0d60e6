"""``reportgen sign``: what is signed stays what was built, in every form of key, and nobody is shown the key."""

from __future__ import annotations

from reportgen.delivery.difference.earlier import Issued as _Issued  # noqa: F401
