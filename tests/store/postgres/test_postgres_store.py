"""What a store on a server does beyond what every store promises: its tables, its rights, a server that goes away."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from reader.config.server_address import server_address
from reader.model.act import Act
from reader.model.annotation import Change, new_id
from reader.model.document import Document
from reader.store import open_store
from reader.store.postgres import schema_updates, server
from reader.store.postgres.postgres_store import PostgresStore
from reader.store.postgres.server import UnreachableError
from reader.store.store_protocol import NewerStoreError, StoreError
from tests.postgres_server import PostgresServer
from tests.store.test_conformance import DOCUMENT, annotation, saved


@pytest.fixture
def address(postgres: PostgresServer) -> str:
    return postgres.address(f"t{new_id().lower()}")


@pytest.fixture
def store(address: str) -> Iterator[PostgresStore]:
    found = PostgresStore(server_address(address))
    yield found
    found.close()


def ask(store: PostgresStore, query: str, *values: object) -> list[Any]:
    with psycopg.connect(store.server.address.connection, autocommit=True) as connection:
        connection.execute(f"set search_path to {store.server.address.schema}")
        cursor = connection.execute(query.encode(), values)
        return cursor.fetchall() if cursor.description else []


def test_a_client_that_is_not_ours_counts_labels(store: PostgresStore, postgres: PostgresServer) -> None:
    saved(store, annotation(), annotation(9, "opinion"))
    schema = store.server.address.schema
    query = f"select label, annotator from {schema}.record where table_name = 'annotations' order by 1"
    assert postgres.psql(query).stdout.split() == ["claim|ann", "opinion|ann"]


def test_the_tables_of_a_newer_version_are_neither_read_nor_written(store: PostgresStore, address: str) -> None:
    document = saved(store, annotation())
    ask(store, "insert into schema_version (version) values (99)")
    other = PostgresStore(server_address(address))
    for call in (lambda: other.load(document.key or ""), lambda: other.save(document, []), other.keys, other.exists):
        with pytest.raises(NewerStoreError, match=r"newer nrc-reader \(schema 99, this one knows"):
            call()
    assert ask(store, "select count(*) from history") == [(1,)]
    other.close()


def test_older_tables_are_brought_up_to_date_once_by_whoever_comes_first(
    store: PostgresStore, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = saved(store, annotation())
    fresh = [*schema_updates.schema_files(), "create table later (id integer); insert into later values (1)"]
    monkeypatch.setattr(schema_updates, "schema_files", lambda: fresh)
    for module in (schema_updates, server):
        monkeypatch.setattr(module, "LATEST", len(fresh))
    others = [PostgresStore(server_address(address)) for _ in range(4)]
    threads = [threading.Thread(target=one.load, args=(document.key,)) for one in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert ask(store, "select count(*) from later") == [(1,)]
    assert ask(store, "select max(version) from schema_version") == [(len(fresh),)]
    assert len(others[0].load(document.key or "").annotations) == 1
    for one in others:
        one.close()


def test_an_update_that_fails_leaves_the_tables_as_they_were(
    store: PostgresStore, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(store, annotation())
    fresh = [*schema_updates.schema_files(), "create table later (id integer); select 1 / 0"]
    monkeypatch.setattr(schema_updates, "schema_files", lambda: fresh)
    for module in (schema_updates, server):
        monkeypatch.setattr(module, "LATEST", len(fresh))
    other = PostgresStore(server_address(address))
    with pytest.raises(StoreError, match="division by zero"):
        other.keys()
    assert ask(store, "select max(version) from schema_version, (select to_regclass('later') as it) as found") == [
        (len(fresh) - 1,)
    ]
    assert ask(store, "select to_regclass('later')") == [(None,)]
    other.close()


def test_every_version_has_its_file() -> None:
    assert len(schema_updates.schema_files()) == schema_updates.LATEST


def test_a_server_that_is_not_there_is_named_in_one_line_without_a_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", "tr0ub4dor")
    store = PostgresStore(server_address(f"postgresql://ann@/news?host={tmp_path}"))
    with pytest.raises(UnreachableError, match=r"^postgresql://ann@/news: cannot be reached: ") as refusal:
        store.keys()
    assert "tr0ub4dor" not in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert "cannot be reached" in store.state().refusal


def test_a_user_without_rights_is_told_so(store: PostgresStore, postgres: PostgresServer, address: str) -> None:
    saved(store, annotation())
    name = store.server.address.schema
    postgres.psql(f"create role {name} login")
    other = PostgresStore(server_address(address.replace("//postgres@", f"//{name}@")))
    with pytest.raises(StoreError, match="permission denied"):
        other.save(DOCUMENT, [Change(None, annotation())])
    other.close()


def test_connections_that_the_server_ended_while_nobody_used_them_are_made_again(store: PostgresStore) -> None:
    document = saved(store, annotation())
    ask(store, "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'nrc-reader'")
    assert len(store.load(document.key or "").annotations) == 1


def test_a_save_whose_connection_breaks_is_refused_and_can_be_made_again(store: PostgresStore) -> None:
    document = saved(store, annotation())
    database, late = store.database(document.key or ""), annotation(9)
    end = "select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in transaction'"

    def write() -> None:
        with database.transaction():
            database.table("annotations").update({"note": "hm"})
            ask(store, end)

    with pytest.raises(UnreachableError, match="not saved: the connection was lost"):
        write()
    assert [one.note for one in store.load(document.key or "").annotations] == [""]
    store.save(document, [Change(None, late)], act=Act("claim", "ann", new_id()))
    assert len(store.load(document.key or "").annotations) == 2


def test_numbers_become_visible_in_their_order(store: PostgresStore, address: str) -> None:
    """Who has seen one has seen all before it, so nobody misses what was still being written."""
    stores = [PostgresStore(server_address(address)) for _ in range(4)]
    documents = [Document(None, f"{number}.txt", f"{number:064x}") for number in range(4)]
    store.server.prepare()
    seen: list[int] = []
    is_over = threading.Event()

    def write(number: int) -> None:
        for start in range(12):
            stores[number].save(documents[number], [Change(None, annotation(start))])

    def read() -> None:
        last = 0
        while True:
            was_over = is_over.is_set()
            found = ask(store, "select number from history where number > %s order by number", last)
            seen.extend(number for (number,) in found)
            last = seen[-1] if seen else 0
            if was_over:
                return

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    reader = threading.Thread(target=read)
    for thread in (*threads, reader):
        thread.start()
    for thread in threads:
        thread.join(60)
    is_over.set()
    reader.join(60)
    assert seen == [number for (number,) in ask(store, "select number from history order by number")]
    assert len(seen) == 48
    for one in stores:
        one.close()


def test_nothing_of_the_server_is_loaded_for_a_folder(tmp_path: Path) -> None:
    code = (
        "import sys; from reader.store import open_store; store = open_store(sys.argv[1]);"
        "store.keys(); store.close(); print(*sorted(sys.modules))"
    )
    words = [sys.executable, "-c", code, str(tmp_path / "annotations")]
    loaded = subprocess.run(words, capture_output=True, text=True, timeout=100).stdout.split()
    assert "reader.store.folder_store" in loaded
    assert [one for one in loaded if one.startswith(("psycopg", "reader.store.postgres"))] == []
    assert "reader.config.server_address" not in loaded


def test_the_library_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"psycopg .*nrc-reader\[postgres\]"):
        open_store("postgresql:///news").keys()
