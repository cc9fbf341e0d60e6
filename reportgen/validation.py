"""Plain data held against a model of settings; each problem becomes a finding at its own line, in plain words."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from reportgen.findings import Finding, Findings, error, meant, one_of
from reportgen.located import Located, Path_, Plain
from reportgen.setting import names_of

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Model = TypeVar("Model", bound=BaseModel)

BY_NAME = "settings by name, each on a line of its own"
_WORDS = {  # how pydantic's kinds of problem begin, and what an author is told instead
    "string": "text",
    "int": "a whole number",
    "float": "a number",
    "finite_number": "a number",
    "decimal": "a number",
    "bool": "true or false",
    "tuple": "a list",
    "list": "a list",
    "set": "a list",
    "frozen_set": "a list",
    "iterable": "a list",
    "mapping": BY_NAME,
    "dict": BY_NAME,
    "model": BY_NAME,
    "date": "a date such as 2025-11-25",
    "datetime": "a date such as 2025-11-25",
    "time_delta": "a number of days such as '120 days'",
    "timedelta": "a number of days such as '120 days'",
}
_LIMITS = {  # kinds of problem with a limit, which pydantic gives under this name
    "greater_than_equal": ("ge", "a number of {} or more"),
    "greater_than": ("gt", "a number above {}"),
    "less_than_equal": ("le", "a number of {} or less"),
    "less_than": ("lt", "a number below {}"),
    "multiple_of": ("multiple_of", "a multiple of {}"),
    "string_too_long": ("max_length", "no more than {} characters"),
}
PATTERNS = {
    "^#[0-9a-fA-F]{6}$": "a colour such as '#c2410c'",
    r"\S": "some text",
    r"^[A-Za-z0-9][A-Za-z0-9 _-]*$": "the name of a family such as 'Inter'",
    "^[a-z][a-z0-9_]*$": "a name of lower-case letters, digits and '_'",
    "^[a-z][a-z_]*$": "a name of lower-case letters and '_'",
    "^[a-z0-9][a-z0-9-]*$": "a name of lower-case letters, digits and '-'",
    "^[A-Z]{3}$": "a currency code such as 'CNY'",
    r"^[A-Za-z_][A-Za-z0-9_]*$": "a name of letters, digits and '_'",
    r"^(https?://\S+)?$": "an address that begins with https://",
}


MOST_ROUNDS = 20  # in which what is wrong is taken out, and what then is wrong with the rest


def salvaged(
    model: type[Model], located: Located, findings: Findings, stand_ins: Mapping[str, Plain], *keys: str | int
) -> tuple[Model, frozenset[Path_]]:
    """Plain data as settings, without what is wrong with it, and the keys of what had to be left out.

    Each problem becomes a finding at its own line. What the model requires and the data do not have is taken
    from ``stand_ins``, so that the stages after this one can say what else is wrong.
    """
    whole: Any = located.value
    for key in keys:
        whole = whole[key]
    value: Any = {} if whole is None else copy.deepcopy(whole)
    lost: set[Path_] = set()
    for attempt in range(MOST_ROUNDS):
        try:
            return model.model_validate(value), frozenset(lost)
        except ValidationError as problem:
            items = problem.errors(include_url=False)
            if not attempt:
                findings.extend(_finding(item, model, located, keys) for item in items)
            wrong = {_wrong_part(value, item) for item in items}
        if () in wrong:  # no settings at all
            break
        for path in sorted(wrong, key=repr, reverse=True):  # of a list, the last first
            _take_out(value, path, stand_ins)
        lost |= wrong
    return model.model_validate(dict(stand_ins)), frozenset({(name,) for name in model.model_fields})


def _wrong_part(value: object, item: ErrorDetails) -> Path_:
    """What has to go for a problem to go: the value itself, or what lacks a value that it needs."""
    path: list[str | int] = []
    for key in item["loc"]:
        inside = isinstance(value, dict) and key in value
        inside = inside or (isinstance(value, list) and isinstance(key, int) and key < len(value))
        if not inside:
            break
        path.append(key)
        value = value[key]  # type: ignore[index]
    return tuple(path) or item["loc"][:1]


def _take_out(value: Any, path: Path_, stand_ins: Mapping[str, Plain]) -> None:  # noqa: ANN401 - plain data
    if len(path) == 1:
        value.pop(path[0], None)
        if path[0] in stand_ins:
            value[path[0]] = stand_ins[str(path[0])]
        return
    for key in path[:-1]:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return  # gone with what held it
    if isinstance(value, dict):
        value.pop(path[-1], None)
    elif isinstance(value, list) and isinstance(path[-1], int) and path[-1] < len(value):
        del value[path[-1]]


class Placed(Protocol):
    """What holds settings together with their places: a brief."""

    @property
    def located(self) -> Located: ...


Having = Callable[[str], Sequence[str]]  # what has a setting that is unknown here


def _nothing(_: str) -> Sequence[str]:
    return ()


def option_findings(
    problem: ValidationError,
    model: type[BaseModel],
    brief: Placed,
    *keys: str,
    having: Having = _nothing,
) -> list[Finding]:
    """The problems of a group of options under ``keys`` of ``brief.yaml``, as findings.

    ``having`` names what has an option that this group has not.
    """
    return [_finding(item, model, brief.located, keys, having) for item in problem.errors(include_url=False)]


def _finding(
    item: ErrorDetails,
    model: type[BaseModel],
    located: Located,
    keys: tuple[str | int, ...],
    having: Having = _nothing,
) -> Finding:
    whole = (*keys, *item["loc"])
    loc = tuple(part for at, part in enumerate(whole) if whole[: at + 1] in located.places)
    if item["type"] in ("missing", "extra_forbidden"):
        loc = (*loc, whole[-1]) if loc[-1:] != whole[-1:] else loc
    name = "" if not loc else f"{loc[-2]}, item {loc[-1] + 1}" if isinstance(loc[-1], int) else loc[-1]
    inside = ".".join(f", item {part + 1}" if isinstance(part, int) else part for part in loc[:-1]).replace(
        ".,", ","
    )
    within = f" in '{inside}'" if inside and not isinstance(loc[-1], int) else ""
    place = located.place(*loc)
    if item["type"] == "extra_forbidden":
        known = _fields(model, loc[len(keys) : -1])
        others = having(name) if len(loc) == len(keys) + 1 else ()
        elsewhere = f": it belongs to {one_of(others)}; expected {one_of(known)}" if others else ""
        likely = elsewhere or meant(name, known) or f"; expected {one_of(known)}"
        return error("unknown-setting", f"unknown setting '{name}'{within}{likely}", place)
    if item["type"] == "missing":
        return error("missing-setting", f"no '{name}'{within}; it is required", place)
    what = f"'{name}'{within}" if name else located.path.name
    code = "bad-period" if loc == ("period",) else "bad-setting"
    cause = f"{place} {what}"  # where several forms are possible, the first says what is expected
    return error(code, f"{what}: {_explained(item, name)}", place, cause=cause)


def _explained(item: ErrorDetails, name: str) -> str:
    found, context = item["input"], item.get("ctx", {})
    if found is None or item["type"] == "string_too_short":
        return "nothing stands here; give it a value or delete the line"
    if item["type"] == "value_error":
        return str(context.get("error", "expected another value"))
    if item["type"] in ("too_short", "too_long"):
        return _wrong_length(context, short=item["type"] == "too_short")
    shown = f", found '{found}'" if isinstance(found, str) and found != name else _kind(found)
    shown = "" if found == name else shown  # it is named before
    hint = ""
    if item["type"] == "literal_error":
        known = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        hint = meant(str(found), known)
    return f"expected {_expected(item['type'], context)}{shown}{hint}"


def _wrong_length(context: Mapping[str, Any], *, short: bool) -> str:
    limit, found = context.get("min_length" if short else "max_length"), context.get("actual_length")
    entries = "entry" if limit == 1 else "entries"
    return f"expected at {'least' if short else 'most'} {limit} {entries}, found {found or 'more'}"


def _expected(kind: str, context: Mapping[str, Any]) -> str:
    """What belongs there, in an author's words: none of pydantic's sentences reach one."""
    if kind == "literal_error":
        return str(context.get("expected", "another word"))
    if kind == "string_pattern_mismatch":
        return PATTERNS.get(str(context.get("pattern", "")), "another form of text")
    if kind in _LIMITS:
        name, words = _LIMITS[kind]
        return words.format(context.get(name))
    parts = kind.split("_")
    begins = ("_".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((_WORDS[begin] for begin in begins if begin in _WORDS), "another value")


def _kind(found: object) -> str:
    kinds = {dict: "settings by name", list: "a list", str: "text", int: "a number"}
    return f", found {kinds[type(found)]}" if type(found) in kinds else ""


def _fields(model: type[BaseModel], loc: Iterable[str | int]) -> list[str]:
    for key in loc:
        field = model.model_fields.get(names_of(model).get(str(key), ""))
        inner = _models(field.annotation) if field else []
        model = inner[0] if inner else model
    return list(names_of(model))


def _models(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for argument in get_args(annotation) for found in _models(argument)]
