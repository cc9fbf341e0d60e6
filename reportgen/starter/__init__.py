"""A first brief made from a table: ``reportgen new my-brief --from book.xlsx``.

``columns`` finds out what the columns of a table are, ``reading`` what its lines and units are, ``outline`` what is worth
telling, ``exhibits``, ``sentences`` and ``cards`` propose how, ``writing`` puts it into files, and ``judging`` builds it
and leaves out what does not hold. All numbers come in by the door of ``sources``, as in any brief.
"""
