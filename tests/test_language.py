"""What readers see is said by the language object: no sentence of English hides in the modules that speak to them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from reportgen.language import language_of
from reportgen.periods import Calendar, parse_period

PACKAGE = Path(__file__).parent.parent / "reportgen"
TEMPLATES = PACKAGE.parent / "templates"
FOR_AUTHORS = {  # modules whose texts are findings: of colours and fonts, of layout, of authors' own code, of verify
    "legibility.py", "eyes.py", "faces.py", "theme.py", "unoffered.py", "own.py", "replay.py", "recorded.py",
    "record.py",
}  # fmt: skip
# Functions that put a refusal into words.
MESSAGES = {"_options_refused", "_unit_of", "_unit_of_formula", "_of_its_period"}
SPEAKING = sorted(
    (
        *(one for one in (PACKAGE / "figures").glob("*.py") if one.name not in FOR_AUTHORS),
        *(one for one in (PACKAGE / "charts").glob("*.py") if one.name not in FOR_AUTHORS),
        PACKAGE / "periods" / "words.py",
        *(
            PACKAGE / "document" / f"{name}.py"
            for name in ("assembly", "content", "notices", "origins", "reading")
        ),
        PACKAGE / "delivery" / "carried.py",
        *(PACKAGE / "delivery" / "publishing" / f"{name}.py" for name in ("listing", "index", "feed")),
        *(
            PACKAGE / "facts" / f"{name}.py"
            for name in (
                "comparison",
                "derivation",
                "growth",
                "pairs",
                "range_parts",
                "restatement",
                "variants",
                "windows",
            )
        ),
        PACKAGE / "scenarios.py",
        PACKAGE / "bases.py",
    )
)
ENGLISH = re.compile(r"(?<![\w'])[A-Za-z]?[a-z]+[,;:]? [a-z]{2,}")
TO_AUTHORS = re.compile(
    r"(?:Error|Unfit|Uncertain|UnknownName|MissingFact|Drift|Damaged|error|warning|Finding)$"
)
ALLOWED = frozenset(
    (
        *(
            "at least",
            "more than",
            "at most",
            "less than",
            "more is better",
            "less is better",
            "day first",
            "month first",
        ),  # names in settings
        *("at the end", "over the period", "per cent", "percentage points"),
        *("nine months", "twelve months", "year to date"),  # names of frequencies
        *("constant currency", "pro forma", "lakh crore"),  # of bases, a scale
        *(f"forecast {role}" for role in ("subject", "part", "prior", "other")),  # looks
    )
)


def said_in(path: Path) -> Iterator[str]:
    """The texts with English in them that a module could say to readers."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    passed = {id(one) for node in ast.walk(tree) if _is_for_authors(node) for one in ast.walk(node)}
    texts = [one for one in ast.walk(tree) if isinstance(one, ast.Constant) and id(one) not in passed]
    for text in texts:
        if isinstance(text.value, str) and ENGLISH.search(text.value) and text.value not in ALLOWED:
            yield f"{path.name}:{text.lineno}: {text.value}"


def _is_for_authors(node: ast.AST) -> bool:
    """Docstrings, what is raised, and what becomes a finding."""
    if isinstance(node, ast.Call):
        return bool(TO_AUTHORS.search(ast.unparse(node.func)))
    if isinstance(node, ast.FunctionDef) and node.name in MESSAGES:
        return True
    return isinstance(node, ast.Raise) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_english_sentence_stands_outside_of_the_language(path: Path) -> None:
    assert list(said_in(path)) == []


