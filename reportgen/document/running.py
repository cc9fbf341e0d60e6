"""What runs at head and foot of every printed page: the entity, how confidential it is, kind and date, the title.

Each stands on one line, beside the others. What is too long is shortened by words, and never within one: first what the
house says of itself, then the entity and the title, which stand in full on page one and in the metadata. How
confidential a document is and its date are said in full.
"""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.charts.lettering import BOLD, ELLIPSIS, NORMAL, lettered, shortened, width_of
from reportgen.document.content import Content, Medium
from reportgen.figures.written import TIED

SIZE = 10.0  # CSS px of the letters, 7.5 pt
WIDTH = 174 / 25.4 * 96  # CSS px between the sides of the text, --text-width of base.css
GAP = 16.0  # CSS px between what stands side by side
LEAST = 0.2 * WIDTH  # what is left to the entity
MOST_OF_DATE = 0.4 * WIDTH  # what kind and date may take
NUMBER = "000"  # as wide as a page number may be
JOINT = " · "


@dataclass(frozen=True, slots=True)
class Running:
    """The lines of head and foot; ``head`` stands between the other two of the head, ``title`` at the foot."""

    entity: str
    head: str
    date: str
    title: str


def running(content: Content, medium: Medium) -> Running:
    """The lines at head and foot of a document: as long as paper has room for them, in full on a page."""
    words, title = content.words.page, content.ledger.plain(content.title)
    after = f"{JOINT}{content.date_words}"
    if medium == "page":
        entity = f"{content.entity}{JOINT}{content.period_short}"
        return Running(entity, "", words.brief + after, content.foot or title)
    with lettered(content.theme.fonts["sans"]):
        date = _before(words.brief, after, MOST_OF_DATE)
        head = _head(content, WIDTH - 2 * (max(_wide(date), LEAST) + GAP))
        side = (WIDTH - _wide(head, BOLD)) / 2 - GAP
        date = _before(words.brief, after, min(side, MOST_OF_DATE) if head else MOST_OF_DATE)
        entity = _entity(content, side if head else WIDTH - _wide(date) - GAP)
        number = _wide(words.numbered.format(page=NUMBER, pages=NUMBER))
        return Running(entity, head, date, content.foot or by_words(title, WIDTH - number - GAP))


def by_words(text: str, width: float, weight: int = NORMAL) -> str:
    """A text in a width of CSS px, with an ellipsis for the words at its end that have no room.

    What is tied stays together. Only of a single word that is too long, letters are left out.
    """
    if _wide(text, weight) <= width:
        return text
    words = text.split(" ")
    for count in range(len(words) - 1, 0, -1):
        kept = " ".join(words[:count]).rstrip(" ,;:-–—·" + TIED) + ELLIPSIS
        if _wide(kept, weight) <= width:
            return kept
    return shortened(text, width, SIZE, weight)


def _entity(content: Content, width: float) -> str:
    """Entity and period; the entity by its short name where the long one has no room."""
    after = f"{JOINT}{content.period_short}"
    whole = content.entity + after
    short = content.entity_short or content.entity
    return whole if _wide(whole, BOLD) <= width else _before(short, after, width, BOLD)


def _before(text: str, after: str, width: float, weight: int = NORMAL) -> str:
    """A text in front of what is said in full: as much of it as has room, or nothing."""
    room = width - _wide(after, weight)
    has_room = room >= _wide(text.partition(" ")[0] + ELLIPSIS, weight) or room >= _wide(text, weight)
    return by_words(text, room, weight) + after if has_room else after.removeprefix(JOINT)


def _head(content: Content, width: float) -> str:
    """How confidential a document is and whether a draft, in full; what the house says as far as there is room."""
    draft = content.words.page.draft if content.draft else ""
    owed = JOINT.join(filter(None, (content.confidentiality, draft)))
    said = "" if draft else content.house.head
    if not said:
        return owed
    before = f"{owed}{JOINT}" if owed else ""
    room = width - _wide(before, BOLD)
    return (
        before + by_words(said, room, BOLD)
        if room >= _wide(said.partition(" ")[0] + ELLIPSIS, BOLD)
        else owed
    )


def _wide(text: str, weight: int = NORMAL) -> float:
    return width_of(text, SIZE, weight)
