"""The address of a store on a PostgreSQL server, as a person writes it. It never holds a password.

What is on a command line, everybody on the machine can read. So a password in an address is refused, and no message
repeats the address before that is known.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

#: The schemes that mean a PostgreSQL server.
SCHEMES = frozenset({"postgresql", "postgres"})
#: Parameters of libpq that are secret.
_SECRET = frozenset({"password", "sslpassword", "passwd"})
_PROJECT = re.compile(r"[a-z0-9_]{1,40}\Z")


class ServerAddress(NamedTuple):
    """Where a store is.

    Attributes:
        text: what names it anywhere.
        connection: what libpq takes: the address without what is ours.
        project: tells several stores in one database apart; empty for the only one.
        shown: what the screen and messages call it.
    """

    text: str
    connection: str
    project: str
    shown: str

    @property
    def schema(self) -> str:
        """The schema of the database that holds the store's tables."""
        return f"nrc_reader_{self.project}" if self.project else "nrc_reader"


def server_address(text: str) -> ServerAddress:
    """What an address means.

    Args:
        text: ``postgresql://[USER@]HOST[:PORT]/DATABASE[?project=NAME]``, with any other parameter of libpq.

    Raises:
        ValueError: it holds a password, or a name of a project that cannot be one. The address is not repeated.
    """
    scheme, separator, rest = text.strip().partition("://")
    parts = urlsplit(f"postgresql://{rest}")
    user = parts.netloc.rpartition("@")[0]
    named = parse_qsl(parts.query, keep_blank_values=True)
    if ":" in user or any(name.strip().lower() in _SECRET for name, _ in named):
        raise ValueError(
            "must not hold a password, which everybody on this machine could read (leave it out; PGPASSWORD, "
            "~/.pgpass or a service file of PostgreSQL gives it)"
        )
    if not separator or scheme.lower() not in SCHEMES or parts.fragment or not rest.isprintable():
        raise ValueError("is no address of a store (write postgresql://USER@HOST/DATABASE)")
    project = next((value for name, value in reversed(named) if name == "project"), "")
    if project and not _PROJECT.match(project):
        raise ValueError("names a project that is none: small letters, digits and _, at most 40")
    others = urlencode([pair for pair in named if pair[0] != "project"], quote_via=quote, safe="/")
    bare = f"postgresql://{parts.netloc}{parts.path}"
    shown = unquote(bare) + (f" ({project})" if project else "")
    connection = f"{bare}?{others}" if others else bare
    ours = f"{'&' if others else '?'}project={project}" if project else ""
    return ServerAddress(connection + ours, connection, project, shown)
