"""The rows of the names' list: sections by kind, what is shown of an expanded name, filter and order. Draws nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reader.entities.display_names import short_name
from reader.model.entity import KINDS, VALUE_KINDS, Entity
from reader.system.stdio import counted

HEADINGS = {
    "person": "People",
    "organisation": "Organisations",
    "country": "Countries",
    "place": "Places",
    "group": "Groups",
    "event": "Events",
    "law": "Laws and treaties",
    "product": "Products and weapons",
    "work": "Works",
}
#: The orders, as the pane names them; ``s`` goes round.
ORDERS = ("count", "first", "name")
#: What may be unfolded at the end of the list.
VALUES, REJECTED = "Values", "Rejected"
#: How many of those that are named together with a name are shown.
_MOST_TOGETHER = 4
#: From no mention in a part of the text to many.
_LEVELS = "·▁▂▃▄▅▆▇"


class EntityRow(NamedTuple):
    """One row.

    Attributes:
        part: ``heading``, ``name``, ``strip``, ``form``, ``together``, ``related``, ``elsewhere`` or ``fold``.
        text: what is written there; empty for names and strips.
        entity: whose row it is.
        mentions: how many, of names and forms.
        is_rejected: a person said that it is no name.
    """

    part: str
    text: str
    entity: Entity | None = None
    mentions: int = 0
    is_rejected: bool = False

    @property
    def can_be_chosen(self) -> bool:
        """Whether the highlight stops here."""
        return self.part not in {"heading", "strip"}


class Details(NamedTuple):
    """What an expanded name shows beside its forms.

    Attributes:
        together: who is named together with it, and how often.
        related: names that are kept apart from it and belong to it.
        elsewhere: titles of other documents that name it.
        looked_at: how many documents were looked at for that.
    """

    together: Sequence[tuple[Entity, int]] = ()
    related: Sequence[str] = ()
    elsewhere: Sequence[str] = ()
    looked_at: int = 0


@dataclass(slots=True)
class View:
    """How a person wants to see the names; it outlives the names themselves.

    Attributes:
        order: one of ``ORDERS``.
        typed: the filter.
        expanded: names whose forms are shown.
        unfolded: ``VALUES`` and ``REJECTED`` where they are shown.
        rejected: what a person said is no name.
    """

    order: str = "count"
    typed: str = ""
    expanded: list[Entity] = field(default_factory=list)  # a name's hash costs more than a few comparisons
    unfolded: set[str] = field(default_factory=set)
    rejected: Sequence[Entity] = ()


def rows(entities: Sequence[Entity], view: View, about: Callable[[Entity], Details]) -> list[EntityRow]:
    """The whole list.

    Args:
        entities: most often named first.
        view: order, filter, what is unfolded.
        about: asked about each expanded name.
    """
    found = [one for one in entities if _matches(one, view.typed)]
    listed: list[EntityRow] = []
    for kind in KINDS:
        members = [] if kind in VALUE_KINDS else [one for one in found if one.kind == kind]
        if members:
            listed.append(EntityRow("heading", HEADINGS.get(kind, kind)))
            for entity in in_order(members, view.order):
                listed += _name_rows(entity, view, about)
    values = [one for one in found if one.kind in VALUE_KINDS]
    listed += _folded(VALUES, in_order(values, view.order), view)
    listed += _folded(REJECTED, [one for one in view.rejected if _matches(one, view.typed)], view)
    return listed


def in_order(entities: Sequence[Entity], order: str) -> list[Entity]:
    """Sorted by count (the most often named first), by first mention, or by name."""
    if order == "first":
        return sorted(entities, key=lambda one: one.mentions[0].start)
    if order == "name":
        return sorted(entities, key=lambda one: one.name.casefold())
    return sorted(entities, key=lambda one: (-len(one.mentions), one.mentions[0].start))


def _matches(entity: Entity, typed: str) -> bool:
    """Whether every word that was typed is in one of its names."""
    if not typed:
        return True
    names = " ".join((entity.name, *entity.aliases)).casefold()
    return all(word in names for word in typed.casefold().split())


def _folded(name: str, members: Sequence[Entity], view: View) -> Iterator[EntityRow]:
    if not members:
        return
    is_open = name in view.unfolded or bool(view.typed)
    yield EntityRow("fold", f"{'▾' if is_open else '▸'} {name} {len(members)}")
    for entity in members if is_open else ():
        yield EntityRow("name", "", entity, len(entity.mentions), is_rejected=name == REJECTED)


def _name_rows(entity: Entity, view: View, about: Callable[[Entity], Details]) -> Iterator[EntityRow]:
    yield EntityRow("name", "", entity, len(entity.mentions))
    if entity not in view.expanded:
        return
    details = about(entity)
    yield EntityRow("strip", "", entity)
    forms = Counter(mention.text for mention in entity.mentions)
    for form, count in forms.items() if len(forms) > 1 or entity.name not in forms else ():
        yield EntityRow("form", form, entity, count)
    if details.together:
        named = ", ".join(f"{short_name(other)} {count}" for other, count in details.together[:_MOST_TOGETHER])
        yield EntityRow("together", f"with: {named}", entity)
    for name in details.related:
        yield EntityRow("related", f"~ {name}", entity)
    if details.elsewhere:
        where = counted(len(details.elsewhere), "other document")
        yield EntityRow(
            "elsewhere",
            f"in {where}: w lists them" if len(details.elsewhere) > 1 else f"in {details.elsewhere[0]}",
            entity,
        )
    elif details.looked_at > 1:
        yield EntityRow("elsewhere", f"in none of {details.looked_at - 1} others", entity)


def strip(entity: Entity, length: int, cells: int) -> str:
    """Where in a text of ``length`` code points an entity is named: one character a part, its height by the count."""
    if cells <= 0:
        return ""
    parts = [0] * cells
    for mention in entity.mentions:
        parts[min(cells - 1, mention.start * cells // max(length, 1))] += 1
    top = len(_LEVELS) - 1
    most = max(*parts, 3) if parts else 3
    return "".join(_LEVELS[-(-count * top // most)] if count else _LEVELS[0] for count in parts)
