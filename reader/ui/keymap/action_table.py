"""Every action once: its keys, title and help. Key bindings, palette, help screen and the manual's table come from here.

Imports no Textual, so that ``nrc-reader keys`` is instant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.config.label import Label, coloured
from reader.config.label_changes import LabelChanges
from reader.config.settings import Settings, command_action, tag_action, value_action
from reader.system.safe_text import short_text
from reader.ui.keymap.action import (
    ANNOTATIONS,
    ANY_LIST,
    DIALOGS,
    DOCUMENTS,
    ENTITIES,
    FINDING,
    IN_LISTS,
    LISTED,
    LISTS,
    MOVING,
    NAMES,
    OWN,
    PANES,
    PROGRAM,
    READING,
    SELECTING,
    TAGGING,
    Action,
)
from reader.ui.keymap.dialog_actions import DIALOG_ACTIONS

if TYPE_CHECKING:
    from reader.config.own_command import OwnCommand
    from reader.config.value_scale import ValueScale


class KeyTableError(Exception):
    """A key table that cannot be used: an unknown action, or one key for two actions."""


_ID = re.compile(r"\{(\w+)\}")

COUNT_HINT = "A number before a motion repeats it: 3j, 2w."

ACTIONS: tuple[Action, ...] = (
    Action("next_sentence", "reading.next_sentence", ("j", "down"), "next sentence", "Go to the next sentence; it is marked, and tags go to it.", READING),
    Action("previous_sentence", "reading.previous_sentence", ("k", "up"), "previous sentence", "Go to the previous sentence.", READING),
    Action("next_word", "reading.next_word", ("w", "right"), "next word", "Select the next word.", READING),
    Action("previous_word", "reading.previous_word", ("b", "left"), "previous word", "Select the previous word.", READING),
    Action("next_clause", "reading.next_clause", (";",), "next clause", "Select the next clause.", READING),
    Action("previous_clause", "reading.previous_clause", (",",), "previous clause", "Select the previous clause.", READING),
    Action("next_quotation", "reading.next_quotation", ('"',), "next quotation", "Select the next quotation, its marks included; - leaves them out.", READING),
    Action("previous_quotation", "reading.previous_quotation", ("'",), "previous quotation", "Select the previous quotation.", READING),
    Action("next_paragraph", "reading.next_paragraph", ("}",), "next paragraph", "Go to the first sentence of the next paragraph.", READING),
    Action("previous_paragraph", "reading.previous_paragraph", ("{",), "previous paragraph", "Go to the first sentence of this paragraph, or of the one before.", READING),
    Action("page_down", "reading.page_down", ("space", "pagedown"), "page down", "Scroll one page down.", READING),
    Action("page_up", "reading.page_up", ("pageup",), "page up", "Scroll one page up.", READING),
    Action("half_page_down", "reading.half_page_down", ("ctrl+d",), "half a page down", "Scroll half a page down.", READING),
    Action("half_page_up", "reading.half_page_up", ("ctrl+u",), "half a page up", "Scroll half a page up.", READING),
    Action("top", "reading.top", ("g", "home"), "top", "Go to the first sentence.", READING),
    Action("bottom", "reading.bottom", ("G", "end"), "bottom", "Go to the last sentence.", READING),
    Action("select", "reading.select", ("v",), "select", "Start a selection at the cursor, or drop it; every motion then extends it.", SELECTING),
    Action("select_paragraph", "reading.select_paragraph", ("V",), "select paragraph", "Select the whole paragraph.", SELECTING),
    Action("swap_ends", "reading.swap_ends", (".",), "swap ends", "Move the selection at its other end, inwards too.", SELECTING),
    Action("longer", "reading.longer", ("shift+right",), "one character on", "Move the end of the selection (behind . its start) one character on.", SELECTING),
    Action("shorter", "reading.shorter", ("shift+left",), "one character back", "Move the end of the selection (behind . its start) one character back.", SELECTING),
    Action("grow", "reading.grow", ("+",), "grow", "Grow the selection to the next larger of word, name, clause, quotation, sentence, paragraph.", SELECTING),
    Action("shrink", "reading.shrink", ("-",), "shrink", "Shrink the selection again, or to the next smaller of these.", SELECTING),
    Action("hint_words", "selection.hint_words", ("f",), "point at a word", "Show two letters over each word on the screen: type them to select it, f and two more for the other end.", SELECTING),
    Action("hint_sentences", "selection.hint_sentences", ("F",), "point at a sentence", "Show a letter over each sentence on the screen: type it to select it, F and another for the last one.", SELECTING),
    Action("leave", "plain_reading.leave", ("escape",), "plain reading", "Drop the selection, the search or the chosen entity; back to plain reading.", SELECTING),
    Action("delete", "tagging.delete", ("x",), "delete annotation", "Delete the annotation under the cursor.", TAGGING),
    Action("guideline", "labels.guideline", ("h",), "guideline", "Show when to use which label: the guideline of the project, or what the labels say until the next key.", TAGGING),
    Action("write_guideline", "labels.write_guideline", ("ctrl+t", "alt+t"), "write the guideline", "Show the guideline of the project to write it with ctrl+e; where there is none yet, begin one with what the labels say.", TAGGING),
    Action("add_label", "labels.add_label", ("#",), "add a label", "Add a label to the store: its name, key, colour and guideline.", TAGGING),
    Action("change_label", "codebook_changes.change", ("ctrl+k",), "rename, merge, split or retire a label", "Choose a label, then rename it, merge it into another one, split it or retire it, in all documents; one step to undo.", TAGGING),
    Action("tag_everywhere", "occurrences.tag_everywhere", ("A",), "tag every occurrence", "Tag every occurrence of the selected words, here or in all documents: says how many, asks for the label; one step to undo.", TAGGING),
    Action("move", "ends.move", ("m",), "move or relabel", "Move the end of the annotation under the cursor (behind . its start) with any motion, or give it another label; note and links stay.", TAGGING),
    Action("keep_ends", "ends.keep_ends", ("enter",), "keep the ends", "While an annotation is moved: keep it as it is marked now; esc leaves it as it was.", TAGGING, MOVING),
    Action("next_here", "ends.next_here", ("tab",), "the next one here", "While an annotation is moved: take the next one under the cursor instead.", TAGGING, MOVING),
    Action("note", "tagging.note", ("a",), "note", "Write the note of the annotation under the cursor; of several, tab goes on to the next one's.", TAGGING),
    Action("document_note", "document_note.write", ("ctrl+n", "alt+n"), "note of the document", "Write your note of the whole document; N does so too, where nothing was searched for.", TAGGING),
    Action("add_name", "entity_correction.add_name", ("i",), "add a name", "The selection is a name; again on the same: wherever it stands.", TAGGING),
    Action("attribute", "attribution.attribute", ("@",), "whose words", "Say whose words the annotation under the cursor is: enter takes the one who is said to speak there, typing finds another name.", TAGGING),
    Action("link", "links.link", ("l",), "link", "Link the annotation under the cursor: enter takes the likely target, a letter over another one takes that, a makes it an attack, / lists all.", TAGGING),
    Action("unlink", "links.unlink", ("L",), "unlink", "Take the last link of the annotation under the cursor off; in the list, that of the row.", TAGGING),
    Action("undo", "labels.undo", ("u",), "undo", "Take your last step back; any number of times, over all documents, also those of earlier days.", TAGGING),
    Action("redo", "changes.redo", ("ctrl+r",), "redo", "Do again what was taken back.", TAGGING),
    Action("review_moves", "review.review_moves", ("M",), "review moved annotations", "Look at what was moved in a changed document, what is to be confirmed, and what is detached: old and new side by side.", TAGGING),
    Action("compare_versions", "versions.show", ("H",), "earlier version", "Show what became of each sentence since the document was tagged: the earlier and the present text side by side.", TAGGING),
    Action("adjudicate", "adjudicating.adjudicate", ("C",), "adjudicate", "Decide where annotators disagree, document by document: of this one first, then of the next that all have finished.", TAGGING),
    Action("suggest", "suggestion_walk.begin", ("ctrl+x",), "suggestions", "Go through the passages that may deserve a label: enter takes one, another label's key takes it as that, x dismisses it, w and b move its end, + shows more; esc leaves.", TAGGING),
    Action("next_annotation", "tagging.next_annotation", (")",), "next annotation", "Go to the next annotation and select it.", TAGGING),
    Action("previous_annotation", "tagging.previous_annotation", ("(",), "previous annotation", "Go to the previous annotation and select it.", TAGGING),
    Action("search", "everywhere.search", ("/",), "search", "Search this document; capitals count only if you type one; a \\ first makes it a regular expression.", FINDING),
    Action("next_hit", "everywhere.next_hit", ("n",), "next hit", "Go to the next place that was found, after ctrl+f in all documents.", FINDING),
    Action("previous_hit", "everywhere.previous_hit", ("N",), "previous hit", "Go to the previous place that was found; where nothing was searched for: write the note of the document.", FINDING),
    Action("search_everywhere", "everywhere.search_everywhere", ("ctrl+f",), "find everywhere", "Find in all documents, annotations and notes: one list, enter goes there, esc stops the search.", FINDING),
    Action("list_all_annotations", "all_annotations.open", ("S",), "annotations of all documents", "List the annotations of all documents by words: claim without:evidence by:NAME since:7d; enter goes to one.", FINDING),
    Action("tables", "tables.open", ("t",), "tables", "Show the annotations of all documents as tables: quotations, labels by document, overlapping labels, speakers; enter leads on.", FINDING),
    Action("team_tables", "team_tables.open", ("Q",), "agreement and checks", "Show as tables how far annotators agree, what they disagree on, what the linter finds, and what became of your tags; enter leads to the text.", FINDING),
    Action("jump_back", "jumps.jump_back", ("ctrl+o",), "jump back", "Go back to where the last jump came from, in whichever document.", FINDING),
    Action("jump_forward", "jumps.jump_forward", ("ctrl+g",), "jump forward", "Go forward again to where you went back from.", FINDING),
    Action("bookmark", "bookmarks.bookmark", ("B",), "bookmark", "Set a bookmark here: a letter names it; the same letter here again takes it off.", FINDING),
    Action("go_to_bookmark", "bookmarks.go_to_bookmark", ("`",), "go to bookmark", "Go to the bookmark of that letter, in this document or another open one.", FINDING),
    Action("next_mention", "entities.next_mention", ("]",), "next mention", "Go to the next mention of the chosen entity.", FINDING),
    Action("previous_mention", "entities.previous_mention", ("[",), "previous mention", "Go to the previous mention of the chosen entity.", FINDING),
    Action("pick_name", "entities.pick_name", ("enter",), "light up a name", "In the names: light up the mentions in both panes, and go to the next one.", NAMES, ENTITIES),
    Action("open_name", "entities.open_name", ("o", "right"), "open a name", "In the names: show the forms, where it stands, who is named with it, and where else; again: not.", NAMES, ENTITIES),
    Action("close_name", "entities.close_name", ("left",), "close a name", "In the names: hide the forms.", NAMES, ENTITIES),
    Action("sort_names", "entities.sort_names", ("s",), "sort names", "In the names: sort by count, by first mention, by name.", NAMES, ENTITIES),
    Action("filter_names", "entities.filter_names", ("/",), "filter names", "In the names: filter while you type.", NAMES, ENTITIES),
    Action("where_named", "entity_documents.where_named", ("w",), "where else", "In the names: list the other documents that name it; enter opens one at the first mention.", NAMES, ENTITIES),
    Action("merge_names", "entity_correction.merge_names", ("m",), "merge names", "In the names: mark a name; on another one, merge the marked one into it.", NAMES, ENTITIES),
    Action("split_form", "entity_correction.split_form", ("d",), "split a form off", "In the names, on a form: it is somebody else's.", NAMES, ENTITIES),
    Action("rename_name", "entity_correction.rename_name", ("r",), "rename a name", "In the names: write another name for the row.", NAMES, ENTITIES),
    Action("name_kind", "entity_correction.name_kind", ("t",), "kind of a name", "In the names: say which kind it is of.", NAMES, ENTITIES),
    Action("reject_name", "entity_correction.reject_name", ("x",), "no name", "In the names: this is no name; on one that was rejected: it is one after all.", NAMES, ENTITIES),
    Action("name_everywhere", "entity_correction.name_everywhere", ("*",), "name everywhere", "In the names: mark it wherever one of its forms stands.", NAMES, ENTITIES),
    Action("keep_name", "entity_correction.keep_name", ("p",), "keep a name", "In the names: keep it, or that it is none, for all documents; again: no more.", NAMES, ENTITIES),
    Action("next_pane", "panes.next_pane", ("tab",), "next pane", "Go to the next pane: documents, articles, entities, annotations.", PANES),
    Action("previous_pane", "panes.previous_pane", ("shift+tab",), "previous pane", "Go to the previous pane.", PANES),
    Action("split", "panes.split", ("s",), "split", "Show two articles side by side; again: one.", PANES),
    Action("next_document", "documents.next_document", ("J",), "next document", "Open the next document in this pane.", PANES),
    Action("previous_document", "documents.previous_document", ("K",), "previous document", "Open the previous document in this pane.", PANES),
    Action("choose_document", "documents.choose_document", ("D",), "choose document", "Choose a document from a table that filters as you type: names, dates, sources, unread, begun, finished, noted, mine, labels.", PANES),
    Action("finish", "finishing.finish", ("d",), "finished", "Say that you have finished the document (done), which seals your tags of it, or take that back; the lists of documents show it.", PANES),
    Action("correct_metadata", "metadata.correct", ("T",), "title, authors and date", "Correct the title, the authors and the date of the document; an empty line says that there is none.", PANES),
    Action("as_scraped", "documents.as_scraped", ("R",), "cleaned or as scraped", "Show the page as it was scraped, what was dropped and why; again: cleaned.", PANES),
    Action("toggle_line", "dropped_lines.toggle_line", ("X",), "put back or drop line", "Put back the dropped line under the cursor (in R), or drop the one that is shown; of a selection, all its lines.", PANES),
    Action("choose_encoding", "encoding.choose", ("ctrl+e",), "choose the encoding", "Read the document in another encoding; its tags stay on their words, and the choice is kept.", PANES),
    Action("align", "panes.align", ("=",), "align the other article", "Take the other pane to the passage that shares most names and words with this one.", PANES),
    Action("narrower", "panes.narrower", ("<",), "narrower text", "Make the text column four columns narrower.", PANES),
    Action("wider", "panes.wider", (">",), "wider text", "Make the text column four columns wider.", PANES),
    Action("filter_annotations", "annotations.filter_annotations", ("/",), "filter annotations", "Filter the list by words: claim, by:NAME, since:7d, without:evidence, note, linked, attributed, detached, @name, any text; - turns one round.", LISTED, ANNOTATIONS),
    Action("sort_annotations", "annotations.sort_annotations", ("s",), "sort annotations", "Sort the list: by links (a tree), by text, by time (newest first), by label.", LISTED, ANNOTATIONS),
    Action("go_to_annotation", "annotations.go_to_annotation", ("enter",), "go to the annotation", "In the annotations: go to the one of the row.", IN_LISTS, ANNOTATIONS),
    Action("open_document", "annotations.open_document", ("enter",), "open the document", "In the documents: open the one of the row.", IN_LISTS, DOCUMENTS),
    Action("next_list_row", "lists.move_rows", ("j", "down"), "next row of a list", "In a list: go to the next row.", IN_LISTS, ANY_LIST, "1"),
    Action("previous_list_row", "lists.move_rows", ("k", "up"), "previous row of a list", "In a list: go to the row before.", IN_LISTS, ANY_LIST, "-1"),
    Action("list_page_down", "lists.move_pages", ("space", "pagedown"), "a page down a list", "In a list: go one page down.", IN_LISTS, ANY_LIST, "1"),
    Action("list_page_up", "lists.move_pages", ("pageup",), "a page up a list", "In a list: go one page up.", IN_LISTS, ANY_LIST, "-1"),
    Action("list_top", "lists.to_top", ("g", "home"), "top of a list", "In a list: go to the first row.", IN_LISTS, ANY_LIST),
    Action("list_bottom", "lists.to_bottom", ("G", "end"), "bottom of a list", "In a list: go to the last row.", IN_LISTS, ANY_LIST),
    Action("copy", "copying.copy", ("y",), "copy", "Send the selection, or the sentence, to the terminal's clipboard.", PROGRAM),
    Action("clip", "copying.clip", ("Y",), "copy to a file", "Add the selection, or the sentence, to clippings.txt in the store folder.", PROGRAM),
    Action("export", "copying.export", ("E",), "export", "Write every annotation of the store to export.jsonl in the store folder.", PROGRAM),
    Action("export_as", "copying.export_as", ("W",), "export in another format", "Choose one of all formats, and write every annotation in it to the folder that the reader runs in.", PROGRAM),
    Action("unsaved", "unsaved.show", ("!",), "not saved", "List what is not saved and why; r tries again, i takes in what an earlier session left.", PROGRAM),
    Action("suspend", "shutdown.suspend", ("ctrl+z",), "back to the shell", "Suspend the reader; the shell's fg brings it back; in a note the key takes back what was typed.", PROGRAM),
    Action("redraw", "shutdown.redraw", ("ctrl+l",), "redraw", "Paint the screen again, where the terminal has lost count of wide characters.", PROGRAM),
    Action("help", "program.help", ("?",), "help", "Show the keys that count here, and when to use which label; / in it finds.", PROGRAM),
    Action("command_palette", "program.command_palette", ("ctrl+p",), "command palette", "Find any command by its name.", PROGRAM),
    Action("quit", "shutdown.quit", ("q", "ctrl+q"), "quit", "Quit; everything is saved already, and what is not asks first.", PROGRAM),
    *DIALOG_ACTIONS,
)  # fmt: skip


#: Actions that came after the first release: an older settings file may have given their keys away, and keeps them.
_LATER = frozenset(
    (
        "choose_encoding correct_metadata edit_note edit_line export_as list_all_annotations tables adjudicate"
        " document_note write_guideline change_label team_tables compare_versions"
    ).split()
)


def _keys_of(action: Action, settings: Settings) -> tuple[str, ...]:
    """The keys in force, before those of one action are compared with those of another."""
    if action.id in settings.keys or action.id not in _LATER:
        return settings.keys.get(action.id, action.keys)
    others = [one for one in ACTIONS if one.where == action.where]
    given = {key for one in others for key in settings.keys.get(one.id, ())}
    given |= {one.key for own in (settings.labels, settings.values, settings.commands) for one in own}
    return tuple(key for key in action.keys if key not in given)


def resolved(settings: Settings) -> tuple[Action, ...]:
    """Every action with the keys in force, label keys included, in the order of the help.

    Raises:
        KeyTableError: the settings name an unknown action, or one key starts two actions in one place.
    """
    known = {action.id for action in ACTIONS}
    if unknown := sorted(set(settings.keys) - known):
        place = settings.key_places.get(unknown[0], "")
        raise KeyTableError(f"{place}[keys] names {unknown[0]!r}, which is no action (nrc-reader keys lists them)")
    actions = [action._replace(keys=_keys_of(action, settings)) for action in ACTIONS]
    tagging = next(index for index, action in enumerate(actions) if action.group == TAGGING)
    actions[tagging:tagging] = [label_action(label) for label in settings.labels if not label.is_retired]
    actions += [value_of_action(scale) for scale in settings.values]
    actions += [own_action(command) for command in settings.commands]
    taken: dict[tuple[str, str], Action] = {}
    for action in actions:
        place = settings.key_places.get(action.id, "")
        for key in action.keys:
            if key.isdigit() and action.where not in DIALOGS:
                raise KeyTableError(f"{place}the key {key!r} cannot start {action.title!r}: digits repeat motions")
            if other := taken.get((action.where, key)):
                place = place or settings.key_places.get(other.id, "")
                both = f"the key {key!r} starts both {other.title!r} and {action.title!r}"
                raise KeyTableError(f"{place}{both}; {_way_out(other, action)}")
            taken[action.where, key] = action
    return tuple(actions)


def _way_out(*clashing: Action) -> str:
    """How to have two actions without one key for both."""
    own = [action for action in clashing if not action.id.startswith(("tag(", "value(", "command("))]
    freed = " or ".join(f'{action.id} = "another key"' for action in own)
    kinds = {action.id.partition("(")[0] for action in clashing}
    what = next((kind for kind in ("command", "value") if kind in kinds), "label")
    given = f"give the {what} another key" if len(own) < len(clashing) else ""
    return ", or ".join(part for part in (given, f"free it with {freed} under [keys]" if freed else "") if part)


def label_action(label: Label) -> Action:
    """The action that tags with a label."""
    text = f"Tag the selection, or the sentence, as {label.name}; the same again takes it off."
    keys = (label.key,) if label.key else ()
    return Action(tag_action(label.name), "ends.tag", keys, label.name, text, TAGGING, argument=label.name)


def value_of_action(scale: ValueScale) -> Action:
    """The action that asks for a value."""
    choices = ", ".join(scale.choices)
    text = f"Give the annotation under the cursor its {scale.name}: a digit chooses ({choices}), 0 none."
    return Action(value_action(scale.name), "value_choice.ask", (scale.key,), scale.name, text, TAGGING, argument=scale.name)  # fmt: skip


def own_action(command: OwnCommand) -> Action:
    """The action that runs a command of the user's own."""
    text = f"{command.title}: run {short_text(command.words[0], 40)} on the annotation under the cursor, or else on the selection or the sentence."
    return Action(command_action(command.title), "own_commands.run", (command.key,), command.title, text, OWN, argument=command.title)  # fmt: skip


