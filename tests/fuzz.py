"""Mutated briefs: ``python -m tests.fuzz 10000`` makes them by the thousand and says which end badly.

A mutant is made from a brief of the gallery by a seeded generator, so that its number is all that is needed to make it
again: ``python -m tests.fuzz --from 4711 1 --keep``. Each has to end in findings or in an edition.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import shutil
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, TypeAlias

import yaml

import reportgen
from reportgen.charts.freeze import Freezer
from reportgen.errors import BriefError, UsageError
from reportgen.plan import rehearsed
from reportgen.verify.verdict import verify
from tests.gallery import BRIEFS, SHAPES

SECONDS = 30  # that a mutant may take
CHUNK = 200  # mutants between two words to whoever waits
EVERY = 25  # this many mutants, one that is without errors is also built
HOSTILE = (
    "", " ", "0", "-1", "00", "1e999", "-1e-999", "9" * 400, "NaN", "Infinity", "∞", "½", "39,8", "1.2.3", "0x10",
    "true",
    "null", "~", "[]", "{}", "[[", "{{", "}}", "{{ }}", "{% for x in 'abc' %}", "{% endfor %}", "{{ sales", "{# ",
    "{{ entity.x }}", "{{ 1/0 }}", "{{ exhibit('x') }}", "{{ cite('x') }}", "{{ literal(5) }}", "{{ compare }}",
    "{{ period | long }}", "{{ entity | moved }}", "{{ 'a' | number }}", "{% set a = a ~ a %}", "{{ true }}",
    "{{ [1,2] }}",
    "a.b.c", "a@FY", "a@", "@", "x.prior.prior.prior", "x.share_of", "x.less(x)", "x.over(0)", "-x", "(x", "x y",
    "2025-99", "2025-Q5", "FY2026-Q9", "FY9999", "0000", "9999-12-31", "10000", "2025-02-30", "1-1-1", "Q2",
    "FY2026-Q2",
    "USD", "USD bn", "percent", "pp", "x", "parsecs", "CNY / USD", "USD/share", "€", "bn", "k",
    "about", "at least", "at most", "more than", "actual", "prior", "target", "guidance",
    "columns", "line", "table", "bridge", "own:x", "own:", "last", "none", "kpi-1", "main", "sources",
    "../x", "/etc/passwd", "a/b", "narrative.md", "brief.yaml", ".", "..", "\x00", "\x1b[2J", "\u202e", "\u200b",
    "\xa0",
    "\ue0001\ue001", "\ufeff", "\ufffe", "&#57344;1&#57345;", "&amp;", "<b>", "<script>alert(1)</script>", "]]>", "--",
    "[x](javascript:1)", "[x](#nowhere)", "![x](y.png)", "[^1]", "[^1]: x", "::: pair", ":::", "::: beside",
    "::: quote",
    "::: callout", ":::: columns", "::: column", "## A", "# B", "```", "| a | b |\n|---|---|", "1. x", "- [ ] x",
    "{.x #y}",
    "a" * 3000, "word " * 400, "أرقام", "数字", "👩‍👩‍👧", "e\u0301", "=1+1", "@x", "'", '"', "\\", "#c2410c",
    "#ffffff", "#zzz",
)  # fmt: skip

Plain: TypeAlias = Any  # what a YAML file holds
Mutation = Callable[[random.Random, Path], None]


# Mutations --------------------------------------------------------------------------------------------------------


def _file(chance: random.Random, folder: Path, *suffixes: str) -> Path | None:
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in suffixes)
    return chance.choice(found) if found else None


def bytes_changed(chance: random.Random, folder: Path) -> None:
    """One to four bytes are changed, taken out or put in."""
    path = _file(chance, folder, ".yaml", ".csv", ".md", ".json", ".svg")
    if path is None:
        return
    content = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(content) + 1)
        match chance.randrange(3):
            case 0:
                content[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del content[at : at + chance.choice((1, 1, 2, 40))]
            case _:
                content[at:at] = chance.choice(HOSTILE).encode("utf-8", "surrogatepass")
    path.write_bytes(content)


def lines_changed(chance: random.Random, folder: Path) -> None:
    """A line is taken out, repeated, exchanged with another or cut; or the file ends early."""
    path = _file(chance, folder, ".yaml", ".csv", ".md")
    if path is None:
        return
    lines = path.read_bytes().split(b"\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(6):
        case 0:
            del lines[at]
        case 1:
            lines[at:at] = [lines[at]] * chance.choice((1, 2, 100))
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
        case 4:
            lines[at] = chance.choice((b"  ", b"\t", b"- ", b"#", b"    ")) + lines[at]
        case _:
            del lines[at:]
    path.write_bytes(b"\n".join(lines))


def settings_changed(chance: random.Random, folder: Path) -> None:
    """A setting is taken out, renamed, exchanged with another, or becomes something else."""
    path = _file(chance, folder, ".yaml")
    if path is None:
        return
    try:
        value = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - plain texts
    except (yaml.YAMLError, UnicodeDecodeError):
        return
    places = list(_places(value))
    if not places:
        return
    for _ in range(chance.randint(1, 2)):
        (holder, key), (another, its) = chance.choice(places), chance.choice(places)
        try:
            match chance.randrange(5):
                case 0:
                    del holder[key]
                case 1:
                    holder[key] = chance.choice((another[its], [another[its]], {str(its): another[its]}))
                case 2 if isinstance(holder, dict):
                    holder[chance.choice((str(its), f"{key}s", chance.choice(HOSTILE)))] = holder.pop(key)
                case _:
                    holder[key] = _hostile(chance)
        except (KeyError, IndexError):
            pass  # it went with the one before
    try:
        text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False)
    except (RecursionError, ValueError):
        return
    path.write_text(text, encoding="utf-8", errors="surrogatepass")


def _hostile(chance: random.Random) -> Plain:
    text = chance.choice(HOSTILE)
    return chance.choice((text, text, text, [text], {text: text}, [], {}, None, [[text, {text: []}]]))


def _places(value: Plain) -> Iterator[tuple[Plain, Any]]:
    keys: Sequence[Any] = (
        list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    for key in keys:
        yield value, key
        yield from _places(value[key])


def cells_changed(chance: random.Random, folder: Path) -> None:
    """Cells of a table become something else, or change places; rows are repeated, columns taken out."""
    path = _file(chance, folder, ".csv")
    if path is None:
        return
    try:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    except (csv.Error, UnicodeDecodeError):
        return
    for _ in range(chance.randint(1, 3)):
        rows = [row for row in rows if row]
        if not rows:
            break
        row, other = chance.choice(rows), chance.choice(rows)
        column = chance.randrange(len(row))
        match chance.randrange(5):
            case 0:
                row[column] = other[chance.randrange(len(other))]
            case 1:
                rows += [list(row)] * chance.choice((1, 3, 60))
            case 2:
                for each in rows:
                    del each[column : column + 1]
                rows = [each for each in rows if each] or [["metric"]]
            case _:
                row[column] = chance.choice(HOSTILE)
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", errors="surrogatepass")


def words_changed(chance: random.Random, folder: Path) -> None:
    """Something is put into the narrative, within a line or as one."""
    path = _file(chance, folder, ".md")
    if path is None:
        return
    text = path.read_bytes().decode("utf-8", "replace")
    at = chance.randrange(len(text) + 1)
    around = chance.choice(("{}", "\n{}\n", "\n\n{}\n\n", " {} ", "**{}**", "{{{{ {} }}}}"))
    put = around.format(chance.choice(HOSTILE))
    path.write_text(text[:at] + put + text[at + chance.choice((0, 0, 5, 50)) :], encoding="utf-8", newline="")


MUTATIONS: tuple[Mutation, ...] = (
    bytes_changed,
    lines_changed,
    settings_changed,
    settings_changed,
    cells_changed,
    words_changed,
)


def mutant(number: int, folder: Path) -> None:
    """Write the mutant with this number."""
    chance = random.Random(number)  # noqa: S311 - nothing is secret
    shutil.copytree(chance.choice([*BRIEFS.values(), *SHAPES.values()]), folder)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        chance.choice(MUTATIONS)(chance, folder)


# What becomes of them -----------------------------------------------------------------------------------------------


class TooSlow(BaseException):
    """A mutant has had its time."""


class Unproved(Exception):
    """An edition does not verify as it was issued."""


def ending(folder: Path, freezer: Freezer | None) -> str:
    """How a brief ends: "findings", "plan", "edition"; with a freezer, one without errors is built, and verified.

    Raises whatever else happens.
    """
    try:
        loaded = reportgen.load(folder, allow_code=True)
        planned = loaded.plan()
        if planned.has_errors:
            return "findings"
        if freezer is None:
            return "plan"
        if rehearsed(planned).has_errors:
            return "findings"
        place = folder.with_name("edition")
        shutil.rmtree(place, ignore_errors=True)
        loaded.build(freezer=freezer).write(place)
        for name in ("brief.html", "brief.pdf"):
            if drifts := verify(place / name).drifts:
                raise Unproved(f"{name}: {drifts[0]}")
    except (BriefError, UsageError):
        return "findings"
    return "edition"


def bad_ending(number: int, folder: Path, freezer: Freezer | None) -> tuple[str, str]:
    """How a mutant ends, and, where that is badly, the traceback."""

    def late(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlow

    place = folder / "mutant"
    shutil.rmtree(place, ignore_errors=True)
    mutant(number, place)
    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    try:
        return ending(place, freezer), ""
    except (Exception, TooSlow) as problem:  # noqa: BLE001 - that is what is looked for
        if freezer:
            freezer.end()
        trace = traceback.extract_tb(problem.__traceback__)
        ours = [frame for frame in trace if "/reportgen/" in frame.filename] or list(trace)
        where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
        return f"{type(problem).__name__} at {where}", "".join(traceback.format_exception(problem))
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def run(numbers: range, folder: Path, *, build: bool) -> tuple[Counter[str], dict[str, tuple[int, str]]]:
    """How many mutants end how, and of each bad ending the first."""
    endings: Counter[str] = Counter()
    bad: dict[str, tuple[int, str]] = {}
    with Freezer() as freezer:
        for number in numbers:
            how, trace = bad_ending(number, folder, freezer if build and number % EVERY == 0 else None)
            endings[how] += 1
            if trace:
                bad.setdefault(how, (number, trace))
    return endings, bad


def main(arguments: Sequence[str]) -> int:
    """Run mutants and say how they end; 1 if any ends badly."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--from", dest="first", type=int, default=0, help="the number of the first mutant")
    parser.add_argument(
        "--keep", action="store_true", help="leave the last mutant in ./mutant, and say every finding"
    )
    given = parser.parse_args(arguments)
    if given.keep:
        place = Path("mutant")
        shutil.rmtree(place, ignore_errors=True)
        mutant(given.first, place)
        print(f"mutant {given.first} is in {place}: reportgen check {place}")
        return 0
    endings: Counter[str] = Counter()
    bad: dict[str, tuple[int, str]] = {}
    last = given.first + given.count
    with tempfile.TemporaryDirectory() as folder:
        for begin in range(given.first, last, CHUNK):
            some, found = run(range(begin, min(begin + CHUNK, last)), Path(folder), build=True)
            endings += some
            for how, first in found.items():
                if how not in bad:
                    print(f"mutant {first[0]}: {how}", flush=True)
                bad.setdefault(how, first)
            print(f"{sum(endings.values())} of {given.count}", flush=True)
    for how, count in endings.most_common():
        print(f"{count:6} {how}")
    for how, (number, trace) in bad.items():
        print(f"\n--- {endings[how]} end so, the first is mutant {number}: {how}\n{trace}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
