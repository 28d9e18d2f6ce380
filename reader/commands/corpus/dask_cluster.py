"""Connects to a Dask cluster, or starts one on this machine that nobody else can use."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from reader.commands.environment import CommandError, first_line

#: The word for a cluster on this machine.
LOCAL = "local"
#: What an address begins with.
SCHEMES = ("tcp://", "tls://", "ws://", "wss://")
#: Seconds that a scheduler has to answer; one on this machine was just started, and only a busy machine makes it slow.
ANSWER_S, _LOCAL_ANSWER_S = 10, 120
#: Seconds that the parts of a cluster have to end.
_END_S = 5


@contextmanager
def connected(address: str, processes: int) -> Iterator[Any]:
    """A client of the cluster at ``address``; ``LOCAL`` starts one with so many processes, and ends it afterwards.

    Raises:
        CommandError: nobody answers there, or it has another version of this program.
    """
    with _quiet():
        if address == LOCAL:
            with _local_cluster(processes) as cluster, _client(cluster, address, _LOCAL_ANSWER_S) as client:
                yield client
        else:
            with _said(address):
                asyncio.run(_probe(address))
            with _client(address, address, ANSWER_S) as client:
                _refuse_other_versions(client, address)
                yield client


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the log lines of Dask to itself: what matters in them comes as an error of a call."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


@contextmanager
def _local_cluster(processes: int) -> Iterator[Any]:
    """A cluster for this run alone: on the loopback address, behind a certificate of its own, without a dashboard."""
    from tempfile import TemporaryDirectory

    import dask
    from distributed import LocalCluster
    from distributed.security import Security

    with TemporaryDirectory(prefix="nrc-reader-", ignore_cleanup_errors=True) as scratch:
        try:
            # Each part opens a port for web pages in any case. Without a route it has none to show.
            with dask.config.set({f"distributed.{part}.http.routes": [] for part in ("scheduler", "worker")}):
                cluster = LocalCluster(
                    n_workers=processes,
                    threads_per_worker=1,
                    processes=True,
                    host="127.0.0.1",
                    protocol="tls://",
                    security=Security.temporary(),
                    dashboard_address="127.0.0.1:0",  # None means port 8787
                    scheduler_kwargs={"dashboard": False},
                    memory_limit=0,  # pages are cleaned in processes that have limits of their own
                    silence_logs=logging.CRITICAL,
                    local_directory=scratch,
                )
        except (OSError, RuntimeError, ValueError) as error:
            raise CommandError(f"no Dask cluster can be started here: {first_line(error)}") from error
        try:
            yield cluster
        finally:
            with suppress(Exception):
                cluster.close(timeout=_END_S)


@contextmanager
def _client(where: Any, address: str, seconds: float) -> Iterator[Any]:
    from distributed import Client

    with _said(address):
        client = Client(where, timeout=seconds, set_as_default=False)
    try:
        yield client
    finally:
        with suppress(Exception):
            client.close(timeout=_END_S)


async def _probe(address: str) -> None:
    """Connect, and no more: a client waits for ever for a program that takes a connection and never says a word."""
    from distributed.comm import connect
    from distributed.security import Security

    async with asyncio.timeout(ANSWER_S + 1):  # Dask's own message is better
        comm = await connect(address, timeout=ANSWER_S, **Security().get_connection_args("client"))
    comm.abort()


@contextmanager
def _said(address: str) -> Iterator[None]:
    """Faults of a connection as one line."""
    try:
        yield
    except OSError as error:  # a limit of time is one, too
        raise CommandError(
            f"no Dask scheduler answers at {address} (start it there with: dask scheduler, or check the address)"
        ) from error
    except (ValueError, TypeError, RuntimeError) as error:
        raise CommandError(f"{address}: {first_line(error)}") from error


def _refuse_other_versions(client: Any, address: str) -> None:
    """Compare the installed versions; a worker that comes later is asked with its first task."""
    try:
        own = version("nrc-reader")
    except PackageNotFoundError:  # a checkout that was not installed: tasks are compared by what runs
        return
    there = {f"the scheduler at {address}": _version_at(lambda: client.run_on_scheduler(version, "nrc-reader"))}
    with suppress(OSError):
        found = client.run(version, "nrc-reader", on_error="return")
        there |= {f"the Dask worker at {worker}": one for worker, one in found.items()}
    for who, one in there.items():
        if one != own:
            what = f"has nrc-reader {one}, this is {own}" if isinstance(one, str) else "has no nrc-reader"
            raise CommandError(f"{who} {what} (install the same version there)")


def _version_at(ask: Any) -> object:
    try:
        return ask()
    except PackageNotFoundError as error:
        return error