def with_labels(settings: Settings, labels: Sequence[Label], changes: LabelChanges | None = None) -> Settings:
    """The settings with a store's labels behind their own; one that is retired, or whose key is taken, has none.

    Args:
        settings: without those of the store.
        labels: of the store.
        changes: what became of names there: labels of the settings go on under the names that they have now.

    Raises:
        KeyTableError: as ``resolved``, for the settings alone.
    """
    if changes:
        from reader.config.value_scale import under_new_names

        elsewhere = {one.name for one in labels} - {one.name for one in settings.labels}
        own = (one for one in changes.in_force(settings.labels) if one.name not in elsewhere)
        settings = replace(
            settings,
            labels=tuple(one._replace(key="") if one.is_retired else one for one in own),
            values=under_new_names(settings.values, changes.now),
        )
    if not labels:
        return settings
    later = _LATER - set(settings.keys)
    taken = {key for one in resolved(settings) if not one.where and one.id not in later for key in one.keys}
    found = list(settings.labels)
    names = {one.name for one in found}
    for label in labels:
        if label.name not in names:
            names.add(label.name)
            is_free = label.key not in taken and not label.key.isdigit() and not label.is_retired
            found.append(label if is_free else label._replace(key=""))
            if is_free:
                taken.add(label.key)
    return replace(settings, labels=coloured(found))


