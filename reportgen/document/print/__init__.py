"""Print: the one room that knows WeasyPrint and pydyf. What leaves it is plain values."""
