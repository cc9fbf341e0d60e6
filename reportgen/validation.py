"""Plain data held against a model of settings; each problem becomes a finding at its own line, in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from reportgen.findings import Finding, Findings, error, meant, one_of
from reportgen.located import Located

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Model = TypeVar("Model", bound=BaseModel)

EXPECTED = {  # pydantic's kinds of problem, in an author's words
    "string_type": "expected text",
    "int_parsing": "expected a whole number",
    "int_type": "expected a whole number",
    "int_from_float": "expected a whole number",
    "float_parsing": "expected a number",
    "float_type": "expected a number",
    "bool_parsing": "expected true or false",
    "bool_type": "expected true or false",
    "tuple_type": "expected a list",
    "list_type": "expected a list",
    "mapping_type": "expected settings by name, each on a line of its own",
    "dict_type": "expected settings by name, each on a line of its own",
    "model_type": "expected settings by name, each on a line of its own",
    "model_attributes_type": "expected settings by name, each on a line of its own",
    "date_from_datetime_parsing": "expected a date such as 2025-11-25",
    "date_parsing": "expected a date such as 2025-11-25",
    "date_type": "expected a date such as 2025-11-25",
    "timedelta_type": "expected a number of days such as '120 days'",
}
PATTERNS = {
    "^#[0-9a-fA-F]{6}$": "expected a colour such as '#c2410c'",
    r"\S": "nothing stands here; give it a value",
    "^[a-z][a-z0-9_]*$": "expected a name of lower-case letters, digits and '_'",
    "^[a-z0-9][a-z0-9-]*$": "expected a name of lower-case letters, digits and '-'",
    "^[A-Z]{3}$": "expected a currency code such as 'CNY'",
    r"^[A-Za-z0-9][A-Za-z0-9 _-]*$": "expected the name of a family such as 'Inter'",
    r"^(https?://\S+)?$": "expected an address that begins with https://",
}


def validate(model: type[Model], located: Located, findings: Findings, *keys: str | int) -> Model | None:
    """Check plain data against a model; each problem becomes a finding at its own line. None if there are any."""
    value: Any = located.value
    for key in keys:
        value = value[key]
    try:
        return model.model_validate(value if value is not None else {})
    except ValidationError as problem:
        findings.extend(_finding(item, model, located, keys) for item in problem.errors(include_url=False))
        return None


class Placed(Protocol):
    """What holds settings together with their places: a brief."""

    @property
    def located(self) -> Located: ...


def option_findings(
    problem: ValidationError, model: type[BaseModel], brief: Placed, *keys: str
) -> list[Finding]:
    """The problems of a group of options under ``keys`` of ``brief.yaml``, as findings."""
    return [_finding(item, model, brief.located, keys) for item in problem.errors(include_url=False)]


def _finding(
    item: ErrorDetails, model: type[BaseModel], located: Located, keys: tuple[str | int, ...]
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
        likely = meant(name, known) or f"; expected {one_of(known)}"
        return error("unknown-setting", f"unknown setting '{name}'{within}{likely}", place)
    if item["type"] == "missing":
        return error("missing-setting", f"no '{name}'{within}; it is required", place)
    what = f"'{name}'{within}" if name else located.path.name
    code = "bad-period" if loc == ("period",) else "bad-setting"
    return error(code, f"{what}: {_explained(item, name)}", place)


def _explained(item: ErrorDetails, name: str) -> str:  # noqa: PLR0911 - a kind of problem a line
    found, context = item["input"], item.get("ctx", {})
    if found is None:
        return "nothing stands here; give it a value or delete the line"
    shown = f", found '{found}'" if isinstance(found, str) and found != name else ""
    if item["type"] == "literal_error":
        expected = str(context.get("expected", ""))
        known = [word.strip(" '") for word in expected.replace(" or ", ",").split(",")]
        return f"expected {expected}, found '{found}'{meant(str(found), known)}"
    if item["type"] == "string_pattern_mismatch":
        return PATTERNS.get(str(context.get("pattern", "")), item["msg"]) + shown
    if item["type"] in EXPECTED:
        return EXPECTED[item["type"]] + (shown or _kind(found))
    if item["type"] == "value_error":
        return str(context.get("error", item["msg"]))
    if item["type"] == "too_short":
        return f"expected at least {context.get('min_length')} entries, found {context.get('actual_length')}"
    if item["type"] == "string_too_short":
        return "nothing stands here; give it a value or delete the line"
    return item["msg"].removeprefix("Input ") + shown


def _kind(found: object) -> str:
    kinds = {dict: "settings by name", list: "a list", str: "text", int: "a number"}
    return f", found {kinds[type(found)]}" if type(found) in kinds else ""


def _fields(model: type[BaseModel], loc: Iterable[str | int]) -> list[str]:
    for key in loc:
        field = model.model_fields.get(str(key))
        inner = _models(field.annotation) if field else []
        model = inner[0] if inner else model
    return list(model.model_fields)


def _models(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for argument in get_args(annotation) for found in _models(argument)]
