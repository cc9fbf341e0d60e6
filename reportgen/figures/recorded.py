"""What an edition says of itself, as files: ``facts.json`` and ``manifest.json``.

One model for whoever writes them (the build) and whoever reads them (``verify``, ``publish``). Numbers are text,
exactly as they were computed with. Files are read strictly: one that differs from the model anywhere is damaged.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date as Day  # noqa: N812 - a record has a field "date"
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    Tag,
    ValidationError,
)

from reportgen.bases import Basis
from reportgen.calendars import Calendars
from reportgen.errors import RecordError
from reportgen.figures.ledger import MOST
from reportgen.language import Dates, Spelling
from reportgen.model import ClaimKind, Fit, Kind, Measured, Nature, Only, Polarity, Relation, Spot
from reportgen.quantities import Bound
from reportgen.settings import Grouping, Negative, Percent, ShortPoints, Side
from reportgen.units import Scale, UnitKind

FORMAT: Final = 7  # of facts.json; raised when a reader of the old one would go wrong
FACTS, TABLE, MANIFEST = "facts.json", "facts.csv", "manifest.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

_DECIMAL = r"-?[0-9]{1,80}(\.[0-9]{1,80})?(E[+-]?[0-9]{1,4})?"
Number = Annotated[str, Field(pattern=f"^{_DECIMAL}$")]
End = Annotated[str, Field(pattern=f"^({_DECIMAL}|-?Infinity)$")]
Key = Annotated[str, Field(pattern=r"^f[1-9][0-9]{0,8}$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Decimals = Annotated[int, Field(ge=-100, le=100)]
MOST_CLAIMED = 500  # facts of one claim
Option = None | StrictStr | StrictBool | Annotated[StrictInt, Field(ge=-MOST, le=MOST)]


def _is_spot(text: object) -> object:
    return str(Spot.parse(text)) if isinstance(text, str) else text


SpotText = Annotated[
    str,
    BeforeValidator(_is_spot),
    Field(pattern=r"^(title|standfirst|notices|(card|summary|exhibit|box|section):.+)$"),
]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class StyleRecord(_Record):
    """How the brief writes numbers."""

    language: Literal["en"]
    currency_short: Mapping[str, str]
    currency_word: Mapping[str, str]
    negative: Negative
    thousands: str = ","
    decimal: str = "."
    grouping: Grouping = "thousands"
    currency: Side = "before"
    points: ShortPoints = "pp"
    percent: Percent = "percent"
    dates: Dates = "day first"
    spelling: Spelling = "british"


class SourceRecord(_Record):
    """A document that facts were taken from."""

    number: int
    id: str
    title: str
    publisher: str
    date: Day | None
    url: str


class ScenarioRecord(_Record):
    """A scenario of the brief's own: its name, and how it is called."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    label: str
    words: str


class UnitRecord(_Record):
    """How a number is counted; ``factor`` leads to the base unit."""

    kind: UnitKind
    name: str
    scale: Annotated[str, Field(pattern="^(k|mn|bn|tn|lakh|crore|lakh crore|pence|cents|paise)?$")]
    factor: Number
    one: str = ""  # the singular of what is counted, where no rule gives it


class ToleranceRecord(_Record):
    """What a source allows on either side of a number, in base units: 0.02 of it, or so much."""

    value: Number
    unit: UnitRecord
    decimals: Decimals


class QuantityRecord(_Record):
    """A value in base units and the interval it may lie in; ``decimals`` are those of a stated number."""

    value: Number
    low: End
    high: End
    bound: Bound
    decimals: Decimals | None
    state: Literal["", "n.a.", "n.m."]
    unit: UnitRecord
    tolerance: ToleranceRecord | None = None


class StatedRecord(_Record):
    """Where a stated fact comes from: the number of its source, the place in it, and the line of the facts file.

    A source outside the brief's list has the number 0, and its address here.
    """

    source: int
    anchor: str
    passage: str
    line: int
    url: str = ""


class ClaimRecord(_Record):
    """What is claimed of several facts: each is held against ``limit``, a number or the key of a fact."""

    kind: ClaimKind
    facts: Annotated[tuple[Key, ...], Field(min_length=1, max_length=MOST_CLAIMED)]
    relation: Relation = ""
    limit: Number | Key | None = None
    since: str = ""


class DerivedRecord(_Record):
    """How a fact was computed: the author's formula, and the same written out over the keys of stated facts.

    A claim is counted again from the facts that it names.
    """

    formula: str
    inputs: tuple[Key, ...]
    expression: Annotated[str, Field(max_length=20_000)] | None = None
    leaves: tuple[Key, ...] = ()
    claim: ClaimRecord | None = None


