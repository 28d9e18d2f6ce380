"""The XML of a project of REFI-QDA as plain data: what of it is about passages of plain text."""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.exchange.format_protocol import Fault
from reader.exchange.refi_qda.codes import Code
from reader.exchange.refi_qda.guids import plain_guid
from reader.sources.formats.safe_xml import Handler

#: Elements that have a text of their own, and passages of it.
_SOURCES = frozenset({"TextSource", "Representation", "TextDescription", "Note"})
#: Elements whose text counts.
_TEXTS = frozenset({"Description", "PlainTextContent", "TextValue"})


@dataclass(slots=True)
class Coding:
    """A code on a selection; ``notes`` are the GUIDs of its notes."""

    guid: str
    user: str
    created: str
    code: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Selection:
    """A passage as the file has it: the positions are texts that may be no numbers."""

    guid: str
    name: str
    start: str
    end: str
    user: str
    created: str
    modified: str
    description: str = ""
    codings: list[Coding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Source:
    """A text, or a note: its content, or where that is; ``variables`` are values by the GUID of the variable."""

    guid: str
    name: str
    path: str
    content: str | None = None
    selections: list[Selection] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Case:
    """A case of a study, and the selections that belong to it."""

    name: str
    description: str = ""
    selections: list[str] = field(default_factory=list)


@dataclass(slots=True)
class ProjectLink:
    """A link between two things, by their GUIDs; ``way`` is the direction."""

    guid: str
    name: str
    way: str
    origin: str
    target: str


class ProjectXml(Handler):
    """Gathers what the XML says, for ``safe_xml.parse``.

    Attributes:
        users, variables: names by GUID.
        codes, cases, sources, links: in the order of the file.
        notes: by GUID.
        faults: what is there and cannot be used.
        is_project, is_codebook: whether the outermost element is one.
    """

    def __init__(self) -> None:
        self.users: dict[str, str] = {}
        self.variables: dict[str, str] = {}
        self.codes: list[Code] = []
        self.cases: list[Case] = []
        self.sources: list[Source] = []
        self.notes: dict[str, Source] = {}
        self.links: list[ProjectLink] = []
        self.faults: list[Fault] = []
        self.is_project = self.is_codebook = False
        self._within: list[str] = []
        self._open: list[Source] = []
        self._above: list[int] = []
        self._selection: Selection | None = None
        self._coding: Coding | None = None
        self._variable = ""
        self._text: list[str] | None = None

    def start(self, name: str, values: dict[str, str]) -> None:
        """See ``Handler``."""
        above = self._within[-1] if self._within else ""
        if not self._within:
            self.is_project, self.is_codebook = name == "Project", name == "CodeBook"
        self._within.append(name)
        guid = plain_guid(values.get("guid", ""))
        if name == "User":
            self.users[guid] = values.get("name") or values.get("id", "")
        elif name == "Variable":
            self.variables[guid] = values.get("name", "")
        elif name == "Code":
            within = self.codes[self._above[-1]].guid if self._above else ""
            is_codable = values.get("isCodable", "true").strip().lower() not in ("false", "0")
            self.codes.append(Code(guid, values.get("name", ""), within, values.get("color", ""), "", is_codable))
            self._above.append(len(self.codes) - 1)
        elif name == "Case":
            self.cases.append(Case(values.get("name", "")))
        elif name == "Link":
            origin, target = (plain_guid(values.get(one, "")) for one in ("originGUID", "targetGUID"))
            self.links.append(ProjectLink(guid, values.get("name", ""), values.get("direction", ""), origin, target))
        elif name in _SOURCES:
            self._open.append(Source(guid, values.get("name", ""), values.get("plainTextPath", "")))
        elif name.endswith("Selection"):
            self._start_selection(name, guid, values)
        elif name == "Coding":
            self._start_coding(above, guid, values)
        elif name.endswith("Ref"):
            self._refer(name, above, plain_guid(values.get("targetGUID", "")))
        elif name in _TEXTS:
            self._text = []

    def _start_selection(self, name: str, guid: str, values: dict[str, str]) -> None:
        if name != "PlainTextSelection" or not self._open:
            self.faults.append(Fault(f"{name} {guid}", "is a passage of something else than plain text"))
            return
        self._selection = Selection(
            guid,
            values.get("name", ""),
            values.get("startPosition", ""),
            values.get("endPosition", ""),
            plain_guid(values.get("creatingUser", "")),
            values.get("creationDateTime", ""),
            values.get("modifiedDateTime", ""),
        )
        self._open[-1].selections.append(self._selection)

    def _start_coding(self, above: str, guid: str, values: dict[str, str]) -> None:
        self._coding = Coding(guid, plain_guid(values.get("creatingUser", "")), values.get("creationDateTime", ""))
        if above == "PlainTextSelection" and self._selection is not None:
            self._selection.codings.append(self._coding)
        elif not above.endswith("Selection"):  # those of others have their own fault
            self.faults.append(Fault(f"Coding {guid}", "is a code of a whole document, not of a passage"))

    def _refer(self, name: str, above: str, target: str) -> None:
        if name == "CodeRef" and above == "Coding" and self._coding is not None:
            self._coding.code = target
        elif name == "NoteRef" and above == "Coding" and self._coding is not None:
            self._coding.notes.append(target)
        elif name == "NoteRef" and above == "PlainTextSelection" and self._selection is not None:
            self._selection.notes.append(target)
        elif name == "SelectionRef" and above == "Case":
            self.cases[-1].selections.append(target)
        elif name == "VariableRef":
            self._variable = target

    def end(self, name: str) -> None:
        """See ``Handler``."""
        self._within.pop()
        above = self._within[-1] if self._within else ""
        if name in _TEXTS and self._text is not None:
            self._take_text(name, above, "".join(self._text))
            self._text = None
        elif name == "Code":
            self._above.pop()
        elif name == "PlainTextSelection":
            self._selection = None
        elif name == "Coding":
            self._coding = None
        elif name in _SOURCES:
            source = self._open.pop()
            if name == "Note":
                self.notes[source.guid] = source
            else:
                self.sources.append(source)

    def _take_text(self, name: str, above: str, text: str) -> None:
        if name == "Description" and above == "Code":
            self.codes[self._above[-1]] = self.codes[self._above[-1]]._replace(description=text)
        elif name == "Description" and above == "Case":
            self.cases[-1].description = text
        elif name == "Description" and above == "PlainTextSelection" and self._selection is not None:
            self._selection.description = text
        elif name == "PlainTextContent" and above in _SOURCES:
            self._open[-1].content = text
        elif name == "TextValue" and self._open:
            self._open[-1].variables[self._variable] = text

    def text(self, text: str) -> None:
        """See ``Handler``."""
        if self._text is not None:
            self._text.append(text)
