"""``nrc-reader seal``: puts documents with all that was done to them into a packet that shows each later change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.commands.environment import DONE, PROBLEM, STOPPED, USAGE, CommandError, complain
from reader.commands.interchange.delivery import deliver, target_of
from reader.system.stdio import counted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from reader.commands.interchange.selection_options import Asked
    from reader.exchange.packets.packet_file import PacketFile
    from reader.exchange.packets.packet_sealing import PacketSealing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("output", metavar="OUT.zip", help="the packet")
    parser.add_argument("paths", nargs="*", metavar="DOCUMENT", help="files and folders (default: all of the store)")
    parser.add_argument(
        "--without-texts", action="store_true", help="leave sources and texts out, but for their hashes"
    )
    parser.add_argument("--key", metavar="FILE", help="the ssh key to sign with (default: yours in ~/.ssh)")
    parser.add_argument("--unsigned", action="store_true", help="do not sign")


def run(options: argparse.Namespace) -> int:
    """Write the packet; the exit code."""
    from reader.commands.annotator_filter import selected
    from reader.commands.environment import settings_of, store_of
    from reader.commands.interchange.selection_options import Asked
    from reader.exchange.annotation_selection import AnnotationSelection
    from reader.exchange.packets.packet_file import PacketFile
    from reader.store.store_protocol import StoreError
    from reader.system.os_errors import reason

    if options.key and options.unsigned:
        complain("seal: --key and --unsigned are at odds")
        return USAGE
    target_of(options.output)
    settings = settings_of(options)
    asked = Asked(
        settings,
        store_of(settings, options.paths),
        AnnotationSelection(selected(options), documents=tuple(options.paths)),
    )
    failed: list[str] = []
    try:
        with PacketFile() as packet:
            sealing = _sealed(asked, packet, failed, leaves_out=options.without_texts)
            signed = _close(options, asked, sealing)
            deliver(asked.store, options.output, packet.chunks())
    except StoreError as error:
        raise CommandError(error) from error
    except OSError as error:
        raise CommandError(f"{options.output}: cannot be written: {reason(error)}") from error
    except KeyboardInterrupt:
        complain("seal: stopped; nothing was written")
        return STOPPED
    print(f"{counted(sealing.documents, 'document')} with {counted(sealing.count, 'annotation')} sealed, {signed}")
    return PROBLEM if failed else DONE


def _sealed(asked: Asked, packet: PacketFile, failed: list[str], *, leaves_out: bool) -> PacketSealing:
    """Put the documents in; say of which there is less than a whole one."""
    from reader.commands.annotator_filter import names_in, refuse_stranger
    from reader.commands.environment import all_stored
    from reader.commands.interchange.selection_options import nothing_found
    from reader.commands.progress_line import ProgressLine
    from reader.exchange.packets.packet_sealing import PacketSealing
    from reader.store.allowed_files import AllowedFiles

    settings, store, selection = asked
    allowed = AllowedFiles(store.project_folder(), selection.documents)
    sealing = PacketSealing(packet, store, allowed, settings.max_file_bytes, leaves_out=leaves_out)
    names: set[str] = set()
    with ProgressLine(prints=False) as progress:
        documents = sorted(
            all_stored(store, failed, tick=progress), key=lambda one: (one.document.path, one.document.sha256)
        )
        for stored in documents:
            names |= names_in([stored])
            if selection.has(stored.document):
                chosen = selection.of(stored)
                if chosen.annotations or chosen.links or chosen.decisions:
                    sealing.add(chosen, selection.annotator)
    refuse_stranger(store, selection.annotator, names)
    if not sealing.documents:
        raise CommandError(nothing_found(asked) or f"{store.name}: there is nothing to seal")
    for paths, what in (
        (sealing.without_source, "its file is not here, or has changed: only its text is sealed"),
        (sealing.without_text, "its text is not known: only its tags are sealed"),
    ):
        if paths:
            more = f"; and of {counted(len(paths) - 1, 'more document')}" if paths[1:] else ""
            complain(f"{paths[0]}: {what}{more}")
    return sealing


def _close(options: argparse.Namespace, asked: Asked, sealing: PacketSealing) -> str:
    """Finish the packet, signed if there is a key; says whether it is."""
    from reader.exchange.packets.ssh_signature import SignatureError, signature_of, users_key

    key = None if options.unsigned else Path(options.key) if options.key else users_key()
    said = "not signed"

    def sign(data: bytes) -> bytes:
        nonlocal said
        assert key is not None  # noqa: S101 - it is only called with one
        signature = signature_of(data, key)
        said = f"signed with {key}"
        return signature

    signing: Callable[[bytes], bytes] | None = sign if key is not None else None
    try:
        sealing.close(asked.settings, asked.labels, signing)
    except SignatureError as error:
        if options.key:
            raise CommandError(f"{options.key}: cannot sign: {error}") from error
        complain(f"{key}: cannot sign, so the packet is not signed: {error}")
    return said
