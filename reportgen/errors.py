"""What can go wrong.

ReportgenError
├── BriefError          the brief has findings of severity error; nothing was written
├── FormulaError        a formula cannot be evaluated (place added by the caller)
│   ├── MissingFact     it names a period or an equivalent for which there is no fact
│   ├── UnknownName     it names a metric that does not exist
│   │   ├── UnknownSource   or a source
│   │   └── UnknownExhibit  or an exhibit
│   ├── Uncertain       it asks a question that the rounding of the inputs cannot answer
│   └── Untrue          it claims what the facts do not bear out
├── EngineError         an engine (chart, print) is missing, died or refused its input
│   └── TakenDown       or its process was ended from outside
├── DeliveryError       an edition could not be written or published; what stood before still stands
├── RecordError         what an edition says of itself is damaged; a verdict, where an edition is judged
└── UsageError          the call itself is wrong: no such folder, an edition that is none
"""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.findings import Finding, Need, Place, error


class ReportgenError(Exception):
    """The root of everything that reportgen raises on purpose."""


class BriefError(ReportgenError):
    """A brief with errors; ``findings`` holds all of them, not only the first."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class FormulaError(ReportgenError):
    """A formula that cannot be evaluated; ``code`` is the finding it becomes, ``needs`` what that rests on.

    ``cause`` is set where several formulas fail for one reason that each would say otherwise.
    """

    code = "formula"
    cause = ""

    def __init__(self, message: str, *needs: Need) -> None:
        self.needs: tuple[Need, ...] = (*needs, ("value",))
        super().__init__(message)

    def finding(self, place: Place, before: str = "") -> Finding:
        """What it is to an author; ``before`` says in which formula it was met."""
        return error(self.code, f"{before}{self}", place, *self.needs, cause=self.cause or str(self))


class MissingFact(FormulaError):
    """A name, a period or an equivalent for which no fact was given."""

    code = "missing-fact"


class UnknownName(FormulaError):
    """A name that is neither a metric nor a derived metric nor one of a fact's attributes."""

    code = "unknown-metric"

    def __init__(self, message: str, *needs: Need) -> None:
        super().__init__(message)
        self.needs = needs  # a name does not depend on the period


class UnknownWord(UnknownName):
    """A word asked of a metric that no figure has; ``hint`` is what was probably meant, as a message ends with it."""

    def __init__(self, metric: str, word: str, hint: str = "") -> None:
        super().__init__(f"'{metric}' has no '{word}'{hint}")
        self.metric, self.word = metric, word


class UnknownSource(UnknownName):
    """A name that is not under ``sources``."""

    code = "unknown-source"


class UnknownExhibit(UnknownName):
    """A name that is not under ``exhibits``."""

    code = "unknown-exhibit"


class Uncertain(FormulaError):
    """A comparison that cannot be decided within the rounding of the figures compared."""

    code = "uncertain-comparison"


class Untrue(FormulaError):
    """A claim ("every segment grew", "the highest since …") that the facts do not bear out."""

    code = "untrue-claim"


class EngineError(ReportgenError):
    """A chart or print engine is missing, died, or refused what it was given."""


class TakenDown(EngineError):
    """A process of an engine was ended from outside, as for want of memory: another may do what it was at."""


class DeliveryError(ReportgenError):
    """An edition could not be written; what stood at the place before still stands."""


class RecordError(ReportgenError):
    """A record inside an edition that cannot be read; the message says what is wrong with it first."""


class UsageError(ReportgenError):
    """The call itself is wrong; the message says what was expected."""
