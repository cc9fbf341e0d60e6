"""What the numbers mean with which a call ends; the package's own text lists them."""

from __future__ import annotations

from reportgen.outcome import Failure

GOOD, HAS_ERRORS, WRONG_USAGE, NOT_POSSIBLE, OUR_FAULT, INTERRUPTED = 0, 1, 2, 3, 70, 130
FAILURES: dict[Failure, int] = {"": GOOD, "call": WRONG_USAGE, "here": NOT_POSSIBLE, "ours": OUR_FAULT}
