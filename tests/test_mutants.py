"""Mutants can be planted: their text stands where they say it does, and the test that they name exists."""

from __future__ import annotations

import re

import pytest

from tests.mutant_list import MUTANTS, Mutant
from tests.mutants import ROOT


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_the_text_of_a_mutant_stands_once_in_its_file_and_its_test_exists(mutant: Mutant) -> None:
    assert (ROOT / mutant.file).read_text(encoding="utf-8").count(mutant.old) == 1
    assert mutant.new != mutant.old
    file, _, name = mutant.test.partition("::")
    tests = (ROOT / file).read_text(encoding="utf-8")
    assert (
        re.search(rf"^def {name.partition('[')[0]}\(", tests, re.MULTILINE) if name else "def test_" in tests
    )


def test_no_two_mutants_have_one_name() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)
