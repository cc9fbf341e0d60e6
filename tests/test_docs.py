"""Everything that README and docs say can be run, and says what they say it does.

Blocks are told apart by the words after the three backticks: ``csv facts.csv`` and ``yaml brief.yaml`` are additions to
the sample brief, ``whole`` marks the files of a brief that stands by itself, ``sh`` is run line by line.
"""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

import reportgen
from reportgen import cli
from reportgen.charts.registry import SHIPPED
from reportgen.cli import codes
from reportgen.document.assembly import names_of, style_of
from reportgen.document.markdown import BLOCKS
from reportgen.document.narrative import Writer
from reportgen.edition import Issue
from reportgen.facts.reference import fact_of
from reportgen.facts.vocabulary import WORDS
from reportgen.figures.ledger import Ledger
from reportgen.figures.wording import FORMS
from reportgen.findings import Finding, Findings, Place
from reportgen.pipeline import LoadedBrief
from reportgen.resources import SAMPLE, shipped
from reportgen.settings import Settings
from tests.make_tables import sheet_of_the_page
from tests.previews import previewing

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9H0z"/></svg>'
_FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EXAMPLE = re.compile(r"^\| `(\{.+?)` \| (.*) \|$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: its language, the file that it belongs to, and whether that file is whole."""

    page: Path
    language: str
    file: str
    whole: bool
    text: str


def blocks(page: Path, language: str = "") -> list[Block]:
    found = []
    for words, text in _FENCE.findall(page.read_text(encoding="utf-8")):
        name, file = f"{words}  ".split(" ")[:2]
        found.append(Block(page, name, file, words.endswith(" whole"), text))
    return [block for block in found if not language or block.language == language]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").strip()


# Words -------------------------------------------------------------------------------------------------------------


def examples() -> list[tuple[str, str]]:
    """What the tables of the page on wording promise: a template, and its words or the code of its finding."""
    page = (ROOT / "docs" / "wording.md").read_text(encoding="utf-8")
    return [(template.replace("\\|", "|"), said) for template, said in _EXAMPLE.findall(page)]


@pytest.fixture(scope="module")
def say(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[str, list[str]]]:
    """Words a template with the facts that the page on wording lists."""
    folder = tmp_path_factory.mktemp("wording")
    for block in blocks(ROOT / "docs" / "wording.md"):
        if block.file:
            (folder / block.file).write_text(block.text, encoding="utf-8")
    (folder / "narrative.md").write_text("## Examples\n", encoding="utf-8")
    loaded = reportgen.load(folder)
    assert loaded.plan().findings == ()

    def said(template: str) -> tuple[str, list[str]]:
        ledger = Ledger(style_of(loaded.book))
        writer = Writer(loaded.book, ledger, names_of(loaded.book), Findings())
        text = ledger.plain(writer.text(f"it {template}", Place(Path("wording.md"))))  # within a sentence
        return plain(text).removeprefix("it").lstrip(), [finding.code for finding in writer.findings]

    return said


@pytest.mark.parametrize(("template", "promised"), examples(), ids=[template for template, _ in examples()])
def test_an_example_of_wording_reads_as_the_page_says(
    say: Callable[[str], tuple[str, list[str]]], template: str, promised: str
) -> None:
    text, codes = say(template)
    if code := re.fullmatch(r"`([a-z-]+)`", promised):
        assert codes == [code[1]]
    else:
        assert (text, codes) == (promised, [])


def test_every_form_of_words_has_an_example() -> None:
    shown = " ".join(template for template, said in examples() if not said.startswith("`"))
    assert set(re.findall(r"\| *(\w+)", shown)) == {*FORMS, "against"}, "one of them says several figures"


# Findings ----------------------------------------------------------------------------------------------------------

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
Severity = str
_MAKERS = {"Refused": "error", "Wrong": "error", "Unreadable": "error", "_Cause": "error", "error": "error",
           "add": "error", "report": "error", "miss": "error", "_fault": "warning", "LayoutFault": "warning",
           "Fault": "warning"}  # fmt: skip


def _texts(node: ast.expr | None) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))


