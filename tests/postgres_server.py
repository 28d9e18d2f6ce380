"""A PostgreSQL server of the tests' own: a private cluster in a temporary folder, on a Unix socket, for nobody else.

It is ended with the process that began it, also where that is killed: the kernel sends the postmaster SIGQUIT then
(Linux), and the next one removes what was left of the folder.
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

#: Where Debian has the programs that are not in the path.
_DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
_PATH = os.pathsep.join([*map(str, _DEBIAN), os.environ.get("PATH", "")])
_PR_SET_PDEATHSIG = 1


def missing() -> str:
    """Why no server can be started here; empty where one can."""
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        return f"psycopg cannot be imported ({error}): pip install 'nrc-reader[postgres]'"
    if not Path("/proc/self").exists():
        return "the tests of a server need /proc (Linux)"
    if not all(shutil.which(name, path=_PATH) for name in ("initdb", "postgres")):
        return "NO POSTGRESQL SERVER IS INSTALLED: the store on a server is not tested (apt-get install postgresql)"
    if os.geteuid() == 0 and not _user():
        return "PostgreSQL does not run as root, and there is no user postgres"
    return ""


def _user() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    except KeyError:
        return None


def _dies_with_us() -> None:
    """In the child: end as the parent does."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


class PostgresServer:
    """A running server, with ``address(project)`` for stores."""

    def __init__(self) -> None:
        self._programs = {name: shutil.which(name, path=_PATH) or name for name in ("initdb", "postgres", "psql")}
        user = _user()
        self._as: dict[str, int] = {"user": user.pw_uid, "group": user.pw_gid} if user else {}
        _remove_what_was_left()
        self.folder = Path(
            tempfile.mkdtemp(prefix=f"nrc-pg-{os.getpid()}-", dir="/tmp")
        )  # a socket's path must be short
        if user:
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        self.folder.chmod(0o700 if not user else 0o711)
        self._data = self.folder / "data"
        self._process: subprocess.Popen[bytes] | None = None
        self._log = self.folder / "log"
        self._log.touch()
        command = [self._programs["initdb"], "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"]
        done = subprocess.run(
            [*map(str, command), "--locale=C"], capture_output=True, cwd="/", env=_environment(), **self._as
        )
        if done.returncode:
            raise RuntimeError(done.stderr.decode())

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The postmaster."""
        assert self._process
        return self._process

    def start(self, *, is_durable: bool = False) -> None:
        """Begin; returns when it answers."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "unix_socket_permissions": "0777",
            "max_connections": "120",
            "shared_buffers": "32MB",
            "fsync": "on" if is_durable else "off",
            "autovacuum": "off",
            "logging_collector": "off",
        }
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs["postgres"], "-D", str(self._data), *words],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=_environment(),
                preexec_fn=_dies_with_us,  # noqa: PLW1509 - one call into the system, before anything else runs
                start_new_session=True,
                **self._as,  # type: ignore[arg-type]
            )
        self.wait()

    def wait(self) -> None:
        """Wait until it answers."""
        import psycopg

        deadline = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(f"{self.address()}&connect_timeout=5", autocommit=True).close()
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(self._log.read_text()) from None
                time.sleep(0.02)
            else:
                return

    def address(self, project: str = "", database: str = "postgres", user: str = "postgres", host: str = "") -> str:
        """The address of a store."""
        from urllib.parse import quote

        place = quote(host or str(self.folder), safe="/")
        return f"postgresql://{user}@/{database}?host={place}" + (f"&project={project}" if project else "")

    def psql(self, command: str, user: str = "postgres") -> subprocess.CompletedProcess[str]:
        """What a client that is not ours gets."""
        words = ["-X", "-A", "-t", "-h", str(self.folder), "-U", user, "-d", "postgres", "-c", command]
        return subprocess.run([self._programs["psql"], *words], capture_output=True, text=True, env=_environment())

    def kill(self) -> None:
        """SIGKILL the postmaster and all that it began, as a power cut does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(60)
        _until(lambda: not _is_held(self._data))

    def stop(self) -> None:
        """End it, and remove its folder."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}


def _remove_what_was_left() -> None:
    """Remove folders of processes that were killed."""
    for folder in Path("/tmp").glob("nrc-pg-*-*"):
        owner = folder.name.split("-")[2]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists():
            shutil.rmtree(folder, ignore_errors=True)


def _is_held(data: Path) -> bool:
    """Whether a process of the server is still there: each has its folder as working folder."""
    for one in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if one.readlink() == data:
                return True
        except OSError:
            continue
    return False


def _until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)
