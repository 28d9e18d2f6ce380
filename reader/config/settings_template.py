"""The settings file that a person begins with: every setting with its default, commented out."""

from __future__ import annotations

import json
import textwrap

from reader.config.own_command import SECONDS
from reader.config.settings import COLOURED, THEMES, Settings

_WIDTH = 96


def settings_template() -> str:
    """The text of the file. It changes nothing until a line of it is uncommented."""
    default = Settings()
    lines = [
        *_said("Settings of nrc-reader. Each line that begins with #: shows a default, or an example where there is "
               "none: remove the #: to change it. `nrc-reader config --check` finds mistakes, `nrc-reader config` "
               "prints what is in force, and `nrc-reader help settings` explains all of it."),
        "",
        *_said("The name that goes with each annotation. Without it: your login name."),
        '#:annotator = "ada"',
        "",
        *_said("The folder with the annotations. Without it: annotations/ in the working folder or above it, else in "
               "your data folder. A relative path starts from the folder of this file."),
        '#:store = "~/articles/annotations"',
        "",
        *_said(f"The colours: {', '.join(THEMES)}."),
        f'#:theme = "{default.theme}"',
        "",
        *_said("The widest text column, 20 to 400."),
        f"#:text_width = {default.text_width}",
        "",
        *_said("Whether the mouse works."),
        "#:mouse = true",
        "",
        *_said("What finds names: auto, rules (no model), spacy:MODEL, or what another package registers."),
        f'#:detector = "{default.detector}"',
        "",
        *_said("Names for all documents; beside this file unless you name another place."),
        '#:gazetteer = "names.toml"',
        "",
        *_said("The project's guideline in Markdown. Without it: guideline.md in the store."),
        '#:guideline = "guideline.md"',
        "",
        *_said("Larger files are left out."),
        f"#:max_file_bytes = {default.max_file_bytes}",
        "",
        *_said("Kinds of links, at most eight; the first is the default."),
        f"#:link_kinds = {json.dumps(list(default.link_kinds))}",
        "",
        *_said("action = key, or action = [keys]; `nrc-reader keys` lists the actions and the keys in force."),
        "#:[keys]",
        '#:next_sentence = ["j", "down"]',
        "",
        *_said(f"part = colour, as #303030, red or bright_red. The parts: {', '.join(COLOURED)}."),
        "#:[colours]",
        '#:passage = "#303030"',
        "",
        *_said("Programs of your own on the passage; output = show, note or none. A program gets the passage on its "
               "standard input, without a shell."),
        "#:[[commands]]",
        '#:key = "ctrl+t"',
        '#:title = "look it up"',
        '#:command = "dict -d wn"',
        '#:output = "show"',
        f"#:seconds = {SECONDS}",
        "",
        *_said("Values of annotations beside their label: the key asks, and a digit chooses. Without labels: for all."),
        "#:[[values]]",
        '#:name = "confidence"',
        '#:key = "C"',
        '#:choices = ["low", "medium", "high"]',
        '#:labels = ["claim"]',
        "",
        *_said("Labels. One of your own replaces all of these: keep those that you want."),
    ]  # fmt: skip
    for label in default.labels:
        facts = {"name": label.name, "key": label.key, "colour": label.colour, "guideline": label.guideline}
        lines += ["#:[[labels]]", *(f"#:{name} = {json.dumps(value)}" for name, value in facts.items()), ""]
    return "\n".join(lines)


def _said(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)