def _codes(node: ast.AST) -> Iterator[tuple[str, Severity]]:
    """Codes of findings, as they are written: the argument that a call is made with, or what a function returns."""
    match node:
        case ast.Call(func=ast.Name(id="Finding"), args=[level, code, *_]):
            yield from ((one, each) for one in _texts(code) for each in _texts(level))
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[code, *_]) if name in _MAKERS:
            yield from ((one, _MAKERS[name]) for one in _texts(code))
        case ast.Assign(targets=[ast.Name(id="code")], value=code):
            yield from ((one, "error") for one in _texts(code))
        case ast.Return(value=ast.Tuple(elts=[code, _, *_])):
            yield from ((one, "error") for one in _texts(code))


def codes_in_the_code() -> dict[str, set[Severity]]:
    found: dict[str, set[Severity]] = {}
    for path in sorted((ROOT / "reportgen").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for code, severity in _codes(node):
                if _CODE.fullmatch(code):
                    found.setdefault(code, set()).add(severity)
    return found


def test_the_list_of_findings_is_complete_and_names_each_ones_severity() -> None:
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z0-9-]+)` \| (error|warning|note) \|", page, re.MULTILINE)
    assert len(listed) == len(dict(listed)), "a code is listed once"
    assert {code: {severity} for code, severity in listed} == codes_in_the_code()


def test_every_finding_that_a_case_expects_is_listed() -> None:
    expected = {
        code
        for path in (ROOT / "tests" / "cases").glob("*/expected-findings.txt")
        for code in re.findall(r"(?:error|warning|note)\[([a-z0-9-]+)\]", path.read_text(encoding="utf-8"))
    }
    assert expected
    assert expected <= set(codes_in_the_code())


def test_the_exit_codes_are_those_of_the_command_line() -> None:
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", page, re.MULTILINE)}
    known = (
        codes.GOOD,
        codes.HAS_ERRORS,
        codes.WRONG_USAGE,
        codes.NOT_POSSIBLE,
        codes.OUR_FAULT,
        codes.INTERRUPTED,
    )
    assert listed == set(known)


# Snippets of briefs ------------------------------------------------------------------------------------------------


def merged(base: Any, added: Any) -> Any:
    """Settings with others laid over them; lists of the same name are joined."""
    if isinstance(base, dict) and isinstance(added, dict):
        return {**base, **{key: merged(base.get(key), value) for key, value in added.items()}}
    if isinstance(base, list) and isinstance(added, list):
        return base + added
    return added


def laid_over_the_sample(page: Path, folder: Path) -> tuple[Finding, ...]:
    """The findings of the sample with every snippet of a page added to it."""
    shutil.copytree(shipped("data") / SAMPLE, folder)
    exhibits: list[str] = []
    for number, block in enumerate(one for one in blocks(page) if one.file and not one.whole):
        path = folder / block.file
        if block.language == "csv":
            (folder / f"facts_{number}.csv").write_text(block.text, encoding="utf-8")
        elif block.language == "yaml":
            added = yaml.load(block.text, yaml.BaseLoader)  # noqa: S506 - plain texts, as reportgen reads them
            exhibits += added.get("exhibits", {})
            base = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
            text = yaml.safe_dump(merged(base, added), allow_unicode=True, sort_keys=False)
            path.write_text(text, encoding="utf-8")
        else:
            before = path.read_text(encoding="utf-8") if path.is_file() else ""
            path.write_text(f"{before}\n{block.text}", encoding="utf-8")
    narrative = folder / "narrative.md"
    written = narrative.read_text(encoding="utf-8")
    missing = [name for name in exhibits if not re.search(rf"::: (beside|pair).*\b{name}\b", written)]
    calls = "\n\n".join(f'{{{{ exhibit("{name}") }}}}' for name in missing)
    narrative.write_text(f"{written}\n## Exhibits\n\n{calls}\n", encoding="utf-8")
    for name in ("logo.svg", "hall.svg"):
        (folder / name).write_text(LOGO, encoding="utf-8")
    loaded = reportgen.load(folder, allow_code=True)
    return loaded.plan().findings  # without the pages: a heap of snippets is not well set


@pytest.mark.parametrize("name", ["writing", "checks", "charts-of-your-own"])
def test_every_snippet_of_a_page_is_part_of_a_brief_without_findings(name: str, tmp_path: Path) -> None:
    page = ROOT / "docs" / f"{name}.md"
    assert [block for block in blocks(page) if block.file and not block.whole]
    assert laid_over_the_sample(page, tmp_path / "brief") == ()


def test_the_whole_brief_of_the_page_on_writing_has_no_findings(tmp_path: Path) -> None:
    files = [block for block in blocks(ROOT / "docs" / "writing.md") if block.whole]
    assert sorted(block.file for block in files) == [
        "brief.yaml",
        "facts.csv",
        "metrics.yaml",
        "narrative.md",
    ]
    for block in files:
        (tmp_path / block.file).write_text(block.text, encoding="utf-8")
    loaded = reportgen.load(tmp_path)
    assert loaded.plan().findings == ()
    assert fact_of(loaded.book.evaluate("sales_per_customer")).quantity.is_number


def test_the_page_on_writing_names_all_that_there_is() -> None:
    page = (ROOT / "docs" / "writing.md").read_text(encoding="utf-8")
    kinds = re.findall(r"^\| `(\w+)` \| [^|]* \| [^|]*`[a-z]", page, re.MULTILINE)
    assert set(SHIPPED) <= set(kinds), "every kind of exhibit is listed with its options"
    pages = {path.stem for path in (ROOT / "docs" / "exhibits").glob("*.md")}
    assert set(SHIPPED) <= pages, "every kind of exhibit has a page, whose example the gallery draws"
    assert [word for word in WORDS if f".{word}" not in page] == []
    assert [name for name in BLOCKS if f"::: {name}" not in page] == []
    documented = page + (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if not re.search(rf"\b{name}:|`{name}`", documented)] == [
        "language"
    ], "there is one language"


