"""Any text as Markdown that shows exactly that text: the filters ``md``, ``quoted`` and ``short`` of templates."""

from __future__ import annotations

import re

#: What means something within a line: CommonMark, and tables and strikethrough of its dialects.
_MEANT = re.compile(r"[\\`*_\[\]<>|~]|&(?=[#\w])")
#: What means something where a line begins.
_OPENING = re.compile(r"(?:[-+#=]|(?<!.)\d{1,9}(?=[.)]))")
#: Between two paragraphs.
_EMPTY_LINE = re.compile(r"(?<=[^\n])\n\n(?=[^\n])")
#: White space that Markdown changes within a line.
_CHANGED = re.compile(r"[^\S \u00a0\u2000-\u200a\u202f\u205f\u3000]")


def escaped(text: str) -> str:
    """One line of Markdown; white space that would be lost, line ends too, is written as numbers (``&#10;``)."""
    inner = text.strip()
    begin, _, end = text.partition(inner) if inner else ("", "", text)
    made = _CHANGED.sub(lambda match: _number(match[0]), _MEANT.sub(lambda match: f"\\{match[0]}", inner))
    if found := _OPENING.match(made):
        made = f"\\{made}" if not found[0].isdigit() else f"{found[0]}\\{made[found.end() :]}"
    return f"{_number(begin)}{made}{_number(end)}"


def one_line(text: str) -> str:
    """As ``escaped``, in a heading or a list, where all white space may be a space."""
    return escaped(" ".join(text.split()))


def quoted(text: str) -> str:
    """A block quotation; an empty line between paragraphs stays one."""
    return "\n>\n".join(f"> {escaped(part)}" for part in _EMPTY_LINE.split(text))


def short(text: str, most: int = 80) -> str:
    """The beginning of a text in at most ``most`` code points, as one line; no Markdown yet."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _number(text: str) -> str:
    return "".join(f"&#{ord(one)};" for one in text)
