"""What changed between two editions: their facts, formulas, sentences and exhibits, as an analyst would compare them."""

from reportgen.delivery.difference.comparison import compare
from reportgen.delivery.difference.values import Differences

__all__ = ["Differences", "compare"]
