"""What a publication says of itself to machines: a record for each edition, and the catalogue of all of them.

A record is written once, under the name of its own hash, and never changed: it is what makes an edition published. The
catalogue, the pages and the feeds are made of the records, and can be made of them again at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as Day  # noqa: N812 - a record has a field "date"
from datetime import datetime
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reportgen.delivery.publishing.editions import DOOR, sha256
from reportgen.errors import RecordError
from reportgen.figures.recorded import DIALECT, MANIFEST, Sha256
from reportgen.language import Dates

FORMAT: Final = 1  # of records and catalogue; raised when a reader of the old one would go wrong
FOLDER, CATALOGUE = "catalogue", "catalogue.json"
Name = Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[^./\x00-\x1f][^/\x00-\x1f]*$")]
FilePath = Annotated[
    str, Field(min_length=1, pattern=r"^[^./\x00-\x1f][^/\x00-\x1f]*(/[^./\x00-\x1f][^/\x00-\x1f]*)*$")
]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileRecord(_Record):
    """A file of an edition, by the hash and the size with which it was published."""

    sha256: Sha256
    size: Annotated[int, Field(ge=0)]


class EditionRecord(_Record):
    """An edition as it was published; a revision is an edition with a reason that takes the place of another."""

    format: Literal[1] = FORMAT
    brief: Name
    edition: Name  # what it is called in its brief: its period, in letters that a folder can have
    folder: Name  # in the folder of its brief
    revision: Annotated[int, Field(ge=1)]
    replaces: str = ""  # the folder of the revision before
    reason: str = ""
    title: str
    entity: str
    period: str
    date: Day
    first_date: Day  # of the first revision: by it editions are in order, however late one is corrected
    kind: str = ""
    language: str = "en"
    dates: Dates = "day first"
    preview: str = ""  # the file that pictures it
    key_label: str = ""
    key_figure: str = ""
    published: datetime
    hash: Sha256  # of all that readers get, without signatures
    signer: str = (
        ""  # the SHA-256 of the certificate by which it was signed; empty where it bears no signature
    )
    files: Mapping[FilePath, FileRecord]
    links: tuple[str, ...] = ()  # folders of the same target to which its page leads

    @property
    def path(self) -> str:
        """Its folder in the target."""
        return f"{self.brief}/{self.folder}"

    @property
    def door(self) -> str:
        """The page under which it is linked from outside: leads on to a revision, once there is one."""
        return f"{self.path}/{DOOR}"

    @property
    def manifest(self) -> FileRecord:
        return self.files[MANIFEST]


class CatalogueEntry(EditionRecord):
    """An edition in the catalogue, and what has become of it."""

    record: Sha256  # the name and the hash of its record
    current: bool  # no revision has taken its place
    replaced_by: str = ""  # the folder of the revision that did

    def as_recorded(self) -> EditionRecord:
        """The record alone, of which the catalogue was made."""
        return EditionRecord(**self.model_dump(include=set(EditionRecord.model_fields)))


class Catalogue(_Record):
    """``catalogue.json``: every edition that a target holds, the latest first."""

    format: Literal[1] = FORMAT
    id: str  # of the feeds, for ever
    url: str = ""  # under which readers have the target, where somebody said so
    editions: tuple[CatalogueEntry, ...]


Model = TypeVar("Model", EditionRecord, Catalogue)


def written(record: EditionRecord | Catalogue) -> bytes:
    """A record as a file."""
    return (record.model_dump_json(indent=1) + "\n").encode()


def read(model: type[Model], raw: bytes) -> Model:
    """A file as a record. Raises RecordError, which says what is wrong with it first."""
    try:
        return model.model_validate_json(raw)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RecordError(f"{where}: {first['msg']}" if where else str(first["msg"])) from None


def name_of(record: EditionRecord) -> str:
    """The name of a record: its own hash."""
    return sha256(written(record))


def schema() -> Mapping[str, Any]:
    """The JSON Schema of the catalogue, as it is shipped in ``assets/schemas``."""
    return {"$schema": DIALECT, **Catalogue.model_json_schema()}
