"""XML as REFI-QDA has it, element by element. What XML cannot hold becomes U+FFFD, so that every length stays."""

from __future__ import annotations

import re

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
#: A date and time as XML Schema has it.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
#: What no XML file may hold.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_VALUE = {**_IN_TEXT, '"': "&quot;", "\t": "&#9;", "\n": "&#10;"}
_ESCAPED_TEXT, _ESCAPED_VALUE = str.maketrans(_IN_TEXT), str.maketrans(_IN_VALUE)
#: Code points of a passage that its selection is named by.
_NAME = 60


def is_xml(text: str) -> bool:
    """Whether XML can hold the text as it is."""
    return not _ILLEGAL.search(text)


def character_data(text: str) -> str:
    """The text as the content of an element."""
    return _ILLEGAL.sub("\ufffd", text).translate(_ESCAPED_TEXT)


def element(tag: str, content: str = "", /, **values: str) -> str:
    """An element; ``content`` is XML, the values are not. Empty values are left out, but for that of ``name``."""
    listed = "".join(
        f' {key}="{_ILLEGAL.sub(chr(0xFFFD), value).translate(_ESCAPED_VALUE)}"'
        for key, value in values.items()
        if value or key == "name"
    )
    return f"<{tag}{listed}>{content}</{tag}>" if content else f"<{tag}{listed}/>"


def schema_values(namespace: str, kind: str) -> str:
    """The attributes of the outermost element that say which standard a file follows."""
    place = f"{namespace} http://schema.qdasoftware.org/versions/{kind}/v1.0/{kind}.xsd"
    return f'xmlns="{namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{place}"'


def moment(date: str) -> str:
    """The date and time, empty where XML Schema knows it not for one."""
    return date if _MOMENT.fullmatch(date) else ""


def short_name(text: str) -> str:
    """What a passage or note is called in lists of other programs: how it begins, in one line."""
    return " ".join(text.split())[:_NAME]
