"""A preview: the page of a brief in the browser, made anew whenever something of it is saved.

A server on this machine alone (``serving``, ``site``) shows what workers have made (``bench``): first the page, then,
where somebody looks at them, print, exhibits and ledger. What fails leaves the last good page standing.
"""
