"""Markdown as briefs use it: CommonMark without HTML, with tables, definition lists, footnotes and blocks of our own.

Blocks: ``::: quote Speaker, role``, ``::: callout Title``, ``::: highlights``, ``::: beside exhibit-id``,
``::: pair exhibit-id exhibit-id``, ``::: glossary``, ``:::: columns`` around one ``::: column`` after another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from markdown_it import MarkdownIt
from markupsafe import Markup, escape
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from reportgen.document.abbreviations import TOLD, abbreviating
from reportgen.document.pictures import Shown
from reportgen.language import Page
from reportgen.tokens import KEY, neutral

if TYPE_CHECKING:
    from markdown_it.token import Token

NARROW = ("container_column_", "container_beside_")  # blocks whose text has half the width
EXHIBIT_OPEN, EXHIBIT_CLOSE = "\ue004", "\ue005"  # private use; between them an exhibit's id and its slot
PLACEHOLDER = re.compile(f"{EXHIBIT_OPEN}{KEY}/([^/{EXHIBIT_CLOSE}]*)/(wide|half){EXHIBIT_CLOSE}")
Untyped: TypeAlias = Any  # what the parser hands to rules that it does not type
LETTERS = 26
NONE: Mapping[str, str] = {}
MOST_LETTERS_KEPT = 700  # of a callout or a quotation that is kept on one page: about ten lines
REFERENCE = re.compile(f"{EXHIBIT_OPEN}{KEY}/([^/{EXHIBIT_CLOSE}]*)/number{EXHIBIT_CLOSE}")
AGAIN = re.compile(f"{EXHIBIT_OPEN}{KEY}/([^/{EXHIBIT_CLOSE}]*)/again{EXHIBIT_CLOSE}")
REFERRED = re.compile(r"(?<![\w@.])@exhibit-([a-z0-9][a-z0-9-]*[a-z0-9]|[a-z0-9])")  # as an author writes it
PICTURE = re.compile(r"!\[[^\]\n]*\]\(<?([^)\s>]+)")
ATTRIBUTES = ["id", "class", "alt", "credit"]  # what may stand in braces behind a picture or a link
_BROKEN = re.compile(r"<p>\\newpage</p>\n?")
_HEADED = re.compile(r"\s+\{:([a-z][a-z0-9-]*)\}\s*$")
_TASK = re.compile(r"^\[([ xX])\] +")
_ALONE = re.compile(r"<p>(<figure class=\"picture[^>]*>.*?</figure>)</p>\n?", re.DOTALL)
# Of a picture; a link to one is refused.
_FILE = re.compile(r"(?!\w+:)[^#?]+\.(?:jpe?g|png|webp|svg)", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
GLOSSARY = f"{EXHIBIT_OPEN}{KEY}/glossary{EXHIBIT_CLOSE}"  # where the definitions stand, if not at the end
_BARE_PLACEHOLDER = re.compile(f"<p>({EXHIBIT_OPEN}[^{EXHIBIT_CLOSE}]*{EXHIBIT_CLOSE})</p>\n?")


def placeholder(exhibit: str, slot: str = "wide") -> str:
    """What stands in the HTML where an exhibit belongs; the slot ``again`` is that of one that stands above."""
    return f"{EXHIBIT_OPEN}{KEY}/{exhibit}/{slot}{EXHIBIT_CLOSE}"


class BriefMarkdown:
    """Renders Markdown, in whose tables and footnotes ``words`` stand.

    ``refused`` collects the targets of links that a brief must not have. ``picture`` gives what an address of a picture
    leads to, or nothing. ``abbreviations`` are marked where a text uses them first.
    """

    def __init__(
        self,
        words: Page,
        picture: Callable[[str, bool], Shown | None] = lambda *_: None,
        abbreviations: Mapping[str, str] = NONE,
    ) -> None:
        self.refused: list[str] = []
        self._picture = picture
        self._parser = MarkdownIt("commonmark", {"html": False, "typographer": True})
        self._parser.enable(["table", "smartquotes", "replacements"])
        self._parser.use(footnote_plugin).use(attrs_plugin, allowed=ATTRIBUTES).use(deflist_plugin)
        self._parser.inline.ruler.before("link", "reference_to_exhibit", _reference)
        self._parser.core.ruler.before("inline", "ids_of_headings", _ids_of_headings)
        self._parser.core.ruler.after("inline", "tasks", _tasks(words))
        self._parser.core.ruler.after("inline", "exhibits_in_columns", _exhibits_in_columns)
        self._parser.core.ruler.after("inline", "links_to_files", self._refuse_files)
        self._parser.core.ruler.push("abbreviations", abbreviating(abbreviations))
        for name, render in BLOCKS.items():
            container_plugin(self._parser, name, render=render)
        decoded = self._parser.normalizeLinkText
        self._parser.normalizeLinkText = lambda link: neutral(decoded(link))  # type: ignore[method-assign]
        self._parser.validateLink = self._may_link  # type: ignore[method-assign]
        self._parser.add_render_rule("table_open", _table_open(words))
        self._parser.add_render_rule("table_close", _table_close)
        self._parser.add_render_rule("th_open", _header_cell)
        self._parser.add_render_rule("image", lambda *given: self._figure(*given))  # noqa: PLW0108 - bound anew by it
        self._parser.add_render_rule("footnote_block_open", _footnotes_open)
        self._parser.add_render_rule("footnote_block_close", _footnotes_close)
        self._parser.add_render_rule("footnote_anchor", _way_back(words))
        self._parser.add_render_rule("footnote_caption", _letter)

    def html(self, text: str, name: str) -> Markup:
        """Blocks as HTML; ``name`` keeps the footnotes of several texts apart."""
        html = _BROKEN.sub(
            '<div class="page-break"></div>\n', self._parser.render(text, {"docId": name, TOLD: set()})
        )
        html = _ALONE.sub(r"\1\n", html)
        return Markup(_BARE_PLACEHOLDER.sub(r"\1\n", html))  # noqa: S704 - the parser escapes all text

    def inline(self, text: str) -> Markup:
        """One paragraph's content as HTML, without the paragraph."""
        return Markup(self._parser.renderInline(" ".join(text.split()), {TOLD: set()}))  # noqa: S704 - as above

    def plain(self, text: str) -> str:
        """One paragraph's content as plain text with typographic quotation marks."""
        tokens = self._parser.parseInline(" ".join(text.split()))
        return "".join(child.content for token in tokens for child in token.children or ())

    def _figure(
        self, renderer: Untyped, tokens: Sequence[Token], index: int, options: Untyped, env: Untyped
    ) -> str:
        """A picture with what stands below it: ``![Caption](file.jpg){alt="What is seen" credit="Who made it"}``."""
        token = tokens[index]
        caption = renderer.renderInline(token.children or [], options, env)
        alt = str(token.attrGet("alt") or "") or renderer.renderInlineAsText(
            token.children or [], options, env
        )
        found = self._picture(str(token.attrGet("src") or ""), bool(alt.strip()))
        if found is None:
            return ""
        size = f' width="{found.width}" height="{found.height}"' if found.width else ""
        credit = token.attrGet("credit")
        told = f' <span class="credit">{escape(credit)}</span>' if credit else ""
        below = f"<figcaption>{caption}{told}</figcaption>" if caption or told else ""
        extra = " picture-half" if "half" in str(token.attrGet("class") or "").split() else ""
        image = f'<img src="{found.address}" alt="{escape(alt)}"{size}>'
        return f'<figure class="picture{extra}">{image}{below}</figure>'

    def _refuse_files(self, state: Untyped) -> None:
        """What may be shown as a picture may not be linked to: it does not go out with the document."""
        for token in (child for one in state.tokens for child in one.children or ()):
            url = str(token.attrGet("href") or "") if token.type == "link_open" else ""
            if url and not _LINK.match(url):
                self.refused.append(url)
                token.attrs.pop("href")

    def _may_link(self, url: str) -> bool:
        allowed = bool(_LINK.match(url.strip())) or bool(_FILE.fullmatch(url.strip()))
        if not allowed:
            self.refused.append(url)
        return allowed


