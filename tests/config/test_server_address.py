"""Addresses of stores on a server: what they name, and that none holds a password."""

import subprocess
import sys
from pathlib import Path

import pytest

from reader.config.server_address import server_address
from reader.config.settings import SettingsError
from reader.config.settings_sources import load
from reader.store import open_store
from reader.store.store_protocol import StoreError

SECRET = "tr0ub4dor"
WITH_PASSWORD = [
    f"postgresql://ann:{SECRET}@db.example/news",
    f"postgres://ann:{SECRET}@db.example/news",
    f"PostgreSQL://ann:{SECRET}@db.example/news",
    f"postgresql://db.example/news?user=ann&password={SECRET}",
    f"postgresql://db.example/news?pass%77ord={SECRET}",
    f"postgresql://db.example/news?sslpassword={SECRET}",
    f"  postgresql://ann:{SECRET}@db.example/news",
]


@pytest.mark.parametrize(
    ("text", "schema", "shown"),
    [
        ("postgresql://ann@db.example/news", "nrc_reader", "postgresql://ann@db.example/news"),
        ("postgres://db.example:5433/news", "nrc_reader", "postgresql://db.example:5433/news"),
        ("postgresql://db/news?project=vote_2026", "nrc_reader_vote_2026", "postgresql://db/news (vote_2026)"),
        ("postgresql:///news?host=/run/postgresql", "nrc_reader", "postgresql:///news"),
    ],
)
def test_an_address_names_the_schema_and_is_shown_without_parameters(text: str, schema: str, shown: str) -> None:
    address = server_address(text)
    assert (address.schema, address.shown) == (schema, shown)
    assert server_address(address.text) == address


def test_what_is_ours_is_not_told_to_the_server() -> None:
    address = server_address("postgresql://db/news?project=a&sslmode=verify-full")
    assert address.connection == "postgresql://db/news?sslmode=verify-full"
    assert "project=a" in address.text


@pytest.mark.parametrize("text", ["postgresql://db/news?project=A-B", "postgresql:db", "postgresql://db/news#x"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"address|project"):
        server_address(text)


@pytest.mark.parametrize("text", WITH_PASSWORD)
def test_a_password_is_refused_wherever_the_address_comes_from_and_never_repeated(text: str, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f'store = "{text}"\n')
    for given in ({"store": text}, {"environment": {"NRC_READER_STORE": text}}, {"config": str(file)}):
        with pytest.raises(SettingsError, match="must not hold a password") as refusal:
            load(**{"environment": {}, "folder": tmp_path, **given})  # type: ignore[arg-type]
        assert SECRET not in str(refusal.value)
    with pytest.raises(StoreError, match="must not hold a password") as other:
        open_store(text.strip())
    assert SECRET not in str(other.value)


def test_the_program_ends_at_a_password_with_one_line_that_does_not_hold_it(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "reader", "stats", "--store", WITH_PASSWORD[0]]
    done = subprocess.run(words, capture_output=True, text=True, timeout=100, env={"HOME": str(tmp_path)})
    assert done.returncode in {1, 2}
    assert SECRET not in done.stdout + done.stderr
    assert "PGPASSWORD" in done.stderr
    assert done.stderr.count("\n") == 1
