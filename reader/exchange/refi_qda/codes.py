"""Labels as the codes of REFI-QDA, with colour and guideline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reader.config.label import Label
from reader.exchange.format_protocol import ImportedLabel
from reader.exchange.label_colours import hexadecimal_colour
from reader.exchange.refi_qda.guids import derived_guid
from reader.exchange.refi_qda.xml_pieces import character_data, element

_COLOUR = re.compile(r"#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")


class Code(NamedTuple):
    """One code of a codebook: ``within`` is the GUID of the one that it is part of, empty for none."""

    guid: str
    name: str
    within: str
    colour: str = ""
    description: str = ""
    is_codable: bool = True


def code_guid(label: str) -> str:
    """The GUID of a label's code."""
    return derived_guid("code", label)


def codes_xml(labels: Iterable[Label]) -> str:
    """The codes as XML; empty for none, since the standard knows no codebook without a code."""
    return "".join(
        element(
            "Code",
            element("Description", character_data(label.guideline)) if label.guideline else "",
            guid=code_guid(label.name),
            name=label.name,
            isCodable="true",
            color=hexadecimal_colour(label).upper(),
        )
        for label in {label.name: label for label in labels}.values()
    )


def code_names(codes: Iterable[Code]) -> dict[str, str]:
    """What each code is called, by GUID: its name, with that of the code above it where two have one name."""
    listed = {one.guid: one for one in codes}
    counts = Counter(one.name for one in listed.values())
    names = {}
    for one in listed.values():
        above = listed.get(one.within)
        names[one.guid] = f"{above.name}/{one.name}" if above is not None and counts[one.name] > 1 else one.name
    return names


def imported_labels(codes: Iterable[Code]) -> Iterator[ImportedLabel]:
    """The labels that codes are. A colour that is none is left out, as other programs write such."""
    codes = list(codes)
    names = code_names(codes)
    for one in codes:
        if one.is_codable and names[one.guid].strip():
            yield ImportedLabel(names[one.guid], _colour(one.colour), one.description.strip())


def _colour(text: str) -> str:
    """``#rrggbb`` in small letters, empty for what is no colour."""
    match = _COLOUR.fullmatch(text.strip())
    if not match:
        return ""
    digits = match[1].lower()
    return f"#{digits}" if len(digits) == 6 else f"#{''.join(one * 2 for one in digits)}"
