"""How numbers are drawn: one module a kind of chart, one theme, one freezer."""
