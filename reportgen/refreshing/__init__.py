"""``reportgen refresh``, step by step: what cron and CI call. :func:`refreshed` goes through them.

1. bring what readers had before: :mod:`before`, for briefs that say what is new since then;
2. check and build: :meth:`reportgen.jobs.Job.__call__`, which leaves alone what would become the same edition;
3. compare each edition with what is published: :mod:`comparing`;
4. note what is to be mailed, then publish what readers do not have yet: :mod:`mailing`, :mod:`putting_out`;
5. mail it to whom the project names: :mod:`mailing`;
6. tell what was done: :mod:`telling`.

A brief with errors keeps none of the others from being published; what was published of it before still stands.
"""

from __future__ import annotations

from reportgen.refreshing.flow import Refreshed, refreshed
from reportgen.refreshing.putting_out import Publication
from reportgen.refreshing.telling import answered, told, told_at_length

__all__ = ["Publication", "Refreshed", "answered", "refreshed", "told", "told_at_length"]
