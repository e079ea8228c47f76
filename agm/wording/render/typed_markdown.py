"""Markdown that people typed, in each format.

Paragraphs, line breaks, emphasis, links, lists, quotations and headings; anything else, HTML above all, is printed as
it was typed. The HTML is made without raw HTML and then cleaned once more.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from markdown_it.utils import EnvType, OptionsDict

from agm.language.characters import printable
from agm.wording.render.typography import (
    RIGHT_TO_LEFT,
    addresses_in,
    dashes,
    isolate,
    printed_html,
    quotes,
    runs_right_to_left,
)

RULES = ["list", "blockquote", "heading", "emphasis", "link", "autolink", "escape", "newline"]
OPTIONS = {"html": False, "breaks": True}
TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "bdi", "h2", "h3", "h4", "h5", "h6"}
ATTRIBUTES = {tag: {"dir"} for tag in ("p", "h2", "h3", "h4", "h5", "h6")} | {
    "a": {"href"}, "ol": {"start"}, "li": {"value"}, "bdi": {"dir", "lang"},
}  # fmt: skip
SCHEMES = {"http", "https", "mailto", "tel"}
HIGHEST_HEADING = 2
LOWEST_HEADING = 6

NO_BREAK = "\u00a0"
_UNMARKED = re.compile(rf"[^\W\d](?:[^\\`*_\[\]<>&!~\n\r\"'{RIGHT_TO_LEFT}]|(?<=\w)'(?=\w))*")
"""One paragraph in which nothing is Markdown: the same in each format, so that it need not be parsed."""

MOST_SIGNS = 400
"""A text with more of these is printed as it was typed: nobody writes so, and to parse it would take long."""
_COSTLY = re.compile(r"[\\`*_\[\]<>~#\n'\"]")

_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>~])")
_LINE_START = re.compile(r"^([ \t]*)([#+=-]|\d+[.)](?!\u00a0\S))", re.MULTILINE)
_CLOSING_SIGNS = re.compile(r"(?<!\\)(#+)$")
"""Signs at the end of a heading, which would be left out as the heading's own."""
_TO_ESCAPE = re.compile(rf"{_MARKDOWN_SIGNS.pattern}|&|^[ \t]*[#+=\d-]", re.MULTILINE)
_ENTITY = re.compile(r"&(?=#?\w+;)")


_AS_TYPED = re.compile(
    r"(?P<list>^[ \t]*(?:\d+(?=\))|0\d+(?=\.)))"
    r"|(?P<stars>(?<=[^\W_])(?<![*\\])\*(?!\*)(?=[^\W_])|(?<=\d)\*+(?=\w)|(?<=\w)\*+(?=\d))",
    re.MULTILINE,
)
"""What Markdown would read as its own, and is none: "1)" and "01." at a line's beginning, and stars that multiply."""
_SIGN_OF_ADDRESS = re.compile(r"(?<!\\)([*_`~])")
_HOST = re.compile(r"(?i)(?:[\w-]+\.)+[^\W\d_]{2,}(?=[/?#:]|$)")
_MAIL = re.compile(r"[^\s/:@]+@[^\s/:@]+$")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):(?!\d)")


