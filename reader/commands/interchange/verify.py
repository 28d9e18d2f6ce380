"""``nrc-reader verify``: says whether a packet is as it was sealed, and by whom; puts back what was left out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.commands.environment import DONE, PROBLEM, USAGE, CommandError, complain, settings_of
from reader.system.stdio import counted

if TYPE_CHECKING:
    import argparse

    from reader.exchange.packets.packet_reading import Packet

#: Faults that are named; the rest is counted.
_SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("packet", metavar="FILE", help="the packet")
    parser.add_argument("--signers", metavar="FILE", help="who may have signed it, as ssh-keygen lists allowed signers")
    parser.add_argument("--texts", metavar="FOLDER", action="append", default=[], help="put back what was left out")
    parser.add_argument("-o", "--output", metavar="OUT.zip", help="the packet with what --texts puts back")


def run(options: argparse.Namespace) -> int:
    """Say what is wrong with a packet; the exit code."""
    from reader.exchange.packets.packet_layout import PacketError
    from reader.exchange.packets.packet_reading import Packet

    if bool(options.texts) != bool(options.output):
        complain("verify: --texts needs -o, the new packet, and -o needs --texts")
        return USAGE
    try:
        with Packet(Path(options.packet)) as packet:
            faults = list(packet.faults())
            for line in faults[:_SHOWN]:
                complain(line)
            if len(faults) > _SHOWN:
                complain(f"{len(faults) - _SHOWN} more files are not as they were sealed")
            is_signed = _say_signature(packet, options.signers)
            if faults or is_signed is False:
                return PROBLEM
            _say(packet)
            if options.texts:
                return _put_back(options, packet)
    except PacketError as error:
        raise CommandError(error) from error
    return DONE


def _say(packet: Packet) -> None:
    content = packet.content()
    missing = content.left_out.keys() - content.present
    left = f"; {counted(len(missing), 'file')} left out" if missing else ""
    there = counted(len(content.hashes | content.left_out) - len(missing), "file")
    print(f"{packet.path}: {there} as they were sealed{left}")


def _say_signature(packet: Packet, signers: str | None) -> bool | None:
    """Say who signed it; False where the signature is not right, None where that is not known."""
    from reader.exchange.packets.packet_layout import MANIFEST, SIGNATURE
    from reader.exchange.packets.ssh_signature import SignatureError, SignatureRefused, signer_of

    if SIGNATURE not in packet.names:
        if signers:
            complain(f"{packet.path}: is not signed")
            return False
        print(f"{packet.path}: not signed")
        return None
    try:
        who = signer_of(packet.bytes_of(MANIFEST), packet.bytes_of(SIGNATURE), Path(signers) if signers else None)
    except SignatureRefused as error:
        complain(f"{packet.path}: its signature is not right: {error}")
        return False
    except SignatureError as error:
        complain(f"{packet.path}: its signature was not checked: {error}")
        return False if signers else None
    print(f"{packet.path}: {who}")
    return True


def _put_back(options: argparse.Namespace, packet: Packet) -> int:
    """Write the packet with what was found."""
    from reader.commands.interchange.delivery import target_of
    from reader.exchange.packets.left_out_files import found_files, put_back
    from reader.exchange.packets.packet_file import PacketFile
    from reader.system.durable_writes import write_atomically
    from reader.system.os_errors import reason

    target = target_of(options.output)
    found = found_files(packet, [Path(one) for one in options.texts], settings_of(options).max_file_bytes)
    content = packet.content()
    missing = sorted(content.left_out.keys() - content.present - found.keys())
    try:
        with PacketFile() as whole:
            put_back(packet, found, whole)
            write_atomically(target, whole.chunks())
    except OSError as error:
        raise CommandError(f"{options.output}: cannot be written: {reason(error)}") from error
    print(f"{options.output}: {counted(len(found), 'file')} put back")
    if missing:
        more = f" and {len(missing) - 1} more" if missing[1:] else ""
        return complain(f"{options.output}: {missing[0]}{more} not found: no file there has the bytes that were sealed")
    return DONE