def test_a_typed_number_of_every_example_is_found(tmp_path: Path) -> None:
    shutil.copytree(shipped("data") / SAMPLE, tmp_path / "brief")
    narrative = tmp_path / "brief" / "narrative.md"
    typed = ("two", "third", "dozen", "tenfold", "triple-digit")
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert [word for word in typed if f'"{word}"' not in page] == []
    narrative.write_text("## A\n\n" + "\n".join(f"It is {word} now." for word in typed) + "\nOne is not.\n")
    found = [one for one in reportgen.load(tmp_path / "brief").plan().findings if one.code == "typed-number"]
    assert [one.message.split("'")[1] for one in found if one.place.path == narrative] == list(typed)


# Commands ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the sample in it, in which commands are run; each brief is built once, however often asked."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(shipped("data") / SAMPLE, folder / "data" / SAMPLE)
    sheet_of_the_page(folder / "results.xlsx")
    built: dict[tuple[tuple[str, str], ...], Issue] = {}
    original = LoadedBrief.build

    def once(loaded: LoadedBrief, *_args: object, **_options: object) -> Issue:
        folder = loaded.brief.folder
        inputs = tuple(
            (path.name, path.read_text(encoding="utf-8"))
            for path in sorted(folder.iterdir())
            if path.is_file() and path.name != "README.md"
        )
        if inputs not in built:
            built[inputs] = original(loaded)
        return replace(built[inputs], brief=loaded.brief.name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LoadedBrief, "build", once)
        patch.chdir(folder)
        yield folder


def commands(page: Path) -> list[str]:
    lines = [line for block in blocks(page, "sh") for line in block.text.splitlines()]
    return [line.partition("#")[0].strip() for line in lines if line.partition("#")[0].strip()]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_a_page_runs(page: Path, desk: Path) -> None:
    for begun in ("my-brief", "my-pack", "first-brief"):
        shutil.rmtree(desk / begun, ignore_errors=True)
    for command in commands(page):
        program, *words = shlex.split(command)
        if program == "make":
            continue  # see below
        if program == "openssl":
            subprocess.run([program, *words], check=True, capture_output=True)
            continue
        assert program in ("reportgen", ".venv/bin/reportgen"), command
        if words[0] == "preview":  # it goes on until Ctrl-C
            with previewing(words[1:], desk) as running:
                assert running.interrupt() == (codes.GOOD, ""), command
            continue
        assert cli.main(words) == 0, command


