"""An edition by mail: its headline, cards and key chart, in the edition's own words, with the PDF attached.

``deliver`` sends it, ``compose`` makes one message. What is sent is noted in a journal, so that nobody gets it twice.
"""

from __future__ import annotations

from reportgen.delivery.mail.message import compose
from reportgen.delivery.mail.reading import read_front
from reportgen.delivery.mail.sending import Delivered, deliver

__all__ = ["Delivered", "compose", "deliver", "read_front"]
