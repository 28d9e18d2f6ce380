"""The seal of what somebody hands in, computed beside the keys where it takes longer than a moment."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from reader.workspace.document_progress import sealing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reader.workspace.library_entries import OpenDocument

_State = TypeVar("_State")
_Made = TypeVar("_Made")
#: So many tags and links are sealed at once: that takes some two milliseconds.
_AT_ONCE = 200


def is_sealed_at_once(opened: OpenDocument, annotator: str) -> bool:
    """Whether the seal of a document may be computed while a key waits."""
    work = sealing(opened, annotator)
    return len(work.annotations) + len(work.links) <= _AT_ONCE


async def sealed(opened: OpenDocument, annotator: str) -> Mapping[str, Any]:
    """The seal over what is there when it is done: what is changed meanwhile is in it."""
    return await beside_keys(lambda: sealing(opened, annotator), lambda work: work.data())


async def beside_keys(look: Callable[[], _State], make: Callable[[_State], _Made]) -> _Made:
    """Have a thread make something of what there is, again where that is changed meanwhile.

    Args:
        look: gives what there is, on the event loop; equal while nothing is changed.
        make: is called with it on a thread.
    """
    while True:
        state = look()
        made = await asyncio.to_thread(make, state)
        if look() == state:
            return made
