"""``reportgen refresh``, step by step: what cron and CI call.

1. bring what readers had before: :func:`brought`, for briefs that say what is new since then;
2. check and build: :meth:`reportgen.jobs.Job.__call__`, which leaves alone what would become the same edition;
3. compare each edition with what is published: :func:`compared`;
4. note what is to be mailed, then publish what readers do not have yet: :func:`noted`, :func:`put_out`;
5. mail it to whom the project names: :func:`mailed`;
6. tell what was done: :func:`told`.

A brief with errors keeps none of the others from being published; what was published of it before still stands.
"""

from __future__ import annotations

from reportgen.refreshing.before import brought
from reportgen.refreshing.comparing import Compared, compared
from reportgen.refreshing.mailing import Mailed, mailed, noted
from reportgen.refreshing.putting_out import put_out
from reportgen.refreshing.telling import answered, told, told_at_length

__all__ = [
    "Compared",
    "Mailed",
    "answered",
    "brought",
    "compared",
    "mailed",
    "noted",
    "put_out",
    "told",
    "told_at_length",
]
