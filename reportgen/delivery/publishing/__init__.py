"""Publication: editions that readers can follow, in a folder, in S3, over SFTP or wherever fsspec leads.

``publish`` puts editions there, ``published`` says what is there, ``fetch`` brings an edition back. The modules, from
the ground up: ``address`` and ``known_hosts`` (where, and as whom), ``store`` (single files), ``editions`` (what is
published), ``records`` and ``standing`` (what a target holds), ``listing``, ``index`` and ``feed`` (how it is shown),
``placing``, ``settling`` and ``retention`` (in which order it is written), ``publish`` and ``reading``.
"""

from __future__ import annotations

from reportgen.delivery.publishing.publish import Placed, Published, publish
from reportgen.delivery.publishing.reading import PublishedEdition, fetch, published

__all__ = ["Placed", "Published", "PublishedEdition", "fetch", "publish", "published"]
