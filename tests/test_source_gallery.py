"""The gallery reads every kind of source that there is, and says nothing of what its authors have said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from reportgen.brief import read_brief
from reportgen.findings import Findings
from reportgen.source_settings import SourceKind
from reportgen.sources.kinds import kind_of
from reportgen.sources.read import filing_in, sources_of
from reportgen.sources.unpacking import unpacked
from tests.gallery import BRIEFS

TABLE = """\
title: A brief
entity: {name: Example Corp}
period: 2025
date: 2025-11-03
currency: {code: EUR, short: €, word: euros}
sources:
  book: {title: Book, data: book.csv, where: {made: July}}
"""


def kinds_of(folder: Path) -> Iterator[str]:
    """What kinds of sources a brief of the gallery reads."""
    yield from ("csv" for _ in folder.glob("facts.csv"))
    brief = read_brief(folder, None, Findings())
    yield from ("data package" for _ in brief.described)
    for document in brief.settings.sources.values():
        if document.data:
            content, called, _ = unpacked((folder / document.data).read_bytes(), document.data, document.file)
            yield document.kind or filing_in(content, kind_of(called), document)
        if document.sql:
            yield "query"


PLAIN = {"json", "yaml"}  # files of facts alone, as tests/cases have them


def test_the_gallery_has_a_brief_of_every_kind_of_source() -> None:
    read = {kind: folder.name for folder in BRIEFS.values() for kind in kinds_of(folder)}
    assert {*get_args(SourceKind), "query", "data package"} - PLAIN - read.keys() == set()


@pytest.mark.parametrize(("heads", "told"), [("made", ""), ("made,by", "passed over: 'by'")])
def test_a_column_by_which_rows_are_chosen_is_not_one_that_means_nothing(
    tmp_path: Path, heads: str, told: str
) -> None:
    (tmp_path / "brief.yaml").write_text(TABLE, encoding="utf-8")
    (tmp_path / "metrics.yaml").write_text("sales: {label: Sales}\n", encoding="utf-8")
    cells = ",".join("July" for _ in heads.split(","))
    (tmp_path / "book.csv").write_text(
        f"{heads},metric,period,value,unit\n{cells},sales,2025,5.1,EUR mn\n", encoding="utf-8"
    )
    findings = Findings()
    (found,) = sources_of(read_brief(tmp_path, None, findings), findings)
    assert len(found.rows) == 1
    notes = " ".join(one.message for one in findings.in_order())
    assert told in notes
    assert "'made'" not in notes
