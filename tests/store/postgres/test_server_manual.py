"""The page ``server`` of the manual tells the truth: its lines set a server up, and doctor finds what is wrong."""

import re
from pathlib import Path

import pytest

from reader.cli import main
from reader.config.server_address import server_address
from reader.manual import page
from reader.model.annotation import Change, new_id
from reader.store.postgres.postgres_store import PostgresStore
from reader.store.store_protocol import StoreError
from tests.postgres_server import PostgresServer
from tests.store.test_conformance import DOCUMENT, annotation


@pytest.fixture(scope="module")
def newsroom(postgres: PostgresServer) -> str:
    """A database as the page sets it up, with a second person and one who is not let in; gives its name."""
    (lines,) = re.findall(r"```sql\n(.*?)```", page("server"), re.DOTALL)
    second = [line for line in lines.splitlines() if " ann " in line]
    for line in (*lines.splitlines(), *(one.replace(" ann ", " bob ") for one in second), "create role eve login"):
        done = postgres.psql(line)
        assert done.returncode == 0, done.stderr
    return "news"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


def test_its_lines_let_people_work_together_and_nobody_else_in(newsroom: str, postgres: PostgresServer) -> None:
    stores = {
        name: PostgresStore(server_address(postgres.address(database=newsroom, user=name)))
        for name in ("ann", "bob", "eve")
    }
    document = stores["ann"].save(DOCUMENT, [Change(None, annotation())]).document
    stores["bob"].save(document, [Change(None, annotation(9))])
    assert len(stores["ann"].load(document.key or "").annotations) == 2
    with pytest.raises(StoreError, match="permission denied"):
        stores["eve"].load(document.key or "")
    for store in stores.values():
        store.close()


def doctor(capsys: pytest.CaptureFixture[str], address: str) -> str:
    main(["doctor", "--store", address])
    return capsys.readouterr().out


def test_doctor_says_how_a_server_is(
    newsroom: str, postgres: PostgresServer, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = doctor(capsys, postgres.address(f"t{new_id().lower()}", newsroom, "ann"))
    for line in ("PostgreSQL ", "as ann", "not there yet: the first save makes them", "closed to others", "as here"):
        assert line in told
    assert "arrive" in told
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGPASSWORD", "tr0ub4dor")
        told = doctor(capsys, f"postgresql://ann@/news?host={home}")
        assert "cannot be reached" in told
        assert "tr0ub4dor" not in told


def test_doctor_names_missing_rights_and_newer_tables(
    newsroom: str, postgres: PostgresServer, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del home, newsroom
    store = PostgresStore(server_address(postgres.address(f"t{new_id().lower()}")))
    store.save(DOCUMENT, [Change(None, annotation())])
    store.close()
    address, schema = store.address, store.server.address.schema
    postgres.psql(f"grant usage on schema {schema} to eve; grant select on all tables in schema {schema} to eve")
    assert "not all: record, history, clock, kept_file" in doctor(capsys, address.replace("//postgres@", "//eve@"))
    postgres.psql(f"insert into {schema}.schema_version (version) values (99)")
    assert "update nrc-reader" in doctor(capsys, address)


def test_commands_read_what_others_did_and_say_where_they_cannot(
    postgres: PostgresServer, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = postgres.address(f"t{new_id().lower()}")
    remote = PostgresStore(server_address(address))
    document = remote.save(DOCUMENT, [Change(None, annotation())]).document
    for count in (1, 2):
        assert main(["stats", "--store", address]) == 0
        assert re.search(rf"\b{count}\b", capsys.readouterr().out)
        remote.save(document, [Change(None, annotation(9 * count))])
    remote.close()
    monkeypatch.setenv("PGHOST", "/nowhere")
    monkeypatch.setattr("reader.store.postgres.server.Server.connect", _refuse)
    assert main(["stats", "--store", address]) == 0
    told = capsys.readouterr()
    assert "what is here is used, and shared later" in told.err
    assert home.is_dir()


def _refuse(*_: object) -> None:
    from reader.store.postgres.server import UnreachableError

    raise UnreachableError("the server: cannot be reached")