def _kind_of_origin(origin: object) -> str:
    is_stated = "source" in origin if isinstance(origin, dict) else isinstance(origin, StatedRecord)
    return "stated" if is_stated else "derived"


Origin = Annotated[
    Annotated[StatedRecord, Tag("stated")] | Annotated[DerivedRecord, Tag("derived")],
    Discriminator(_kind_of_origin),
]


class FactRecord(_Record):
    """A fact, stated or derived."""

    key: Key
    id: str
    metric: str
    label: str
    kind: Kind
    polarity: Polarity
    nature: Nature = ""
    decimals: Annotated[int, Field(ge=-MOST, le=MOST)] | None
    basis: Basis
    scale: Scale = ""
    entity: str
    period: str
    scenario: str
    quantity: QuantityRecord
    origin: Origin
    note: str
    measured: Measured = ""
    start: Day | None = None  # the days of the period, where they are known
    end: Day | None = None
    as_of: Day | None = None
    flags: Annotated[str, Field(pattern="^[perb]*$")] = ""
    reconciliation: Annotated[str, Field(max_length=20_000)] | None = None  # over keys; it adds up
    standing: str = ""  # which version of the fact it is, where there are several


class FigureRecord(_Record):
    """A line of the ledger: a fact, the form of words with its options, the text, and the place where it stands."""

    number: Annotated[int, Field(ge=1)]
    fact: Key
    form: str
    options: Mapping[str, Option]
    text: str
    place: SpotText
    fit: tuple[Fit, ...] = ()
    only: Only = ""  # "page": print does not show it


class PictureRecord(_Record):
    """What else an exhibit writes with digits: periods, names and axes in pictures, and the cells of a data table."""

    place: SpotText
    words: tuple[str, ...]


class FactsFile(_Record):
    """``facts.json``: what an edition shows, from which facts, by which formulas, in which words and where."""

    format: Literal[7]
    brief: str
    entity: str
    period: str
    calendars: Calendars
    date: Day
    style: StyleRecord
    sources: tuple[SourceRecord, ...]
    scenarios: tuple[ScenarioRecord, ...]  # beside those that every brief has
    facts: tuple[FactRecord, ...]
    figures: tuple[FigureRecord, ...]
    pictures: tuple[PictureRecord, ...]
    repeated: str = ""  # the exhibit that stands on page one and in a section too


class UnsignedRecord(_Record):
    """A document before it was signed: as many bytes from its beginning, and their hash."""

    sha256: Sha256
    size: Annotated[int, Field(ge=0)]


class SignatureRecord(_Record):
    """By which certificate an edition was signed, and what its documents were before a signature was added to them."""

    certificate: Sha256  # of its DER
    unsigned: Mapping[str, UnsignedRecord]


class Manifest(_Record):
    """``manifest.json``: what an edition is, from what it was made, and what it consists of, by SHA-256."""

    reportgen: str
    brief: str
    title: str
    foot: str = ""  # what stands at the foot of every page in place of the title
    entity: str
    period: str
    date: Day
    draft: bool
    kind: str = ""  # of document
    preview: str = ""  # the output that pictures the edition where it is listed
    language: Literal["en"] = "en"
    dates: Dates = "day first"  # as the list of editions says them
    inputs: Mapping[str, Sha256]
    outputs: Mapping[str, Sha256]
    versions: Mapping[str, str]
    findings: tuple[str, ...] = ()
    signature: SignatureRecord | None = None  # who signs adds it; what is built has none


Model = TypeVar("Model", FactsFile, Manifest)
FILES: Mapping[str, type[FactsFile | Manifest]] = {FACTS: FactsFile, MANIFEST: Manifest}


def written(record: FactsFile | Manifest) -> bytes:
    """A record as a file."""
    return (record.model_dump_json(indent=1, exclude_unset=True) + "\n").encode()


def read(model: type[Model], raw: bytes) -> Model:
    """A file as a record. Raises RecordError, which says what is wrong with it first."""
    try:
        return model.model_validate_json(raw)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RecordError(f"{where}: {first['msg']}" if where else str(first["msg"])) from None


def format_of(raw: bytes) -> int | None:
    """The format that a ``facts.json`` says it has; None where it says none."""
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    found = data.get("format") if isinstance(data, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def schema(model: type[FactsFile | Manifest]) -> Mapping[str, Any]:
    """The JSON Schema of a record, as it is shipped in ``assets/schemas``."""
    return {"$schema": DIALECT, **model.model_json_schema()}