class _Markdown(MarkdownIt):
    """Completes an address that lacks its beginning; a link that leads nowhere stays text as it was typed."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802  the library's name
        if _HOST.match(url):
            url = f"https://{url}"
        elif _MAIL.match(url):
            url = f"mailto:{url}"
        return super().normalizeLink(url)

    def validateLink(self, url: str) -> bool:  # noqa: N802  the library's name
        scheme = _SCHEME.match(url)
        return scheme[1].lower() in SCHEMES if scheme else url.startswith(("/", "#"))


def _parser(*, smart: bool) -> MarkdownIt:
    parser = _Markdown("zero", OPTIONS).enable(RULES)
    if smart:
        parser.core.ruler.push("print", _print_rule)
        parser.add_render_rule("text", _text_rule)
    return parser


def _as_typed(source: str) -> str:
    """The source with those signs escaped that are no Markdown: in addresses, in sums, in numbers of another kind."""
    parts, end = [], 0
    for start, after in addresses_in(source):
        is_bracketed = source[start - 1 : start] == "<"
        parts += [_AS_TYPED.sub(_escaped, source[end:start])]
        parts += [source[start:after] if is_bracketed else _SIGN_OF_ADDRESS.sub(r"\\\1", source[start:after])]
        end = after
    return "".join([*parts, _AS_TYPED.sub(_escaped, source[end:])])


def _escaped(found: re.Match[str]) -> str:
    return f"{found['list']}\\" if found["list"] else "".join(f"\\{star}" for star in found["stars"])


def _print_rule(state: StateCore) -> None:
    """Set quotes and dashes, and let paragraphs in a right-to-left script run that way; number the lists as typed."""
    _number_items(state.tokens)
    for index, token in enumerate(state.tokens):
        if token.type != "inline":
            continue
        if runs_right_to_left(token.content):
            state.tokens[index - 1].attrSet("dir", "rtl")
        children = token.children or []
        texts = [
            dashes(child.content) if child.type == "text" else "\n" * ("break" in child.type) for child in children
        ]
        printed = quotes("".join(texts))
        start = 0
        for child, text in zip(children, texts, strict=True):
            if child.type == "text":
                child.content = printed[start : start + len(text)]
            start += len(text)


def _number_items(tokens: Sequence[Token]) -> None:
    """Give those items their number that a list would give another."""
    expected: dict[int, int] = {}
    for token in tokens:
        if token.type == "ordered_list_open":
            expected[token.level + 1] = int(token.attrGet("start") or 1) if token.attrGet("start") != 0 else 0
        elif token.type == "list_item_open" and token.info:
            if int(token.info) != expected[token.level]:
                token.attrSet("value", token.info)
            expected[token.level] = int(token.info) + 1


def _text_rule(
    renderer: RendererHTML,  # noqa: ARG001  the signature is the library's
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,  # noqa: ARG001  markdown-it's
    env: EnvType,  # noqa: ARG001  markdown-it's
) -> str:
    return isolate(tokens[index].content)


_SMART = _parser(smart=True)
_PLAIN = _parser(smart=False)


@lru_cache(maxsize=512)
def typed_html(markdown: str, heading_level: int = 3) -> str:
    """Safe HTML of typed Markdown; its highest headings become <h3>, or what `heading_level` says (2 to 6)."""
    source = printable(markdown).strip()
    if _UNMARKED.fullmatch(source):
        return f"<p>{printed_html(source)}</p>"
    if _is_overloaded(source):
        return f"<p>{'<br>'.join(printed_html(line) for line in source.splitlines())}</p>"
    tokens = _SMART.parse(_as_typed(source))
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    shift = heading_level - min(levels, default=heading_level)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(LOWEST_HEADING, int(token.tag[1]) + shift)}"
    raw = _SMART.renderer.render(tokens, _SMART.options, {})
    return nh3.clean(raw, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES).strip()


def typed_text(markdown: str, base: str = "") -> str:
    """Typed Markdown as plain text: quotes and dashes as typed, links with their address in brackets.

    `base` is put before the addresses of links to the site itself, for what is read elsewhere.
    """
    source = printable(markdown).strip()
    if _UNMARKED.fullmatch(source) or _is_overloaded(source):
        return source
    return _blocks(_tree(source), _Out(is_markdown=False, base=base))


def typed_markdown(markdown: str, base: str = "") -> str:
    """Typed Markdown written anew, so that nothing in it can reach beyond its block or be read as HTML.

    `base` as of `typed_text`.
    """
    source = printable(markdown).strip()
    if _UNMARKED.fullmatch(source):
        return source
    if _is_overloaded(source):
        return "  \n".join(escape_markdown_line(line) for line in source.splitlines() if line.strip())
    return _blocks(_tree(source), _Out(is_markdown=True, base=base))


def pieces_of(markdown: str) -> tuple[str, ...]:
    """Its paragraphs, headings, lists and quotations, one after the other."""
    source = printable(markdown).strip()
    if _UNMARKED.fullmatch(source) or _is_overloaded(source):
        return (source,)
    lines = source.split("\n")
    ranges = [one.map for one in _PLAIN.parse(_as_typed(source)) if one.level == 0 and one.nesting >= 0 and one.map]
    return tuple("\n".join(lines[start:end]).strip("\n") for start, end in ranges)


def _is_overloaded(source: str) -> bool:
    return len(_COSTLY.findall(source)) > MOST_SIGNS


@lru_cache(maxsize=512)
def _tree(markdown: str) -> SyntaxTreeNode:
    return SyntaxTreeNode(_PLAIN.parse(_as_typed(markdown)))


@dataclass(frozen=True, slots=True)
class _Out:
    """What is written: Markdown or plain text, and what stands before links to the site itself."""

    is_markdown: bool
    base: str


def _blocks(node: SyntaxTreeNode, out: _Out) -> str:
    return "\n\n".join(_block(child, out) for child in node.children)


def _block(node: SyntaxTreeNode, out: _Out) -> str:
    if node.type in ("bullet_list", "ordered_list"):
        return _list(node, out)
    if node.type == "blockquote":
        inner = _blocks(node, out)
        return "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))
    text = "".join(_inline(child, out) for child in node.children)
    if not out.is_markdown:
        return text
    text = _LINE_START.sub(_escape_start, text.replace("![", "\\!["))
    if node.type == "heading":
        signs = "#" * max(HIGHEST_HEADING, int(node.tag[1]))
        return f"{signs} " + _CLOSING_SIGNS.sub(r"\\\1", text)
    return text


def _escape_start(found: re.Match[str]) -> str:
    sign = found.group(2)
    return found.group(1) + (f"{sign[:-1]}\\{sign[-1]}" if sign[0].isdigit() else f"\\{sign}")


def _list(node: SyntaxTreeNode, out: _Out) -> str:
    """The items with their numbers as typed; where Markdown would give others, as paragraphs of a no-break space."""
    numbers = [int(item.info or 0) for item in node.children]
    runs_on = numbers == list(range(numbers[0], numbers[0] + len(numbers))) or node.type == "bullet_list"
    is_plain = out.is_markdown and not runs_on
    items = []
    for number, item in zip(numbers, node.children, strict=True):
        lines = _blocks(item, out).split("\n")
        mark = "- " if node.type == "bullet_list" else f"{number}. "
        if is_plain:  # a number alone begins a list, whatever space follows it
            mark = f"{number}.{NO_BREAK}" if lines[0] else f"{number}\\."
        indent = "" if is_plain else " " * len(mark)
        items.append("\n".join([mark + lines[0], *((indent + line).rstrip() for line in lines[1:])]))
    return ("\n\n" if is_plain else "\n").join(items)


def _inline(node: SyntaxTreeNode, out: _Out) -> str:
    if node.type == "text":
        return escape_markdown(node.content) if out.is_markdown else node.content
    if node.type in ("hardbreak", "softbreak"):
        return "  \n" if out.is_markdown else "\n"
    inner = "".join(_inline(child, out) for child in node.children)
    if node.type == "link":
        return _link(str(node.attrs["href"]), inner, out)
    mark = {"em": "*", "strong": "**"}.get(node.type, "") if out.is_markdown and not _is_repeated(node) else ""
    return f"{mark}{inner}{mark}"


def _is_repeated(node: SyntaxTreeNode) -> bool:
    """Whether it stands within one of its kind: the signs of both would be read as something else."""
    above = node.parent
    while above is not None and above.type != node.type:
        above = above.parent
    return above is not None


def _link(address: str, inner: str, out: _Out) -> str:
    if address.startswith("/") and not address.startswith("//"):
        address = out.base + address
    if out.is_markdown:
        return f"[{inner}](<{address}>)"
    return (
        inner if address in (inner, f"mailto:{inner}", f"https://{inner}", f"tel:{inner}") else f"{inner} ({address})"
    )


def escape_markdown(text: str) -> str:
    """The text with every sign escaped that Markdown would read as more than itself within a line."""
    return _ENTITY.sub(r"\\&", _MARKDOWN_SIGNS.sub(r"\\\1", text))


def escape_markdown_line(text: str) -> str:
    """The same for a whole line, whose beginning could be read as a list or a heading."""
    return _LINE_START.sub(_escape_start, escape_markdown(text)) if _TO_ESCAPE.search(text) else text