def test_a_sentence_in_a_module_is_found_and_a_message_to_authors_is_not(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(
        '"""A docstring of some words."""\n'
        "def said(number):\n"
        "    if number < 0:\n"
        "        raise FormulaError('no such number here')\n"
        "    return f'rose by {number} in every quarter'\n"
    )
    assert [text.rpartition(": ")[2] for text in said_in(module)] == ["rose by ", " in every quarter"]


# Templates --------------------------------------------------------------------------------------------------------

READ_ALOUD = ("alt", "aria-label", "aria-description", "label", "placeholder", "title", "value")
# What other sites show of a page.
DESCRIBING = re.compile(r"author|description|keywords|og:(?!type|locale|image$).*")
TYPED_IN_CSS = re.compile(r"\bcontent:[^;}]*[\"']([^\"']*)[\"']")
LETTERS = re.compile(r"[^\W\d_]{2,}")
GAP = "\0"  # stands for an expression
# An id, a class, the name of a template: no words.
CODE = re.compile(r"[a-z0-9]+(?:[-_./:#][a-z0-9]*)*-?|#|[^a-zA-Z]*")
NOT_SAID = (nodes.Compare, nodes.Filter, nodes.Test, nodes.Getitem, nodes.Call, nodes.Keyword)


class Said(HTMLParser):
    """Collects what a document says to those who see it, hear it, or find it: texts, and some attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._closed = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found += [given[name] for name in READ_ALOUD if name in given and tag not in ("data", "meta")]
        if tag == "meta" and DESCRIBING.fullmatch(given.get("name", "") or given.get("property", "")):
            self.found.append(given.get("content", ""))
        self._closed = tag if tag in ("style", "script") else ""

    def handle_endtag(self, _: str) -> None:
        self._closed = ""

    def handle_data(self, data: str) -> None:
        is_css = self._closed or data.lstrip().startswith("@")  # a rule in a block of its own
        self.found += TYPED_IN_CSS.findall(data) if is_css else [data]


def typed_in(template: str) -> list[str]:
    """The words that stand in a template itself: in its HTML, and among what its expressions may print."""
    parsed = Environment(autoescape=True).parse(template)
    html = []
    for output in parsed.find_all(nodes.Output):
        for node in output.nodes:
            given = node.data if isinstance(node, nodes.TemplateData) else escape(GAP.join(_printed(node)))
            html.append(given or GAP)
    asked = [one.value for one in parsed.find_all(nodes.Const) if isinstance(one.value, str)]
    said = Said()
    said.feed("".join(html))
    texts = [*said.found, *(text for text in asked if not CODE.fullmatch(text))]
    return [text.replace(GAP, "…").strip("…\n ") for text in texts if LETTERS.search(text)]


def _printed(node: nodes.Node) -> Iterator[str]:
    """The texts that an expression may give as they are: not what it compares, or asks for by name."""
    if isinstance(node, nodes.Const):
        yield str(node.value)
    for below in () if isinstance(node, NOT_SAID) else node.iter_child_nodes(exclude=("test",)):
        yield from _printed(below)


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.rglob("*.jinja")), ids=lambda path: path.name.partition(".")[0]
)
def test_no_word_stands_in_a_template(path: Path) -> None:
    assert typed_in(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ('<h2 id="sources-title">Sources</h2>', "Sources"),
        ("<p>{% if items %}see {{ items }}{% endif %}</p>", "see"),
        ('<div role="group" aria-label="Key figures">', "Key figures"),
        ('<meta name="description" content="brief of {{ entity }}">', "brief of"),
        ('{{ "one edition" if many else words.index.title }}', "one edition"),
        ('{{ note or "remark" }}', "remark"),
        ('{{ entry("sources", "Sources") }}', "Sources"),
        ('<style>@page { @top-center { content: "Draft"; } }</style>', "Draft"),
    ],
)
def test_a_word_in_a_template_is_found(template: str, words: str) -> None:
    assert words in typed_in(template)


def test_names_of_classes_and_what_the_language_says_are_no_words_of_a_template() -> None:
    template = """<p class="label{% if medium == "print" %} wide{% endif %}" id="{{ anchor or "exhibit-" ~ name }}">
    {{ words.page.sources }} · {{ words.exhibits.numbered | filled(number=1) }}</p>"""
    assert typed_in(template) == []


def test_one_language_is_one_object_however_it_is_asked_for() -> None:
    """Periods of calendars with other words are others; the usual language said in full is still the usual one."""
    assert language_of() is language_of("en") is language_of("en", "day first", "british")
    assert language_of(spelling="british") is language_of(dates="day first")
    assert language_of() is not language_of("en", "month first")
    assert parse_period("2025-Q3", Calendar()) == parse_period("2025-Q3", Calendar(words=language_of("en")))


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Sales in shops", "sales in shops"),
        ("EBIT margin", "EBIT margin"),
        ("Japan", "Japan"),
        ("Americas, in dollars", "Americas, in dollars"),
        ("Asia–Europe", "Asia–Europe"),
        ("Latin America", "Latin America"),
        ("Nordics", "Nordics"),
        ("World market", "world market"),
    ],
)
def test_a_part_of_the_world_keeps_its_capital_within_a_sentence(label: str, said: str) -> None:
    assert language_of().labels.in_a_sentence(label) == said


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Non-performing loans", "non-performing loans"),
        ("Mid-market", "mid-market"),
        ("Fifty-two-week range", "fifty-two-week range"),
        ("McKay fees", "McKay fees"),
        ("Coca-Cola volumes", "Coca-Cola volumes"),
        ("iPhone revenue", "iPhone revenue"),
    ],
)
def test_a_word_with_a_hyphen_loses_its_capital_within_a_sentence_unless_it_has_another(
    label: str, said: str
) -> None:
    assert language_of().labels.in_a_sentence(label) == said
