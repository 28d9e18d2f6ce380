"""Connecting to a cluster: the one of this machine is closed to others, and what is wrong elsewhere is one line."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import psutil
import pytest

from reader.commands.corpus import dask_cluster
from reader.commands.corpus.dask_cluster import _refuse_other_versions, connected
from reader.commands.environment import CommandError


def status(port: int, page: str) -> str:
    """What a port answers to a browser; none where it is no port for one."""
    with socket.create_connection(("127.0.0.1", port), timeout=150) as connection:
        connection.sendall(f"GET {page} HTTP/1.0\r\n\r\n".encode())
        try:
            answer = connection.recv(100)
        except ConnectionResetError:  # it wants a certificate
            return "none"
    return answer.split()[1].decode() if answer.startswith(b"HTTP/") else "none"


def test_a_cluster_here_listens_on_the_loopback_address_alone_and_only_with_its_certificate() -> None:
    before = logging.root.manager.disable
    with connected("local", 1) as client:
        client.wait_for_workers(1, timeout=150)
        address = client.scheduler.address
        assert address.startswith("tls://127.0.0.1:")
        process = psutil.Process()
        listening = {
            one.laddr
            for process in [process, *process.children(recursive=True)]
            for one in process.net_connections(kind="inet")
            if one.status == psutil.CONN_LISTEN
        }
        assert {where.ip for where in listening} == {"127.0.0.1"}
        assert 8787 not in {where.port for where in listening}
        pages = ("/", "/status", "/health", "/metrics", "/json/counts.json", "/info/main/workers.html", "/api/v1")
        assert {status(where.port, page) for where in listening for page in pages} <= {"404", "none"}
        with pytest.raises(CommandError), connected(address, 1):
            pass
    assert logging.root.manager.disable == before


def test_an_address_where_nobody_answers_is_said_after_a_bounded_time(monkeypatch: pytest.MonkeyPatch) -> None:
    assert dask_cluster.ANSWER_S <= 30
    monkeypatch.setattr(dask_cluster, "ANSWER_S", 0.3)
    with socket.socket() as silent:  # it takes connections, and never says a word
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(CommandError, match=f"no Dask scheduler answers at {address} "), connected(address, 1):
            pass
    with pytest.raises(CommandError, match=f"no Dask scheduler answers at {address} "), connected(address, 1):
        pass


@pytest.mark.parametrize("address", ["tcp://", "tcp://127.0.0.1:none", "tls://127.0.0.1:1"])
def test_an_address_that_cannot_be_is_one_line(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask_cluster, "ANSWER_S", 0.3)
    with pytest.raises(CommandError) as caught, connected(address, 1):
        pass
    assert address in str(caught.value)
    assert "\n" not in str(caught.value)


class Client:
    """Answers which version is installed where."""

    def __init__(self, scheduler: object, workers: dict[str, object]) -> None:
        self._scheduler = scheduler
        self._workers = workers

    def run_on_scheduler(self, ask: Callable[[str], str], name: str) -> object:
        assert (ask, name) == (version, "nrc-reader")
        if isinstance(self._scheduler, Exception):
            raise self._scheduler
        return self._scheduler

    def run(self, ask: Callable[[str], str], name: str, *, on_error: str) -> dict[str, object]:
        assert (ask, name, on_error) == (version, "nrc-reader", "return")
        return self._workers


OWN = version("nrc-reader")


@pytest.mark.parametrize(
    ("scheduler", "workers", "said"),
    [
        ("9.9", {}, f"the scheduler at tcp://a has nrc-reader 9.9, this is {OWN} (install the same version there)"),
        (PackageNotFoundError(), {}, "the scheduler at tcp://a has no nrc-reader (install the same version there)"),
        (OWN, {"tcp://b": OWN, "tcp://c": "9.9"}, f"the Dask worker at tcp://c has nrc-reader 9.9, this is {OWN} ("),
        (OWN, {"tcp://b": PackageNotFoundError()}, "the Dask worker at tcp://b has no nrc-reader ("),
    ],
)
def test_another_version_elsewhere_is_refused(scheduler: Any, workers: dict[str, object], said: str) -> None:
    with pytest.raises(CommandError) as caught:
        _refuse_other_versions(Client(scheduler, workers), "tcp://a")
    assert str(caught.value).startswith(said)


def test_a_cluster_of_the_same_version_is_taken_and_so_is_one_that_has_no_worker_yet() -> None:
    _refuse_other_versions(Client(OWN, {"tcp://b": OWN}), "tcp://a")
    _refuse_other_versions(Client(OWN, {}), "tcp://a")
