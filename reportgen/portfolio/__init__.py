"""Many briefs of one folder: who they are (``division``), the one over all of them (``covering``), their list.

``division`` reads facts once (``slices``) and the table of parameters (``table``), and gives each brief its part.
``covering`` is made of all parts: ``totals`` and ``ranking``. ``overview`` lists the editions that stand.
"""
