"""What `reportgen diff` tells an analyst of two editions."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.cli import main
from reportgen.delivery.difference import Differences, compare
from reportgen.delivery.difference.facts_compared import way_of, weight_of
from reportgen.delivery.difference.page import differences_page
from reportgen.delivery.difference.saying import as_markdown
from reportgen.language import language_of
from reportgen.quantities import stated, stated_range
from reportgen.unit_spellings import parse_unit
from tests.referees import faults_of_html  # type: ignore[attr-defined]
from tests.two_editions import NEW_FACTS, built, new_brief, old_brief

BILLIONS, MILLIONS = parse_unit("EUR bn"), parse_unit("EUR mn")


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("old")
    return built(old_brief(place / "brief"), place / "edition", "html", "pdf")


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("new")
    return built(new_brief(place / "brief"), place / "edition")


@pytest.fixture(scope="module")
def found(old: Path, new: Path) -> Differences:
    return compare(old, new)
