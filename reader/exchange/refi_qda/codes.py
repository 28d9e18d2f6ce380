"""Labels as the codes of REFI-QDA, with colour and guideline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from reader.config.label import BELOW, PLAIN, Label, path_to
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
    known = {label.name: label for label in labels}
    below: dict[str, dict[str, None]] = {"": {}}  # names of labels, in order, by that of the one above them
    for name in known:
        below.setdefault(name, {})
        path = path_to(name)
        for one, above in zip(path, (*path[1:], ""), strict=True):
            below.setdefault(above, {})[one] = None
    return _codes_below("", known, below)


def _codes_below(above: str, known: Mapping[str, Label], below: Mapping[str, Mapping[str, None]]) -> str:
    """The codes below one; what is no label but has labels below it is a code that nothing is coded with."""
    return "".join(
        element(
            "Code",
            (element("Description", character_data(label.guideline)) if label.guideline else "")
            + _codes_below(name, known, below),
            guid=code_guid(name),
            name=name.removeprefix(f"{above}{BELOW}") if above else name,
            isCodable="true" if name in known else "false",
            color=hexadecimal_colour(label).upper(),
        )
        for name in below.get(above, ())
        for label in [known.get(name, Label(name, "", PLAIN))]
    )


def code_names(codes: Iterable[Code]) -> dict[str, str]:
    """What each code is called, by GUID: its name, with that of the code above it where two have one name.

    A code that this program wrote has the names of all above it.
    """
    listed = {one.guid: one for one in codes}
    counts = Counter(one.name for one in listed.values())
    names: dict[str, str] = {}
    paths: dict[str, str] = {}
    for one in listed.values():  # one comes behind the one that it is part of
        above = listed.get(one.within)
        paths[one.guid] = path = f"{paths[one.within]}{BELOW}{one.name}" if one.within in paths else one.name
        usual = f"{above.name}/{one.name}" if above is not None and counts[one.name] > 1 else one.name
        names[one.guid] = path if above is not None and code_guid(path) == one.guid else usual
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