def places_of(where: str) -> tuple[str, ...]:
    """What rows of the table count in a list or mode before those of the article, as ``Action.where`` names them."""
    return (where, ANY_LIST) if where in LISTS else (where,) if where else ()


def in_force(actions: Iterable[Action], where: str) -> list[Action]:
    """What keys do in a list or mode: its own actions first, then the others that it lets through.

    Args:
        actions: the table.
        where: as in ``Action``; empty for the article.
    """
    found = list(actions)
    own = [action for place in places_of(where) for action in found if action.where == place]
    hidden = {key for action in own for key in action.keys}
    others = [action for action in found if not action.where and passes(action, where)]
    left = [one._replace(keys=tuple(key for key in one.keys if key not in hidden)) for one in others]
    return own + [action for action in left if action.keys]


#: What else can be done while an annotation is moved.
_WHILE_MOVING = frozenset(
    "search next_hit previous_hit next_mention previous_mention redraw help guideline suspend quit".split()
)


def passes(action: Action, where: str) -> bool:
    """Whether an action of the article can be started from a list or mode: motions belong to whatever has the focus."""
    if not where or action.id == "leave":
        return True
    if where == MOVING:
        is_label = action.id.startswith("tag(")
        return is_label or action.group in {READING, SELECTING} or action.id in _WHILE_MOVING
    return action.group not in {READING, SELECTING}


