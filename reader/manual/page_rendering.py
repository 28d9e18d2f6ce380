"""Renders a page of the manual on a terminal, with bold and underline only, so that it suits every theme.

Rich loads its highlighter together with its Markdown, so this module is imported only when a page is shown.
"""

from __future__ import annotations

import re
from typing import ClassVar

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import CodeBlock, Heading, Markdown, MarkdownElement
from rich.padding import Padding
from rich.text import Text
from rich.theme import Theme

_STYLES = Theme(
    {
        "markdown.h1": "bold underline",
        "markdown.h2": "bold underline",
        "markdown.h3": "bold",
        "markdown.code": "bold",
        "markdown.code_block": "none",
        "markdown.item.bullet": "bold",
        "markdown.item.number": "bold",
        "markdown.table.border": "none",
        "markdown.table.header": "bold",
        "markdown.link": "underline",
        "markdown.link_url": "underline",
    }
)
#: A link to another page; on a terminal it cannot be followed, and its text is the topic to ask for.
_TO_A_PAGE = re.compile(r"\[([^\[\]]{1,80})\]\([\w-]{1,40}\.md(?:#[\w-]{1,80})?\)")


class _Heading(Heading):
    """A heading at the left, like the text below it."""

    LEVEL_ALIGN: ClassVar = {**Heading.LEVEL_ALIGN, "h1": "left"}


class _CodeBlock(CodeBlock):
    """A code block, indented, without colours or a background."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        del console, options
        yield Padding(Text(str(self.text).rstrip()), (0, 0, 0, 4))


class _Markdown(Markdown):
    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "heading_open": _Heading,
        "code_block": _CodeBlock,
        "fence": _CodeBlock,
    }


class RenderedPage:
    """A page that Rich can print.

    Args:
        text: its Markdown.
    """

    def __init__(self, text: str) -> None:
        self._markdown = _Markdown(_TO_A_PAGE.sub(r"\1", text), hyperlinks=False)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        with console.use_theme(_STYLES):
            yield from console.render(self._markdown, options)
