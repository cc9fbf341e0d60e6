"""Two editions compared: from paths to differences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reportgen.delivery.difference.facts_compared import compare_facts
from reportgen.delivery.difference.opening import Opened, open_edition
from reportgen.delivery.difference.values import Differences
from reportgen.delivery.difference.words_compared import (
    compare_directions,
    compare_exhibits,
    compare_sentences,
)


def compare(old: Path, new: Path) -> Differences:
    """Say what differs between two editions.

    Args:
        old: the earlier one: a folder that a build wrote, a PDF or a page.
        new: the later one, in the same or another form.

    Raises:
        UsageError: one of them is no edition, or cannot be read.
    """
    return compared(open_edition(old), open_edition(new))


def compared(old: Opened, new: Opened) -> Differences:
    """The same of two that are open."""
    facts, texts = compare_facts(old.record, new.record), compare_sentences(old, new)
    added, gone = compare_exhibits(old, new)
    return Differences(
        old.issued,
        new.issued,
        moved=facts.moved,
        restated=facts.restated,
        appeared=facts.appeared,
        vanished=facts.vanished,
        formulas=facts.formulas,
        turned=tuple(compare_directions(old, new)),
        sentences_added=texts.added,
        sentences_gone=texts.gone,
        reworded=texts.reworded,
        exhibits_added=added,
        exhibits_gone=gone,
        settings=dict(_settings(old, new)),
    )


def _settings(old: Opened, new: Opened) -> Iterator[tuple[str, tuple[str, str]]]:
    """What the two say of themselves otherwise: the title, the entity, the period."""
    for name in ("title", "entity", "period"):
        then, now = getattr(old.issued, name), getattr(new.issued, name)
        if then != now:
            yield name, (then, now)
