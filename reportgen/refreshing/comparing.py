"""Each edition beside what readers have of its brief: what is new, by which files, and in which facts and sentences."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from reportgen.delivery.publishing import Placed, PublishedEdition, fetch, publish
from reportgen.delivery.publishing.editions import PAGE, PDF, read_edition
from reportgen.errors import UsageError
from reportgen.figures.recorded import FACTS, MANIFEST
from reportgen.files import EDITION
from reportgen.outcome import Outcome

if TYPE_CHECKING:
    from reportgen.delivery.difference.values import Differences

News = Literal["first", "next", "revised", "built", "unchanged", "not issued"]
FRESH: tuple[News, ...] = ("first", "next")  # what no reader has had of that period


@dataclass(frozen=True, slots=True)
class Compared:
    """An edition beside the one that readers have.

    ``inputs`` are the files that were changed, added or taken away; ``differences`` what came of it, ``lines`` the
    foremost of them as sentences. None: not known, because there is no edition before, or none that can be read.
    ``link`` is the address of its page for readers, where somebody has said the target's. ``signed``: it is signed by
    another certificate than what was published, and else the same.
    """

    outcome: Outcome
    edition: Path
    news: News
    inputs: tuple[str, ...] = ()
    differences: Differences | None = None
    lines: tuple[str, ...] | None = None
    link: str = ""
    signed: bool = False

    @property
    def brief(self) -> str:
        """Its name."""
        return self.outcome.brief

    @property
    def reason(self) -> str:
        """Why a revision takes the place of what was published, where nobody says it in words."""
        if self.signed:
            return "Signed"
        names = [name.partition("/")[2] for name in self.inputs]
        return f"Changed since: {', '.join(names)}" if names else "Made anew by another version of reportgen"

    def as_json(self) -> dict[str, Any]:
        """In plain values, for ``--json``."""
        found = self.differences.as_json() if self.differences else None
        told = {"edition": self.news, "changed": list(self.inputs), "differences": found}
        return {**self.outcome.as_json(), **told}


def compared(
    outcomes: Iterable[Outcome],
    output: Path,
    target: str,
    standing: Sequence[PublishedEdition],
    project: Path,
    url: str = "",
) -> tuple[Compared, ...]:
    """Each edition beside what is published of it; without a target, beside what the last build left.

    Args:
        outcomes: of the builds.
        output: where their editions are.
        target: where they are to be published.
        standing: what is published there.
        project: where the templates of the index are looked for first.
        url: the address under which readers have the target.

    Raises:
        UsageError, DeliveryError: the target cannot be reached or read.
    """
    outcomes = tuple(outcomes)
    good = [output / one.home for one in outcomes if one.good]
    if not target:
        return tuple(_without_target(one, output) for one in outcomes)
    planned: Mapping[str, Placed] = {}
    if good:
        trial = publish(good, target, project=project, reason="a trial", url=url, dry_run=True)
        planned = {one.brief: one for one in trial.editions}
    current = [one for one in standing if one.current]
    return tuple(_beside(one, output, planned.get(one.brief), current, target) for one in outcomes)


def _without_target(outcome: Outcome, output: Path) -> Compared:
    news: News = ("unchanged" if outcome.unchanged else "built") if outcome.good else "not issued"
    return Compared(outcome, output / outcome.home, news)


def _beside(
    outcome: Outcome, output: Path, planned: Placed | None, current: Sequence[PublishedEdition], target: str
) -> Compared:
    edition = output / outcome.home
    if planned is None:
        return Compared(outcome, edition, "not issued")
    link = planned.link if "://" in planned.link else ""
    if planned.fate == "unchanged":
        return Compared(outcome, edition, "unchanged", link=link)
    of_brief = [one for one in current if one.brief == outcome.brief]
    before = next((one for one in of_brief if one.edition == planned.edition), next(iter(of_brief), None))
    if before is None:
        return Compared(outcome, edition, "first", link=link)
    news: News = "revised" if planned.fate == "revised" else "next"
    signed = news == "revised" and before.hash == read_edition(edition).hash
    return _with_differences(Compared(outcome, edition, news, link=link, signed=signed), target, before)


def _with_differences(now: Compared, target: str, before: PublishedEdition) -> Compared:
    """What is new since an edition that is published; of one of another version nothing can be said."""
    from reportgen.delivery.difference.comparison import compared as differing
    from reportgen.delivery.difference.opening import open_edition
    from reportgen.delivery.difference.saying import foremost

    with tempfile.TemporaryDirectory() as place:
        document = PAGE if PAGE in before.entry.files else PDF
        fetch(target, before.brief, Path(place), edition=before.edition, only=[document, FACTS, MANIFEST])
        try:
            old, new = open_edition(Path(place)), open_edition(now.edition)
        except UsageError:
            return now
        found = differing(old, new)
    inputs = tuple(_differing(old.manifest.inputs, new.manifest.inputs))
    return replace(now, inputs=inputs, differences=found, lines=foremost(found, new.words))


def _differing(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for name in sorted({*before, *now}):
        if before.get(name) != now.get(name) and not name.startswith(f"{EDITION}/"):
            yield name