def grouped(actions: Iterable[Action]) -> list[tuple[str, list[Action]]]:
    """The actions by group; the group of the first action first, and so on."""
    groups: dict[str, list[Action]] = {}
    for action in actions:
        groups.setdefault(action.group, []).append(action)
    return list(groups.items())


_SHORT = {"pagedown": "pgdn", "pageup": "pgup", "escape": "esc"}


def shown_keys(action: Action) -> str:
    """The action's keys as a person reads them: ``j, down``."""
    return ", ".join(_SHORT.get(key, key) for key in action.keys)


def first_keys(actions: Iterable[Action]) -> dict[str, str]:
    """The first key of each action by its id, and those of all labels as ``tags``."""
    found, tags = dict[str, str](), list[str]()
    for action in actions:
        if action.keys:
            found[action.id] = shown_keys(action).split(", ")[0]
            tags += [found[action.id]] if action.id.startswith("tag(") else []
    return {**found, "tags": " ".join(tags)}


def with_keys(line: str, keys: Mapping[str, str]) -> str:
    """A line on what keys do: in ``{retry_saves} tries again`` the key stands for the action's id.

    A part of it, between two spaces, whose action has no key is left out.

    Args:
        line: with ids in braces.
        keys: as ``first_keys`` gives them.
    """
    parts = [part for part in line.split("  ") if all(keys.get(name) for name in _ID.findall(part))]
    return _ID.sub(lambda found: keys[found[1]], "  ".join(parts))


def with_key_names(sentence: str, keys: Mapping[str, str]) -> str:
    """As ``with_keys`` for a sentence, which stays whole: an action without a key is named, as the palette finds it."""
    return _ID.sub(lambda found: keys.get(found[1]) or found[1].replace("_", " "), sentence)


def markdown_table(actions: Sequence[Action]) -> str:
    """The key table of the manual's page ``keys``."""
    lines = ["| keys | what |", "| --- | --- |"]
    for action in actions:
        keys = " ".join("`` ` ``" if key == "`" else f"`{key}`" for key in shown_keys(action).split(", "))
        lines.append(f"| {keys} | {action.help} |")
    return "\n".join(lines)
