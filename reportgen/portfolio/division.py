"""One folder made many briefs: read once, and each handed what is its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.brief import Brief, read_brief
from reportgen.errors import DeliveryError, FormulaError
from reportgen.facts.formulas import names_in
from reportgen.facts.selecting import Selection
from reportgen.findings import Finding, Findings, Place
from reportgen.kept.whole import write_whole
from reportgen.members import COVERING, HANDED, Member, Slice, hash_of
from reportgen.portfolio.names import TAKEN, key_of
from reportgen.portfolio.slices import Pile, entities_of, piles_of
from reportgen.portfolio.table import NAME, Table, settings_in, table_of
from reportgen.portfolio_settings import ENTITY
from reportgen.steps import at

ROWS, MEMBERS = "rows", "members"  # files of a portfolio in the cache
_TRIAL = Member("trial", {"entity": {"name": "an entity"}})  # until it is known whom the briefs are about


@dataclass(frozen=True, slots=True)
class Candidate:
    """A brief that may be made: whom it is about, what it is called, its parameters and where they stand."""

    key: str
    entity: str
    parameters: Mapping[str, str]
    place: Place
    table_row: str = ""  # as it stands, by which its edition is known to be its own


def divide(folder: Path, project: Path | None, cache: Path, period: str = "") -> tuple[Finding, ...]:
    """Find the briefs that a folder stands for, and write them and their facts into its cache.

    Args:
        folder: of the portfolio.
        project: whose parts come first.
        cache: a folder for what is found; :func:`members_in` reads it.
        period: takes the place of the briefs' own.

    Returns:
        What is wrong; without an error in it, the briefs stand in the cache.

    Raises:
        UsageError: there is no such folder, or no brief in it.
        DeliveryError: nothing can be written there.
    """
    at("the settings")
    found = Findings()
    trial = read_brief(folder, project, Findings(), period, member=_TRIAL)
    table = table_of(trial, found)
    at("the facts")
    piles = piles_of(trial, found) if trial.settings.each else ()
    candidates = _chosen(_candidates(trial, table, piles, found), trial, found)
    if candidates or not any(one.severity == "error" for one in found):
        told = Findings()  # what is wrong with the settings of one is wrong with those of all
        read_brief(folder, project, told, period, member=_member(candidates[0]) if candidates else _TRIAL)
        found.extend(one for one in told if one.severity == "error")
    if not any(one.severity == "error" for one in found):
        _write(cache, [*_made(candidates, trial, piles)], piles)
    return found.in_order()


def members_in(cache: Path) -> tuple[Member, ...]:
    """The briefs that :func:`divide` found. Raises DeliveryError."""
    try:
        lines = (cache / MEMBERS).read_bytes().splitlines()
    except OSError as problem:
        raise DeliveryError(f"{cache / MEMBERS}: {problem.strerror}") from problem
    return tuple(one for line in lines if (one := Member.from_json(json.loads(line))))


def _candidates(brief: Brief, table: Table, piles: Sequence[Pile], findings: Findings) -> Iterator[Candidate]:
    settings = brief.settings
    by_entity = ENTITY in settings.each
    entities = [one for one in entities_of(piles) if one not in settings.shared] if by_entity else []
    if by_entity and not entities:
        findings.error(
            "no-briefs", "no fact names an entity, so there is no brief to make", brief.place("each")
        )
    rows: dict[str, list[Mapping[str, str]]] = {}
    for row in table.rows:
        entity = row.cells.get(ENTITY, "")
        rows.setdefault(entity, []).append(row.cells)
        if table.has_entities and by_entity and entity not in entities:
            findings.add(
                Finding("warning", "no-facts", f"no fact is about '{entity}': no brief of it", row.place)
            )
            continue
        if not by_entity or table.has_entities:
            yield _candidate(entity, row.cells, row.place, brief, findings)
    for entity in entities:
        if not table.columns:
            yield _candidate(entity, {}, brief.place("each"), brief, findings)
        elif table.has_entities and entity not in rows:
            message = f"no row about '{entity}' in {settings.table}: no brief of it"
            findings.add(Finding("warning", "no-parameters", message, brief.place("each")))
        elif not table.has_entities:
            for row in table.rows:
                yield _candidate(entity, row.cells, row.place, brief, findings)


def _candidate(
    entity: str, cells: Mapping[str, str], place: Place, brief: Brief, findings: Findings
) -> Candidate:
    both = ENTITY in brief.settings.each and ENTITY not in cells
    names = (entity, cells.get(NAME, "")) if both else (cells.get(NAME) or entity,)
    key = key_of(" ".join(filter(None, names)))
    if not key or key in TAKEN:
        found = f"'{key}' is taken" if key else "nothing to call it by"
        message = f"{found}; give each row a 'name' of its own"
        findings.error("no-name", message, place)
    parameters = {**cells, ENTITY: entity} if entity else dict(cells)
    return Candidate(key, entity, parameters, place, json.dumps(cells, sort_keys=True))


def _chosen(candidates: Iterable[Candidate], brief: Brief, findings: Findings) -> tuple[Candidate, ...]:
    """Those for which ``where`` holds, each with a name of its own."""
    chosen: dict[str, Candidate] = {}
    none_yet = True
    try:
        selection = Selection(brief.settings.where)
        for one in candidates:
            none_yet = False
            if not selection.takes(one.parameters):
                continue
            other = chosen.setdefault(one.key, one)
            if other is not one:
                message = (
                    f"'{one.key}' is the name of two briefs, of {other.place} and here; give one a 'name'"
                )
                findings.error("duplicate-name", message, one.place)
    except FormulaError as problem:
        findings.error("bad-where", f"where: {problem}", brief.place("where"))
    else:
        if not chosen and not none_yet:
            findings.error("no-briefs", "where: holds for none of the briefs", brief.place("where"))
    return tuple(chosen.values())


def _member(one: Candidate) -> Member:
    settings = settings_in(dict(one.parameters), one.entity)
    return Member(one.key, settings, one.parameters, place=one.place)


def _made(
    candidates: Sequence[Candidate], brief: Brief, piles: Sequence[Pile]
) -> Iterator[tuple[Member, list[bytes]]]:
    """Each brief with the rows that it is handed, as they are written."""
    settings = brief.settings
    entities = dict.fromkeys(one.entity for one in candidates if one.entity)
    for one in candidates:
        about = (one.entity, *settings.shared) if one.entity else entities_of(piles)
        row = {f"{HANDED}{settings.table}": hash_of(one.table_row.encode())} if settings.table else {}
        yield _handed(replace(_member(one), read=row), piles, about)
    if settings.covering and candidates:
        whole = settings.covering.entity
        covering = Member(COVERING, {"entity": {"name": whole}}, place=brief.place("covering"))
        yield _handed(covering, piles, (*entities, *settings.shared, whole), _needed(brief))


def _needed(brief: Brief) -> frozenset[str]:
    """The metrics on which those of the covering brief rest, through formulas too."""
    settings, needed = brief.settings, dict[str, None]()
    waiting = list(settings.covering.metrics) if settings.covering else []
    while waiting:
        name = waiting.pop()
        if name in needed:
            continue
        needed[name] = None
        if name in settings.derive:
            with suppress(FormulaError):  # whoever evaluates it says what is wrong
                waiting += names_in(settings.derive[name].formula)
    return frozenset(needed)


def _handed(
    member: Member, piles: Sequence[Pile], about: Sequence[str], metrics: frozenset[str] | None = None
) -> tuple[Member, list[bytes]]:
    parts = [(pile, pile.part_for(about, metrics)) for pile in piles]
    written = [(pile, part.as_json()) for pile, part in parts if part]
    read = {f"{HANDED}{pile.part.name}": hash_of(raw) for pile, raw in written}
    return replace(member, read={**member.read, **read}), [raw for _, raw in written]


def _write(cache: Path, made: Sequence[tuple[Member, list[bytes]]], piles: Sequence[Pile]) -> None:
    """The rows of all in one file, of which each knows its slice, and the list of the briefs: each in one step."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
        members = [member for member, _ in made]
        if piles:
            members = _write_rows(cache / ROWS, made)
        write_whole(cache / MEMBERS, (json.dumps(one.as_json()).encode() + b"\n" for one in members))
    except OSError as problem:
        raise DeliveryError(
            f"{cache}: the facts of its briefs cannot be kept: {problem.strerror}"
        ) from problem


def _write_rows(path: Path, made: Sequence[tuple[Member, list[bytes]]]) -> list[Member]:
    """Their rows under a name that is their hash, so that whoever still reads the last ones finds them."""
    named = path.with_name(f"{path.name}-{_hash_of_all(made)[:16]}")
    members, offset = [], 0
    for member, parts in made:
        size = sum(len(raw) + 1 for raw in parts)
        members.append(replace(member, rows=Slice(named, offset, size)))
        offset += size
    write_whole(named, (raw + b"\n" for _, parts in made for raw in parts))
    for old in path.parent.glob(f"{path.name}-*"):
        if old != named:
            old.unlink(missing_ok=True)
    return members


def _hash_of_all(made: Sequence[tuple[Member, list[bytes]]]) -> str:
    return hash_of("\n".join(f"{one.key} {sorted(one.read.items())}" for one, _ in made).encode())
