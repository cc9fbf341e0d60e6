"""How numbers are said: forms of words, and the ledger of what was said where."""
