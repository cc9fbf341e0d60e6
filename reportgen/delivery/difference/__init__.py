"""What changed between two editions: their facts, formulas, sentences and exhibits, as analysts compare them."""
