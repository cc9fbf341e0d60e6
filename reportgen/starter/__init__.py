"""A first brief made from a table: ``reportgen new my-brief --from book.xlsx``.

``columns`` finds out what the columns of a table are, ``reading`` what its lines are, ``measures`` in which units,
``outline`` what is worth telling. ``exhibits`` and ``sentences`` propose how, ``writing`` puts it into files, and
``judging`` tries these as any brief is checked, and leaves out what does not hold. All numbers come in by the door of
``sources``: what can be a source can be what a brief begins with.
"""