def _reference(state: Untyped, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """``@exhibit-growth``: its number, with a link to it; the number is known once all exhibits are."""
    match = REFERRED.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        name = match[1]
        opening = state.push("link_open", "a", 1)
        opening.attrs = {"class": "see", "href": f"#exhibit-{name}"}
        text = state.push("text", "", 0)
        text.content = f"{EXHIBIT_OPEN}{KEY}/{name}/number{EXHIBIT_CLOSE}"
        state.push("link_close", "a", -1)
    state.pos = match.end()
    return True


def _ids_of_headings(state: Untyped) -> None:
    """``### Title {:name}``, as the narrative hands it on: a heading within a section that may be linked to."""
    for opening, text in pairwise(state.tokens):
        match = _HEADED.search(text.content) if opening.type == "heading_open" else None
        if match:
            opening.attrSet("id", match[1])
            text.content = text.content[: match.start()]


def _tasks(words: Page) -> Callable[[Untyped], None]:
    """``- [x] Signed`` as a line that says "Done" in words: a box without a word is read by nobody's ears."""

    def told(state: Untyped) -> None:
        for index, token in enumerate(state.tokens):
            if (
                token.type != "inline"
                or index < TASK_DEPTH
                or state.tokens[index - 2].type != "list_item_open"
            ):
                continue
            first = token.children[0] if token.children else None
            match = _TASK.match(first.content) if first and first.type == "text" else None
            if first and match:
                done = match[1] != " "
                first.content = first.content[match.end() :]
                label = type(first)("html_inline", "", 0)
                kind, said = ("done", words.task_done) if done else ("open", words.task_open)
                label.content = f'<span class="task task-{kind}">{escape(said)}</span> '
                token.children.insert(0, label)
                state.tokens[index - 2].attrJoin("class", "task-item")

    return told


TASK_DEPTH = 2  # tokens before the text of an item: the item, its paragraph


def _quote(_: Untyped, tokens: Sequence[Token], index: int, *__: Untyped) -> str:
    if tokens[index].nesting == 1:
        return f'<figure class="quote{_long(tokens, index)}"><blockquote>\n'
    speaker = _argument(_opening(tokens, index))
    return f"</blockquote>\n<figcaption>{escape(speaker)}</figcaption></figure>\n"


def _callout(_: Untyped, tokens: Sequence[Token], index: int, *__: Untyped) -> str:
    if tokens[index].nesting == -1:
        return "</div>\n"
    title = _argument(tokens[index])
    heading = f'<p class="label">{escape(title)}</p>\n' if title else ""
    return f'<div class="callout{_long(tokens, index)}" role="note">\n{heading}'


def _highlights(_: Untyped, tokens: Sequence[Token], index: int, *__: Untyped) -> str:
    return '<div class="highlights">\n' if tokens[index].nesting == 1 else "</div>\n"


def _exhibits_in_columns(state: Untyped) -> None:
    """An exhibit within a column, or within the text beside another, is drawn for half the width."""
    inside = 0
    for token in state.tokens:
        inside += token.nesting if token.type.startswith(NARROW) else 0
        for child in (token.children or ()) if inside else ():
            child.content = PLACEHOLDER.sub(
                lambda placed: placeholder(placed[1], "half") if placed[2] == "wide" else placed[0],
                child.content,
            )


def _beside(_: Untyped, tokens: Sequence[Token], index: int, *__: Untyped) -> str:
    if tokens[index].nesting == 1:
        return '<div class="beside"><div class="beside-text">\n'
    exhibits = _argument(_opening(tokens, index)).split()
    return f"</div>\n{''.join(placeholder(one, 'half') for one in exhibits)}</div>\n"


def _pair(_: Untyped, tokens: Sequence[Token], index: int, *__: Untyped) -> str:
    if tokens[index].nesting == -1:
        return "</div>\n"
    exhibits = _argument(tokens[index]).split()
    return f'<div class="pair">\n{"".join(placeholder(one, "half") for one in exhibits)}'


def _columns(_: Untyped, tokens: Sequence[Token], index: int, *__: Untyped) -> str:
    return '<div class="columns">\n' if tokens[index].nesting == 1 else "</div>\n"


def _column(_: Untyped, tokens: Sequence[Token], index: int, *__: Untyped) -> str:
    return '<div class="column">\n' if tokens[index].nesting == 1 else "</div>\n"


def _glossary(_: Untyped, tokens: Sequence[Token], index: int, *__: Untyped) -> str:
    return f"{GLOSSARY}\n" if tokens[index].nesting == 1 else ""


def _long(tokens: Sequence[Token], opening: int) -> str:
    """The class of a block that is too long to be kept on one page."""
    letters, depth = 0, 0
    for token in tokens[opening:]:
        depth += token.nesting if token.type.startswith("container_") else 0
        letters += len(token.content) if token.type == "inline" else 0
        if depth == 0:
            break
    return " runs-on" if letters > MOST_LETTERS_KEPT else ""


def _argument(token: Token) -> str:
    """What follows the block's name: ``quote Eddie Wu`` gives ``Eddie Wu``."""
    return token.info.strip().partition(" ")[2].strip()


def _opening(tokens: Sequence[Token], closing: int) -> Token:
    """The token that opened the block that ends at ``closing``."""
    depth = 0
    for token in reversed(tokens[: closing + 1]):
        if token.type.replace("_open", "_close") == tokens[closing].type:
            depth -= token.nesting
            if depth == 0:
                return token
    return tokens[closing]


def _table_open(words: Page) -> Callable[..., str]:
    opening = f'<div class="scroll" tabindex="0" role="group" aria-label="{escape(words.table)}"><table>\n'
    return lambda *_: opening


def _table_close(*_: Untyped) -> str:
    return "</table></div>\n"


def _header_cell(
    renderer: Untyped, tokens: Sequence[Token], index: int, options: Untyped, env: Untyped
) -> str:
    token = tokens[index]
    if not tokens[index + 1].content:  # PDF/UA: an empty corner is no header
        token.tag = tokens[index + 2].tag = "td"
    else:
        token.attrSet("scope", "col")
    return str(renderer.renderToken(tokens, index, options, env))


def _footnotes_open(*_: Untyped) -> str:
    """No section of their own, as the plug-in has it: a section wants a heading."""
    return '<div class="footnotes">\n<ol class="footnotes-list">\n'


def _footnotes_close(*_: Untyped) -> str:
    return "</ol>\n</div>\n"


def _letter(_: Untyped, tokens: Sequence[Token], index: int, *__: Untyped) -> str:
    """Footnotes bear letters, because sources bear numbers."""
    number = int(tokens[index].meta["id"])
    return chr(ord("a") + number % LETTERS) * (number // LETTERS + 1)


def _way_back(words: Page) -> Callable[..., str]:
    def back(renderer: Untyped, tokens: Sequence[Token], index: int, options: Untyped, env: Untyped) -> str:
        name = renderer.rules["footnote_anchor_name"](tokens, index, options, env)
        return f' <a class="footnote-back" href="#fnref{name}">{escape(words.back)}</a>'

    return back


BLOCKS = {
    "quote": _quote,
    "callout": _callout,
    "highlights": _highlights,
    "beside": _beside,
    "pair": _pair,
    "columns": _columns,
    "column": _column,
    "glossary": _glossary,
}
