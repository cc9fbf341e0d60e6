"""Where numbers come from: files and frames of other people, as rows of facts with exact places.

A reader of a kind of file (``delimited``, ``records``, ``columnar``, ``workbook``, ``opendocument``, ``frame``) gives
a grid of cells. ``tables`` finds the table in it, long or wide, ``assembly`` makes rows of it by what the author says,
and ``read`` is the door to all of them. What was found and not said is told once a source.
"""
