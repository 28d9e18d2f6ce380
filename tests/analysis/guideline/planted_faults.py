"""News-like documents with faults of every kind that the linter looks for, and with passages that only look like one.

``planted_store`` gives a store and what was planted in it; the same seed gives the same.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from ulid import ULID

from reader.model.act import Act
from reader.model.annotation import Annotation, Change, Link
from reader.model.document import Document
from reader.store.memory_store import MemoryStore

PEOPLE = (
    "Ida Marwell", "Tomas Quend", "Priya Anholt", "Juris Falk", "Noor Beddington", "Carla Sund", "Emil Hask",
    "Rosa Tindle", "Victor Amsel", "Lena Corrigan",
)  # fmt: skip
BODIES = (
    "the harbour board", "the city council", "the health office", "the rail operator", "the teachers' union",
    "the water company", "the county police", "the fire service",
)  # fmt: skip
PLACES = ("Brackwell", "Osterby", "Little Harrow", "Penmoor", "Vane", "Colder Bay", "Stanmere", "Ulverton")
THINGS = (
    "tram line", "sea wall", "school roof", "market hall", "ferry pier", "bus fleet", "town archive", "night clinic",
    "swimming bath", "water tower", "cycle path", "grain store",
)  # fmt: skip
CAUSES = ("cheap credit", "a shortage of drivers", "the late thaw", "poor planning", "the new tariff", "staff turnover")

CLAIMS = (
    "{cause} has slowed the work on the {thing} in {place}",
    "The {thing} in {place} draws families away from the suburbs",
    "Most commuters in {place} have given up on the {thing}",
    "Delays at the {thing} come from {cause}, not from the weather",
    "The {thing} has become the main reason why shops in {place} close early",
    "Without the {thing} the centre of {place} would empty within ten years",
    "Rents near the {thing} in {place} are climbing because of {cause}",
)
FACTS = (
    "Repairs to the {thing} in {place} cost {n},{m}00 euros last winter",
    "The {thing} in {place} opened to the public on {day} May",
    "{n} of the {m} bolts in the {thing} at {place} were found loose",
    "The lease of the {thing} in {place} ran out on {day} March",
    "Inspectors closed the {thing} in {place} for {day} days in June",
    "{n} people signed the petition for the {thing} in {place}",
    "The survey of the {thing} in {place} counted {n} cracks (none of them deep) and {m} leaks",
    "Work on the {thing} in {place} (planned since the flood [of that spring]) began on {day} April",
)
OPINIONS = (
    "It is a disgrace that the {thing} in {place} still leaks",
    "Nobody should have to wait for a {thing} like that of {place}",
    "The {thing} is the finest thing that {place} has built",
    "{place} must stop treating the {thing} as a toy",
    "To sell the {thing} of {place} would be plain foolish",
    "A town like {place} deserves a better {thing}",
    "The worst {thing} since 1987 stands in {place}",
    "{place} has a G7 budget and a village's {thing}",
)
FILLER = (
    "It rained for most of the morning.",
    "A spokesman could not be reached.",
    "The meeting went on until late.",
    "That said, few were surprised.",
    "Trains ran on time, it goes without saying.",
    "Nobody in the hall knew what to say.",
)
#: Verbs of saying, as they stand behind and before what is said.
SAID = ("said", "says", "told reporters", "argued", "insisted", "added", "warned")


class Planted(NamedTuple):
    """A fault: its kind, and the annotations of which a finding has to name one."""

    kind: str
    ids: frozenset[str]


@dataclass
class Draft:
    """A passage to be: its sentence, and which part of it is tagged."""

    text: str
    label: str
    start: int
    end: int
    annotator: str
    speaker: str = ""
    id: str = ""
    extra: list[tuple[str, str, int, int, str]] = field(default_factory=list)


#: The rules whose findings fit each kind.
RULES = {
    "one": {"tagged-differently", "annotators-differ"},
    "nearly": {"tagged-differently", "annotators-differ"},
    "several": {"annotators-differ", "tagged-differently"},
    "unsupported": {"claim-without-evidence"},
    "unused": {"evidence-unused"},
    "opinion": {"opinion-with-source"},
    "word": {"cut-word"},
    "quotation": {"cut-quotation"},
    "bracket": {"cut-bracket"},
    "speaker": {"no-speaker"},
    "link": {"forbidden-link"},
    "drift": {"drift"},
}
#: How many of each kind are planted.
COUNTS = {
    "one": 24, "nearly": 22, "several": 20, "unsupported": 22, "unused": 20, "opinion": 16, "word": 16, "quotation": 16,
    "bracket": 10, "speaker": 22, "link": 11, "drift": 1,
}  # fmt: skip


class _Maker:
    """Writes documents and plants faults, by a seed."""

    def __init__(self, seed: int, documents: int) -> None:
        self.chance = random.Random(seed)
        self.documents: list[list[Draft]] = [[] for _ in range(documents)]
        self.links: list[tuple[str, str, str]] = []
        self.faults: list[Planted] = []
        self._ids = 0
        self._used: set[str] = set()

    def new_id(self) -> str:
        self._ids += 1
        return str(ULID.from_bytes(hashlib.sha256(f"planted {self._ids}".encode()).digest()[:16]))

    def sentence(self, kinds: tuple[str, ...]) -> str:
        """A sentence without its full stop that was not made before."""
        for _ in range(1000):
            made = self.chance.choice(kinds).format(
                thing=self.chance.choice(THINGS), place=self.chance.choice(PLACES), cause=self.chance.choice(CAUSES),
                n=self.chance.randint(11, 98), m=self.chance.randint(101, 890), day=self.chance.randint(2, 29),
            )  # fmt: skip
            made = made[0].upper() + made[1:]
            if made not in self._used:
                self._used.add(made)
                return made
        raise AssertionError("no more sentences")

    def put(
        self, place: int, sentence: str, label: str, *, who: str, tagged: str | None = None, speaker: str = ""
    ) -> Draft:
        """A sentence in a document, of which ``tagged`` is tagged; all of it where that is None."""
        part = sentence if tagged is None else tagged
        start = sentence.index(part)
        draft = Draft(sentence, label, start, start + len(part), who, speaker, self.new_id())
        self.documents[place].append(draft)
        return draft

    def supported(self, place: int, draft: Draft, who: str) -> None:
        """Give a claim its evidence, and evidence its claim, so that neither is a fault by chance."""
        if draft.label == "claim":
            fact = self.put(place, f"{self.sentence(FACTS)}.", "evidence", who=who)
            self.links.append((fact.id, "supports", draft.id))
        elif draft.label == "evidence":
            claim = self.put(place, f"{self.sentence(CLAIMS)}.", "claim", who=who)
            self.links.append((draft.id, self.chance.choice(["supports", "supports", "attacks"]), claim.id))
            if self.links[-1][1] == "attacks":
                other = self.put(place, f"{self.sentence(FACTS)}.", "evidence", who=who)
                self.links.append((other.id, "supports", claim.id))

    def somewhere(self) -> tuple[int, str]:
        place = self.chance.randrange(len(self.documents))
        return place, self.chance.choice(["ann", "bo"])

    def of(self, label: str) -> str:
        return self.sentence({"claim": CLAIMS, "evidence": FACTS, "opinion": OPINIONS}[label])

    def said(self, content: str) -> tuple[str, str]:
        """A sentence in which somebody says that, and who."""
        who, small = self.chance.choice([*PEOPLE, *BODIES]), content[0].lower() + content[1:]
        verb = self.chance.choice(SAID)
        plain = verb if verb != "added" else "said"
        kind = self.chance.randrange(6)
        if kind == 0:
            return f"{content}, {who} {verb}.", who
        if kind == 1:
            return f"“{content},” {who} {verb} on Monday.", who
        if kind == 2:
            return f'"{content}," {verb.split()[0] if verb != "told reporters" else "said"} {who}.', who
        if kind == 3:
            return f"{content}, according to {who}.", who
        if kind == 4:
            return f"According to {who}, {small}.", who
        return f"{who[0].upper()}{who[1:]} {plain} that {small}.", who


def _plant(maker: _Maker, kind: str) -> None:
    chance = maker.chance
    place, who = maker.somewhere()
    other = "bo" if who == "ann" else "ann"
    if kind in ("one", "several", "nearly"):
        first, second = chance.sample(["claim", "evidence", "opinion"], 2)
        text = maker.of(first)
        one = maker.put(place, f"{text}.", first, who=who)
        maker.supported(place, one, who)
        there = chance.randrange(len(maker.documents))
        if kind == "nearly":
            words = text.split()
            text = chance.choice([
                text.upper(), f"{text} again", f"Today {text[0].lower()}{text[1:]}", " ".join(words[:-1]),
                " ".join([*words[:3], "also", *words[3:]]), text.replace(words[-1], "Marlow"), f"“{text}”",
            ])  # fmt: skip
        two = maker.put(there, f"{text}.", second, who=who if kind != "several" else other)
        maker.supported(there, two, two.annotator)
        if "“" in text:
            two.speaker = "Ida Marwell"
        maker.faults.append(Planted(kind, frozenset([one.id, two.id])))
    elif kind == "unsupported":
        one = maker.put(place, f"{maker.sentence(CLAIMS)}.", "claim", who=who)
        if chance.random() < 0.3:
            attack = maker.put(place, f"{maker.sentence(FACTS)}.", "evidence", who=who)
            maker.links.append((attack.id, "attacks", one.id))
        maker.faults.append(Planted(kind, frozenset([one.id])))
    elif kind == "unused":
        one = maker.put(place, f"{maker.sentence(FACTS)}.", "evidence", who=who)
        maker.faults.append(Planted(kind, frozenset([one.id])))
    elif kind == "opinion":
        sentence, speaker = maker.said(f"{maker.sentence(OPINIONS)} after {chance.randint(12, 90)} complaints")
        one = maker.put(place, sentence, "opinion", who=who, speaker=speaker)
        maker.faults.append(Planted(kind, frozenset([one.id])))
    elif kind == "speaker":
        label = chance.choice(["claim", "evidence", "opinion"])
        content = maker.of(label)
        if label == "opinion":
            content = content.replace(" since 1987", "")
        sentence, _ = maker.said(content)
        small = content[0].lower() + content[1:]
        part = chance.choice([None, content if content in sentence else small])
        one = maker.put(place, sentence, label, who=who, tagged=part)
        maker.supported(place, one, who)
        maker.faults.append(Planted(kind, frozenset([one.id])))
    elif kind in ("word", "bracket", "quotation"):
        _cut(maker, kind, place, who)
    elif kind == "link":
        _bad_link(maker, place, who)


def _cut(maker: _Maker, kind: str, place: int, who: str) -> None:
    chance = maker.chance
    if kind == "word":
        text = f"{maker.sentence(FACTS)}."
        at = chance.choice([n for n in range(2, len(text) - 2) if text[n - 1].isalnum() and text[n].isalnum()])
        part = text[:at] if at > len(text) // 2 else text[at:]
    elif kind == "bracket":
        text = f"{maker.sentence(FACTS)} ({chance.choice(BODIES)} was told of it [in part] at once) as planned."
        at = text.rindex(" was told")
        part = chance.choice([text[:at], text[at + 1 :]])
    else:
        opened, closed = chance.choice(['""', "“”", "«»"])
        called = f"{chance.choice(PEOPLE)} called it {opened}the end of a long story{closed} in a letter"
        text = f"{maker.sentence(FACTS)}, and {called}."
        at = text.index(" long story")
        part = chance.choice([text[:at], text[at + 1 :]])
    one = maker.put(place, text, "evidence", who=who, tagged=part, speaker="Carla Sund")
    maker.supported(place, one, who)
    maker.faults.append(Planted(kind, frozenset([one.id])))


def _bad_link(maker: _Maker, place: int, who: str) -> None:
    claim = maker.put(place, f"{maker.sentence(CLAIMS)}.", "claim", who=who)
    maker.supported(place, claim, who)
    fact = maker.put(place, f"{maker.sentence(FACTS)}.", "evidence", who=who)
    maker.supported(place, fact, who)
    kind = maker.chance.randrange(4)
    if kind == 0:
        one = maker.put(place, f"{maker.sentence(OPINIONS)}.", "opinion", who=who)
        maker.links.append((one.id, "supports", fact.id))
    elif kind == 1:
        one = claim
        maker.links.append((claim.id, "supports", fact.id))
    elif kind == 2:
        one = maker.put(place, claim.text, "claim", who=who)
        maker.links.append((claim.id, "supports", one.id))
        one = claim
    else:
        one = maker.put(place, f"{maker.sentence(OPINIONS)}.", "opinion", who=who)
        maker.links.append((one.id, "supports", claim.id))
    maker.faults.append(Planted("link", frozenset([one.id])))


def _clean(maker: _Maker) -> None:
    """Passages with nothing wrong that look as if something was."""
    chance = maker.chance
    place, who = maker.somewhere()
    other = "bo" if who == "ann" else "ann"
    kind = chance.randrange(12)
    if kind == 0:  # quoted, with its speaker
        label = chance.choice(["claim", "evidence"])
        sentence, speaker = maker.said(maker.of(label))
        maker.supported(place, maker.put(place, sentence, label, who=who, speaker=speaker), who)
    elif kind == 1:  # brackets inside brackets, and lists
        text = f"{maker.sentence(FACTS)} (a) by hand and b) by night (see [the map (in part)])."
        text = text.replace("(a) by", "a) by")
        maker.supported(place, maker.put(place, text, "evidence", who=who), who)
    elif kind == 2:  # abbreviations, possessives, hyphens
        text = f"{maker.sentence(FACTS)} near the U.S. base at {chance.choice(PLACES)}'s edge"
        part = text.removesuffix("'s edge") if chance.random() < 0.5 else text
        maker.supported(place, maker.put(place, f"{text}.", "evidence", who=who, tagged=part), who)
    elif kind == 3:  # a number without a source
        maker.put(place, f"{maker.sentence(OPINIONS)} after {chance.randint(3, 90)} years.", "opinion", who=who)
    elif kind == 4:  # a source without a number
        sentence, speaker = maker.said(maker.sentence(OPINIONS).replace(" since 1987", ""))
        maker.put(place, sentence, "opinion", who=who, speaker=speaker)
    elif kind == 5:  # the same sentence by two, with one label; only one of them linked the evidence
        one = maker.put(place, f"{maker.sentence(CLAIMS)}.", "claim", who=who)
        one.extra.append(("claim", other, 0, 0, maker.new_id()))
        maker.supported(place, one, who)
    elif kind == 6:  # the same sentence twice, with one label
        text = maker.sentence(FACTS)
        for at in (place, chance.randrange(len(maker.documents))):
            maker.supported(at, maker.put(at, f"{text}.", "evidence", who=who), who)
    elif kind == 7:  # names and scare quotes in marks
        text = f'{maker.sentence(FACTS)}, and the “Blue Line” ran late, as the "old" one did.'
        maker.supported(place, maker.put(place, text, "evidence", who=who), who)
    elif kind == 8:  # nearly the same, but one word makes it another statement
        text = maker.sentence(CLAIMS)
        maker.supported(place, maker.put(place, f"{text} soon.", "claim", who=who), who)
        maker.put(place, f"{text} soon, which must not be.", "opinion", who=other)
    elif kind == 9:  # a whole sentence of a longer quotation
        first, second = maker.sentence(CLAIMS), maker.sentence(CLAIMS)
        text = f"“{first}. {second},” said {chance.choice(PEOPLE)}."
        one = maker.put(place, text, "claim", who=who, tagged=f"“{first}.", speaker="Emil Hask")
        maker.supported(place, one, who)
    elif kind == 10:  # a claim that another claim supports
        one = maker.put(place, f"{maker.sentence(CLAIMS)}.", "claim", who=who)
        two = maker.put(place, f"{maker.sentence(CLAIMS)}.", "claim", who=who)
        maker.supported(place, two, who)
        maker.links.append((two.id, "supports", one.id))
    else:  # words of saying that report nothing
        text = maker.sentence(FACTS) + chance.choice([
            ", needless to say", " although reports of it were rare", " despite the claims of both sides",
            ", that is to say in spring", " and answers to all of the calls are still missing",
        ])  # fmt: skip
        maker.supported(place, maker.put(place, f"{text}.", "evidence", who=who), who)


def _drifting(maker: _Maker) -> None:
    """A third person, who tags claims first and opinions later, and whose place in time is that of the documents."""
    ids = set()
    for place in range(len(maker.documents)):
        is_late = place >= len(maker.documents) // 2
        for _ in range(4):
            label = "opinion" if maker.chance.random() < (0.7 if is_late else 0.2) else "claim"
            one = maker.put(place, f"{maker.of(label)}.", label, who="cy")
            ids.add(one.id)
            if label == "claim":
                maker.supported(place, one, "ann")
    maker.faults.append(Planted("drift", frozenset(ids)))


def planted_store(seed: int = 1, documents: int = 40, clean: int = 260) -> tuple[MemoryStore, list[Planted]]:
    """A store of news-like documents, and the faults in it."""
    maker = _Maker(seed, documents)
    for kind, count in COUNTS.items():
        for _ in range(count):
            if kind == "drift":
                _drifting(maker)
            else:
                _plant(maker, kind)
    for _ in range(clean):
        _clean(maker)
    store = MemoryStore()
    for number, drafts in enumerate(maker.documents):
        _save(store, maker, number, drafts)
    return store, maker.faults


def _save(store: MemoryStore, maker: _Maker, number: int, drafts: list[Draft]) -> None:
    chance = maker.chance
    pieces: list[Draft | str] = list(drafts)
    chance.shuffle(pieces)
    for _ in range(8):
        pieces.insert(chance.randrange(len(pieces) + 1), chance.choice(FILLER))
    text, places = "", []
    for piece in pieces:
        text += chance.choice([" ", "\n\n"]) if text else ""
        if isinstance(piece, Draft):
            places.append((piece, len(text)))
        text += piece if isinstance(piece, str) else piece.text
    begun = datetime(2026, 1, 5, 9, tzinfo=UTC) + timedelta(days=number)
    made = []
    for at, (draft, offset) in enumerate(places):
        start, end = offset + draft.start, offset + draft.end
        when = (begun + timedelta(minutes=at)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        one = Annotation(
            draft.id, draft.label, start, end, text[start:end], text[max(0, start - 32) : start], text[end : end + 32],
            start, end, "", draft.annotator, when, when, attributed_to=draft.speaker,
        )  # fmt: skip
        made.append(one)
        made += [replace(one, id=id_, annotator=who, label=label) for label, who, _, _, id_ in draft.extra]
    here = {one.id for one in made}
    links = [
        Link(maker.new_id(), source, target, kind, "ann", made[0].created_at, made[0].created_at)
        for source, kind, target in maker.links
        if source in here
    ]
    name = f"news/{number:02}.txt"
    document = Document(None, name, hashlib.sha256(name.encode()).hexdigest(), f"Number {number}")
    store.save(
        document, [Change(None, one) for one in (*made, *links)], apart=True, text=text, act=Act("tagged", "ann")
    )


def measure(found: list[tuple[str, frozenset[str]]], faults: list[Planted]) -> dict[str, tuple[int, int, int]]:
    """For each kind how many were planted and found, and for each rule how many findings are of none.

    Args:
        found: of each finding its rule and the ids that it names.
        faults: that were planted.
    """
    result: dict[str, tuple[int, int, int]] = {}
    for kind, rules in RULES.items():
        planted = [one for one in faults if one.kind == kind]
        hits = sum(any(rule in rules and ids & one.ids for rule, ids in found) for one in planted)
        result[kind] = len(planted), hits, 0
    wrong: dict[str, int] = {}
    for rule, ids in found:
        if not any(rule in RULES[one.kind] and ids & one.ids for one in faults):
            wrong[rule] = wrong.get(rule, 0) + 1
    return result | {rule: (0, 0, count) for rule, count in wrong.items()}