def test_a_total_that_its_parts_do_not_add_up_to_stops_the_build_as_the_readme_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["new", str(tmp_path / "mine")]) == 0
    facts = tmp_path / "mine" / "facts.csv"
    before = facts.read_text(encoding="utf-8")
    facts.write_text(before.replace(",208.4,EUR mn", ",218.4,EUR mn"), encoding="utf-8")
    assert before != facts.read_text(encoding="utf-8")
    arguments = ["build", str(tmp_path / "mine"), "--output", str(tmp_path / "output")]
    assert cli.main(arguments) == codes.HAS_ERRORS
    assert re.search(r"brief\.yaml:\d+: error\[check-failed\]: .*it misses by", capsys.readouterr().err)
    assert not (tmp_path / "output").exists()


@pytest.mark.slow
def test_the_page_on_readers_lists_the_files_of_an_edition(desk: Path) -> None:
    # Another page signs what is in output/.
    assert cli.main(["build", f"data/{SAMPLE}", "--output", "as-built"]) == 0
    page = (ROOT / "docs" / "readers.md").read_text(encoding="utf-8")
    listed = {name.rstrip("/") for row in re.findall(r"^\| (`.*?) \|", page, re.MULTILINE)
              for name in re.findall(r"`([^`]+)`", row)}  # fmt: skip
    assert {path.name for path in (desk / "as-built" / SAMPLE).iterdir()} == listed


@pytest.mark.slow
def test_what_the_page_on_readers_says_of_verification_holds(desk: Path, capsys: Any) -> None:  # noqa: ARG001
    assert cli.main(["build", f"data/{SAMPLE}"]) == 0
    assert cli.main(["verify", f"output/{SAMPLE}/brief.pdf"]) == 0
    printed = "".join(capsys.readouterr())
    counted = re.search(r"(\d+) figures, (\d+) traced, 0 drifted", printed)
    assert counted, printed
    assert counted[1] == counted[2] != "0"


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    pages = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", pages, re.MULTILINE))
    assert {"brief", "test"} <= named
    assert named <= targets


def test_every_subcommand_and_option_that_is_named_exists() -> None:
    known = cli.cli.commands
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for name, rest in re.findall(r"`reportgen ([a-z]+)([^`]*)`", text):
            assert name in known, f"{page.name}: reportgen {name}"
            options = {one for parameter in known[name].params for one in parameter.opts}
            assert set(re.findall(r"--[a-z]+", rest)) <= options, f"{page.name}: reportgen {name}{rest}"
    listed = re.findall(
        r"^\| `reportgen ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(listed) == sorted(known), "README lists every command, and no other"
    assert all(isinstance(command, click.Command) for command in known.values())


@pytest.mark.slow
def test_the_python_of_the_readme_runs(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = blocks(ROOT / "README.md", "python")
    exec(compile(block.text, "README.md", "exec"), {})  # noqa: S102 - it is ours
    assert re.fullmatch(r"\d{3,} figures from \d{2,} facts\n", capsys.readouterr().out)
    assert (desk / "output" / SAMPLE / "brief.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.slow
def test_the_python_of_the_page_on_charts_runs(desk: Path) -> None:  # noqa: ARG001
    import altair as alt

    before = alt.theme.active
    known: dict[str, Any] = {}
    try:
        for block in blocks(ROOT / "docs" / "charts-of-your-own.md", "python"):
            if not block.file:
                exec(compile(block.text, block.page.name, "exec"), known)  # noqa: S102 - it is ours
    finally:
        alt.theme.enable(before)
    assert isinstance(known["chart"], alt.LayerChart)
    assert list(known["rows"]["value"])[-1] == pytest.approx(0.34)


# Pages -------------------------------------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub makes of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    for target in _LINK.findall(text):
        if target.startswith("http"):
            continue
        path, _, anchor = target.partition("#")
        aim = (page.parent / path).resolve() if path else page
        assert aim.exists(), f"{page.name} links to {target}"
        assert not anchor or anchor in anchors(aim), f"{page.name} links to {target}"


def test_every_path_that_a_page_names_exists() -> None:
    named: Mapping[str, list[str]] = {
        page.name: re.findall(
            r"`((?:reportgen|templates|assets|tests|tools|benchmarks|\.ci|\.github|requirements)/[\w./-]*)`",
            page.read_text(encoding="utf-8"),
        )
        for page in PAGES
    }
    missing = {name: [path for path in paths if not (ROOT / path).exists()] for name, paths in named.items()}
    allowed = {"benchmarks/RESULTS.md"}  # made by `make bench`
    assert {name: set(paths) - allowed for name, paths in missing.items() if set(paths) - allowed} == {}
