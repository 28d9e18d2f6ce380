"""What ``doctor`` finds of the terminal: colours, size, how wide it draws, its clipboard, and the settings of tmux."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping

from reader.commands.setup.findings import NOTE, OK, Finding
from reader.system.terminal_query import TerminalAnswer, ask_terminal

Take = Callable[[Finding], object]
_ABOUT = "terminal"
#: Seconds for an answer of the terminal, which may be behind a slow line, and for one of tmux.
ANSWER_S, TMUX_S = 2.0, 2.0
#: Milliseconds that nobody notices between a key and what it does.
_SOON_MS = 100
#: What Rich calls the colours of a terminal, which is what the reader follows.
_COLOURS = {"truecolor": "16.7 million", "256": "256", "standard": "16", None: "none"}
#: Texts whose width terminals differ over.
SAMPLES = {
    "Chinese character": "中",
    "emoji": "😀",
    "joined emoji": "👩\u200d🔬",
    "flag": "🇩🇪",
    "letter and accent": "e\u0301",
    "Hindi syllable": "कि",
    "Tamil syllable": "நி",
    "curly quote": "“",
}
#: Terminals by a variable and how its value begins, and whether what programs send reaches the clipboard (OSC 52).
_CLIPBOARDS = (
    ("STY", "", "GNU screen", "no", "use Y, or tmux in its place"),
    ("TERM_PROGRAM", "Apple_Terminal", "Terminal of macOS", "no", "use Y, or another terminal"),
    ("TERM_PROGRAM", "iTerm", "iTerm2", "if its settings allow it", "Settings, General, Selection: allow access"),
    ("TERM_PROGRAM", "WezTerm", "WezTerm", "yes", ""),
    ("TERM_PROGRAM", "ghostty", "Ghostty", "yes", ""),
    ("TERM_PROGRAM", "vscode", "VS Code", "yes", ""),
    ("KITTY_WINDOW_ID", "", "kitty", "yes", ""),
    ("ALACRITTY_WINDOW_ID", "", "Alacritty", "yes", ""),
    ("WT_SESSION", "", "Windows Terminal", "yes", ""),
    ("TERM", "foot", "foot", "yes", ""),
    ("TERM", "alacritty", "Alacritty", "yes", ""),
    ("TERM", "xterm-kitty", "kitty", "yes", ""),
    ("TERM", "linux", "console of Linux", "no", "use Y"),
    ("VTE_VERSION", "", "GNOME Terminal or another with VTE", "no", "use Y, or another terminal"),
)  # fmt: skip
#: The number by which a terminal says in its device attributes that programs may write its clipboard.
_CLIPBOARD_ATTRIBUTE = 52


def ask() -> TerminalAnswer:
    """What the terminal answers; nothing is asked unless standard output is one. For the main thread."""
    if not sys.stdout.isatty():
        return TerminalAnswer("standard output is not a terminal, so none was asked")
    if os.environ.get("TERM") in {"dumb", "unknown"}:
        return TerminalAnswer("not asked: TERM says that it takes no sequences")
    return ask_terminal(list(SAMPLES.values()), ANSWER_S)


def look_at_terminal(answer: TerminalAnswer, take: Take) -> None:
    """Look at what the environment says of the terminal, and at what it answered."""
    environment = os.environ
    if answer.problem:
        take(Finding(_ABOUT, "answer", answer.problem, OK if "not" in answer.problem else NOTE))
    take(Finding(_ABOUT, "TERM", environment.get("TERM", "") or "not set"))
    take(_colours(environment))
    take(_size())
    take(_character_set(environment))
    _look_at_widths(answer, take)
    if environment.get("TMUX"):
        _look_at_tmux(take)
    else:
        take(_clipboard(environment, answer))


def _colours(environment: Mapping[str, str]) -> Finding:
    from rich.console import Console

    if environment.get("NO_COLOR"):
        return Finding(_ABOUT, "colours", "none: NO_COLOR is set")
    found = Console(force_terminal=True, legacy_windows=False).color_system
    colours, told = _COLOURS.get(found, found or ""), environment.get("COLORTERM", "") or "not set"
    advice = "" if found == "truecolor" else "if the terminal has more: COLORTERM=truecolor"
    return Finding(_ABOUT, "colours", f"{colours} (COLORTERM {told})", OK, advice)


def _size() -> Finding:
    from reader.commands.styled_output import terminal_size

    size = terminal_size()
    if size is None:
        return Finding(_ABOUT, "size", "not known: standard output is not a terminal")
    columns, rows = size
    is_small = columns < 80 or rows < 24
    return Finding(
        _ABOUT, "size", f"{columns} x {rows}", NOTE if is_small else OK, "80 x 24 or more" if is_small else ""
    )


def _character_set(environment: Mapping[str, str]) -> Finding:
    locale = next((environment[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environment.get(name)), "")
    is_utf_8 = "utf-8" in locale.lower() or "utf8" in locale.lower()
    if is_utf_8:
        return Finding(_ABOUT, "character set", f"UTF-8 ({locale})")
    advice = "the reader writes UTF-8 in any case; LC_ALL=C.UTF-8 tells tmux and others so"
    return Finding(_ABOUT, "character set", f"not said to be UTF-8 ({locale or 'no locale is set'})", OK, advice)


def _look_at_widths(answer: TerminalAnswer, take: Take) -> None:
    from rich.cells import cell_len

    for (name, text), cells in zip(SAMPLES.items(), answer.cells, strict=False):
        usual = cell_len(text)
        if cells is None:
            take(Finding(_ABOUT, name, "no answer"))
        elif cells == usual:
            take(Finding(_ABOUT, name, _cells(cells)))
        else:
            take(Finding(_ABOUT, name, f"{_cells(cells)}, by Unicode {usual}: the reader follows the terminal"))


def _cells(count: int) -> str:
    return f"{count} cell{'' if count == 1 else 's'}"


def _clipboard(environment: Mapping[str, str], answer: TerminalAnswer) -> Finding:
    if _CLIPBOARD_ATTRIBUTE in answer.attributes:
        return Finding(_ABOUT, "clipboard", "yes: the terminal says that it takes OSC 52")
    for variable, beginning, name, can, advice in _CLIPBOARDS:
        value = environment.get(variable, "")
        if value and value.startswith(beginning):
            return Finding(_ABOUT, "clipboard", f"{can} ({name}, OSC 52)", OK if can == "yes" else NOTE, advice)
    found = "not known: a terminal does not say whether it takes OSC 52"
    return Finding(_ABOUT, "clipboard", found, OK, "press y in the reader and paste; Y writes a file instead")


def _look_at_tmux(take: Take) -> None:
    """What tmux does between the reader and the terminal."""
    from reader.system.safe_text import short_text

    version = _tmux("-V")
    if not version:
        take(Finding(_ABOUT, "tmux", f"gave no answer within {TMUX_S:g} seconds", NOTE))
        return
    take(Finding(_ABOUT, "tmux", short_text(version, 40)))
    delay = _tmux("show-options", "-sv", "escape-time")
    is_late = delay.isdecimal() and int(delay) > _SOON_MS
    found = f"{short_text(delay, 20)} ms" if delay else "not known"
    found += ": esc arrives so much later" if is_late else ""
    advice = "in tmux.conf: set -sg escape-time 20" if is_late else ""
    take(Finding(_ABOUT, "tmux escape-time", found, NOTE if is_late else OK, advice))
    clipboard = _tmux("show-options", "-sv", "set-clipboard")
    advice = "" if clipboard == "on" else "in tmux.conf: set -g set-clipboard on"
    can = {"on": "on: y reaches the terminal", "": "not known"}.get(clipboard, f"{clipboard}: y does not arrive")
    take(Finding(_ABOUT, "tmux set-clipboard", short_text(can, 60), NOTE if advice else OK, advice))


def _tmux(*words: str) -> str:
    """What tmux prints; empty where it fails, is not there, or does not answer in time."""
    import subprocess

    try:
        done = subprocess.run(  # noqa: S603 - words of our own
            ["tmux", *words],  # noqa: S607 - the one that the user runs
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=TMUX_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else ""
