"""``nrc-reader trust``: lets a project's settings file choose which code runs and where files are written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.commands.environment import DONE, CommandError, complain
from reader.commands.styled_output import print_rows

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("file", nargs="?", metavar="FILE", help="a .nrc-reader.toml (default: the one in force here)")
    parser.add_argument("--revoke", action="store_true", help="take the trust back")


def run(options: argparse.Namespace) -> int:
    """Trust the file as it is now, or take the trust back; the exit code."""
    from reader.config.settings import SettingsError
    from reader.config.settings_sources import trust_folder
    from reader.system.os_errors import reason

    path = _meant(options.file)
    try:
        return _revoke(path) if options.revoke else _trust(path)
    except SettingsError as error:
        raise CommandError(error) from error
    except OSError as error:
        raise CommandError(f"{error.filename or trust_folder()}: not done: {reason(error)}") from error


def _meant(word: str | None) -> Path:
    from reader.config.settings import PROJECT_FILE
    from reader.config.settings_sources import project_file

    if word is None:
        found = project_file(Path.cwd())
        if found is None:
            raise CommandError(f"no {PROJECT_FILE} here or in a parent folder (name the file)")
        return found
    path = Path(word)
    path = path / PROJECT_FILE if path.is_dir() else path
    if path.name != PROJECT_FILE:
        raise CommandError(
            f"{path}: only a {PROJECT_FILE} needs trust (a file named with --config has its full effect)"
        )
    return path.absolute()


def _trust(path: Path) -> int:
    from reader.config.project_settings import guarded
    from reader.config.settings_file import settings_text
    from reader.config.settings_sources import trust_folder
    from reader.config.trusted_files import trust

    text = settings_text(path)
    wanted = guarded(path, text)
    if not wanted:
        print(f"{path}: nothing in it needs trust, all of it counts")
        return DONE
    trust(trust_folder(), path, text)
    print(f"{path}: trusted until it changes (nrc-reader trust --revoke takes that back); these count now:")
    rows = [(name, str(one)) for name, value in wanted.items() for one in _shown(value)]
    print_rows(("setting", "value"), rows, "  {} = {}")
    return DONE


def _shown(value: object) -> tuple[object, ...]:
    """What is to be read before one trusts it: each command in a row of its own."""
    return value if isinstance(value, tuple) else (value,)


def _revoke(path: Path) -> int:
    from reader.config.settings_sources import trust_folder
    from reader.config.trusted_files import distrust

    if not distrust(trust_folder(), path):
        return complain(f"{path}: was not trusted")
    print(f"{path}: not trusted any more")
    return DONE
