"""A small edition, as it was built and as it was signed, for tests of signatures."""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import reportgen
from reportgen.delivery.signing.engine import Signer
from reportgen.delivery.signing.keys import Key
from reportgen.delivery.signing.sign import sign_edition
from reportgen.edition import Issue
from reportgen.verify.signatures import Trust
from tests.authority import Holder

BRIEF = Path(__file__).parent / "verify_cases" / "without-sources"
SALES, FALSE_SALES = "5.25", "9.25"


@lru_cache(maxsize=2)
def issue(sales: str = SALES) -> Issue:
    """An edition of two facts; with other sales it is a consistent falsification of the first."""
    with TemporaryDirectory() as place:
        folder = Path(shutil.copytree(BRIEF, Path(place) / BRIEF.name))
        facts = folder / "facts.csv"
        facts.write_text(facts.read_text(encoding="utf-8").replace(SALES, sales), encoding="utf-8")
        return reportgen.load(folder).build()


def signer(who: Holder, server: str = "", *above: Holder) -> Signer:
    """Somebody, ready to sign."""
    return Signer(Key(who.key, who.certificate, tuple(one.certificate for one in above)), server)


def signed_copy(place: Path, who: Signer, sales: str = SALES) -> Path:
    """The edition in a folder below ``place``, signed."""
    folder = place / BRIEF.name
    issue(sales).write(folder)
    assert sign_edition(folder, who)
    return folder


def trust(*who: Holder) -> Trust:
    """Trust in their certificates."""
    return Trust(tuple(one.certificate for one in who))
