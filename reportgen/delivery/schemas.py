"""JSON Schemas of what authors write, made from the models that check it, for editors to complete and check.

A schema is a little wider than the model: periods, formulas and names of metrics are held against the brief, not by it.
It names every setting, and refuses one that does not exist.
"""

from __future__ import annotations

import inspect
import io
import json
import tokenize
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from reportgen.brand import Brand
from reportgen.charts.own import OWN
from reportgen.charts.parts.manner import Numbers
from reportgen.charts.registry import SHIPPED
from reportgen.metric_settings import MetricSettings
from reportgen.project import ProjectSettings
from reportgen.settings import ExhibitSettings, Settings

if TYPE_CHECKING:
    from pydantic_core import core_schema

FOLDER = "schemas"  # beside the brief
DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]
_SCALARS = ["string", "number", "boolean"]  # YAML reads 2025 and no as other things than texts; we read texts


def schemas() -> dict[str, bytes]:
    """The schemas, as files by their names."""
    made = {
        "brief": brief_schema(), "metrics": metrics_schema(), "project": _whole(ProjectSettings, "project.yaml"),
        "brand": _whole(Brand, "brand.yaml"),
    }  # fmt: skip
    return {f"{name}.json": _compact(schema) for name, schema in made.items()}


def beside_brief() -> dict[str, bytes]:
    """The schemas by the paths at which a new brief names them."""
    return {f"{FOLDER}/{name}": content for name, content in schemas().items()}


def _compact(schema: Schema) -> bytes:
    return (json.dumps(schema, separators=(",", ":"), ensure_ascii=False) + "\n").encode()


def modeline(name: str) -> str:
    """The first line of ``brief.yaml`` or ``metrics.yaml``, by which editors find the schema."""
    return f"# yaml-language-server: $schema={FOLDER}/{name}.json\n"


def metrics_schema() -> Schema:
    """What ``metrics.yaml`` may hold: a metric by its id, in the settings of :class:`MetricSettings`."""
    whole = _whole(MetricSettings, "metrics.yaml")
    definitions = whole.pop("$defs", {})
    one = {
        key: whole.pop(key)
        for key in ("type", "properties", "required", "additionalProperties")
        if key in whole
    }
    metric = {"$ref": "#/$defs/Metric"}
    return {
        "$schema": DIALECT, "title": "metrics.yaml", "description": "What is measured, by an id in lower case.",
        "type": "object", "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$"}, "additionalProperties": metric,
        "$defs": {**definitions, "Metric": one},
    }  # fmt: skip


def brief_schema() -> Schema:
    """What ``brief.yaml`` may hold; an exhibit has the options of its kind."""
    schema = _whole(Settings, "brief.yaml")
    schema["$defs"]["ExhibitSettings"] = _exhibit(schema["$defs"])
    alone = {"required": schema.pop("required")}  # of many, a table or the facts say whom each is about
    return {**schema, "anyOf": [alone, {"required": ["each"]}]}


def _exhibit(definitions: Schema) -> Schema:
    """An exhibit: of every kind what all have, and what belongs to it."""
    common = _with_comments(ExhibitSettings.model_json_schema(schema_generator=_Written), ExhibitSettings)
    shared = dict(common["properties"])
    kinds = []
    for name, kind in SHIPPED.items():
        own = _whole(kind.options, name)
        definitions.update({f"{name}-{key}": one for key, one in own.pop("$defs", {}).items()})
        numbers = _whole(Numbers, "numbers")["properties"]
        options = json.loads(json.dumps(own["properties"]).replace("#/$defs/", f"#/$defs/{name}-"))
        properties = {**shared, **numbers, **options, "kind": {"const": name}}
        required = sorted({"kind", "title", *own.get("required", ())})
        definitions[f"exhibit-{name}"] = {
            "type": "object", "description": inspect.getdoc(kind.options) or name, "properties": properties,
            "required": required, "additionalProperties": False,
        }  # fmt: skip
        kinds.append(
            {
                "if": {"properties": {"kind": {"const": name}}, "required": ["kind"]},
                "then": {"$ref": f"#/$defs/exhibit-{name}"},
            }
        )
    shared["kind"] = {"anyOf": [{"enum": list(SHIPPED)}, {"type": "string", "pattern": f"^{OWN}"}]}
    return {"type": "object", "properties": shared, "required": ["kind", "title"], "allOf": kinds}


def _whole(model: type[BaseModel], title: str) -> Schema:
    """The schema of a model, each setting with the comment that explains it where it is defined."""
    schema = model.model_json_schema(schema_generator=_Written)
    models = {one.__name__: one for one in _models(model)}
    for name, one in schema.get("$defs", {}).items():
        if name in models:
            _with_comments(one, models[name])
    return {"$schema": DIALECT, **_with_comments(schema, model), "title": title}


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A model and all that its settings are made of."""
    waiting: list[object] = [model]
    seen: set[object] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, type) and issubclass(one, BaseModel) and one not in seen:
            seen.add(one)
            yield one
            waiting += [field.annotation for field in one.model_fields.values()]
        waiting += [part for part in getattr(one, "__args__", ()) if part is not one]


def _with_comments(schema: Schema, model: type[BaseModel]) -> Schema:
    for one in reversed(model.__mro__):
        if one is not BaseModel and issubclass(one, BaseModel):
            for name, comment in _comments(one).items():
                if name in schema.get("properties", {}):
                    schema["properties"][name]["description"] = comment
    return schema


def _comments(model: type[BaseModel]) -> Mapping[str, str]:
    """The comments behind the settings of a model, as its source has them."""
    found: dict[str, str] = {}
    name = ""
    source = inspect.cleandoc("\n" + inspect.getsource(model))
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        words = token.line.strip().split(":")[0]
        if token.type == tokenize.NAME and token.string == words and words in model.model_fields:
            name = token.string
        elif token.type == tokenize.COMMENT and name:
            text = token.string.removeprefix("# ")
            found[name] = text[:1].upper() + text[1:]
        elif token.type == tokenize.NEWLINE:
            name = ""
    return found


class _Written(GenerateJsonSchema):
    """What an author may write for a model: beside the full form of a setting, the short one that it accepts too."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """A text, however YAML reads it, unless it has to be of a form."""
        made = super().str_schema(schema)
        return made if "pattern" in made else {**made, "type": _SCALARS}

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """What a function takes before the model does: one for a list, a text for settings, a value for all."""
        inner = self.generate_inner(schema["schema"])
        shorter: list[JsonSchemaValue] = [{"type": _SCALARS}]
        if inner.get("type") == "array":
            item = {
                "anyOf": [
                    {"type": _SCALARS},
                    inner.get("items", {}),
                    {"type": "object", "required": ["group"]},
                ]
            }
            inner, shorter = {**inner, "items": item}, [item]
        elif isinstance(inner.get("additionalProperties"), Mapping):
            shorter = [inner["additionalProperties"]]
        return {"anyOf": [inner, *shorter]}

    def is_instance_schema(self, schema: core_schema.IsInstanceSchema) -> JsonSchemaValue:  # noqa: ARG002
        """A fraction, which is written as a number or in words."""
        return {"type": _SCALARS}

    def timedelta_schema(self, schema: core_schema.TimedeltaSchema) -> JsonSchemaValue:  # noqa: ARG002
        """A number of days."""
        return {"type": _SCALARS}
