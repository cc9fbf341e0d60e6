"""Briefs made on other machines, by a dask.distributed scheduler.

``parcel`` is what they need, ``task`` what is done there, ``hired`` the side of the caller.
"""
