"""JSON Schemas of what authors write: editors complete and check settings by them, as the models do."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from reportgen import cli
from reportgen.charts.registry import SHIPPED
from reportgen.delivery.schemas import schemas
from reportgen.resources import SAMPLE, shipped
from reportgen.settings import Settings

BRIEFS = Path(__file__).parent / "briefs"
PAGES = Path(__file__).parents[1] / "docs" / "exhibits"
WRITTEN = sorted(
    path
    for folder in (BRIEFS, shipped("data"))
    for name in ("brief.yaml", "metrics.yaml")
    for path in folder.glob(f"*/{name}")
)


@cache
def validator(name: str) -> Draft202012Validator:
    schema = json.loads(schemas()[f"{name}.json"])
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def as_editors_read(text: str) -> Any:
    """YAML 1.2 as a language server reads it; days are texts to it."""
    return _plain(YAML(typ="safe", pure=True).load(text))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_brief_is_valid(path: Path) -> None:
    value = as_editors_read(path.read_text(encoding="utf-8"))
    assert not [
        f"{list(one.absolute_path)}: {one.message}" for one in validator(path.stem).iter_errors(value)
    ]


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.md")), ids=lambda path: path.stem)
def test_every_exhibit_of_the_documentation_is_valid(path: Path) -> None:
    head = {"title": "A brief", "entity": {"name": "Example"}, "period": 2025, "date": "2025-11-20"}
    for block in re.findall(r"```yaml\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL):
        value = {**head, "exhibits": as_editors_read(block)}
        assert not [one.message for one in validator("brief").iter_errors(value)]


def sample() -> dict[str, Any]:
    found = as_editors_read((shipped("data") / SAMPLE / "brief.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


MISSPELT: list[tuple[tuple[str | int, ...], str]] = [
    ((), "perod"),
    (("entity",), "nmae"),
    (("kpis", 0), "figur"),
    (("sources", "article"), "publsher"),
    (("exhibits", "cloud-growth"), "serie"),
    (("exhibits", "key-figures"), "colums"),
    (("derive", "cloud_share"), "formla"),
]


@pytest.mark.parametrize(("keys", "word"), MISSPELT, ids=str)
def test_a_misspelt_setting_is_invalid(keys: tuple[str | int, ...], word: str) -> None:
    value: Any = sample()
    assert validator("brief").is_valid(value)
    inside = value
    for key in keys:
        inside = inside[key]
    inside[word] = "x"
    assert not validator("brief").is_valid(value)


def test_a_misspelt_setting_of_a_metric_is_invalid() -> None:
    assert validator("metrics").is_valid({"sales": {"label": "Sales"}})
    assert not validator("metrics").is_valid({"sales": {"label": "Sales", "polarty": "more is better"}})
    assert not validator("metrics").is_valid({"Net sales": {"label": "Sales"}})


def test_settings_are_explained_where_they_are_completed() -> None:
    properties = validator("brief").schema["properties"]
    assert properties["checks"].get("description") is None
    assert (
        properties["date"]["description"] == "Of publication; it dates the PDF too; "
        "or latest: when the facts of the period came out"
    )
    assert set(properties) == set(Settings.model_fields)


def test_every_kind_of_exhibit_has_the_options_of_its_model() -> None:
    definitions = validator("brief").schema["$defs"]
    for name, kind in SHIPPED.items():
        options = {str(one.validation_alias or key) for key, one in kind.options.model_fields.items()}
        assert options <= set(definitions[f"exhibit-{name}"]["properties"])


def test_the_command_writes_them_and_leaves_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "brief.yaml").write_text("title: mine\n")
    assert cli.main(["schema", str(tmp_path)]) == 0
    written = capsys.readouterr().out.splitlines()
    assert written == [str(tmp_path / "schemas" / name) for name in schemas()]
    assert (tmp_path / "brief.yaml").read_text() == "title: mine\n"
    assert json.loads((tmp_path / "schemas" / "brief.json").read_text())["title"] == "brief.yaml"


@pytest.mark.slow
def test_a_new_brief_names_schemas_that_are_there_and_hold_it(tmp_path: Path) -> None:
    folder = tmp_path / "my-brief"
    assert cli.main(["new", str(folder)]) == 0
    check = Path(sys.executable).with_name("check-jsonschema")
    for name in ("brief.yaml", "metrics.yaml"):
        first = (folder / name).read_text(encoding="utf-8").splitlines()[0]
        match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert match
        named = folder / match[1]
        result = subprocess.run(
            [check, "--schemafile", named, folder / name], capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stdout
    text = (folder / "brief.yaml").read_text(encoding="utf-8")
    (folder / "brief.yaml").write_text(text.replace("\nperiod:", "\nperoid:"), encoding="utf-8")
    command = [str(check), "--schemafile", str(folder / "schemas" / "brief.json"), str(folder / "brief.yaml")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1
