"""Opens a sealed packet in the reader, without unpacking it anywhere that lasts: its tags can be read, not changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from reader.commands.environment import CommandError, complain
from reader.system.stdio import counted

if TYPE_CHECKING:
    from reader.config.settings import Settings


def open_packet(name: str, settings: Settings) -> int:
    """Show the documents of a packet until the user quits; the exit code.

    Raises:
        CommandError: it is no packet, or not as it was sealed.
        LaunchError: as ``launch``.
    """
    from reader.exchange.packets.packet_layout import PacketError
    from reader.exchange.packets.packet_reading import Packet
    from reader.exchange.packets.sealed_store import SealedStore, packet_labels
    from reader.ui.launch import launch

    with TemporaryDirectory(prefix="nrc-reader-") as folder:
        try:
            with Packet(Path(name)) as packet:
                if fault := next(packet.faults(), ""):
                    raise CommandError(fault)
                store = SealedStore(packet, Path(folder))
                labels = packet_labels(packet) or settings.labels
        except PacketError as error:
            raise CommandError(error) from error
        if not store.paths:
            raise CommandError(f"{name}: its texts were left out (nrc-reader verify --texts puts them back)")
        if store.without_file:
            complain(
                f"{name}: {counted(len(store.without_file), 'document')} cannot be shown: their texts were left out"
            )
        return launch(store.paths, replace(settings, labels=labels), store)
