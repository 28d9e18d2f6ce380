"""The play of two annotators and an adjudicator, scene by scene."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from reader.analysis.adjudication.rulings import ADJUDICATED, LINK_RULING, RULING
from reader.annotations.handing_in import FINISHED
from reader.model.annotation import Decision, to_fields
from tests.torture.team_play import blindness
from tests.torture.team_play.adjudicator import Adjudicator, decided_links, decided_tags, in_order
from tests.torture.team_play.articles import AGREED, MISSED, Item, Planned, Tag, articles, planted
from tests.torture.team_play.clones import ARTICLES, STORE, Clone, keys_of
from tests.torture.team_play.figures import Figures

#: Who tags, in the order of the plan; and who decides. No word of the texts or the program holds these names.
ANNOTATORS, ADJUDICATOR = ("Annika", "Borislav"), "Cyrill"
#: How each one's notes, speakers and notes of documents begin; followed by the number of the document.
MARKS = {"Annika": "zqax", "Borislav": "zqbx"}
_OVERLAP = 0.85
#: Notes of each document in the short form.
_NOTES = 1


class Play:
    """The team, its articles, and what happens.

    Args:
        folder: an empty one, where all of it lies.
        documents: how many articles there are.
        disagreements: how many are planted.
        rounds: how often the annotators exchange what they have tagged, before both have finished.
        merges: how many there are after the adjudication, each with a new tag.
        seed: another one gives another play.
        is_whole: whether every command, format and screen is looked at.
    """

    def __init__(
        self, folder: Path, documents: int, disagreements: int, rounds: int, merges: int, seed: int, *, is_whole: bool
    ) -> None:
        self.figures = Figures(disagreements)
        self._folder, self._rounds, self._merges, self._is_whole = folder, rounds, merges, is_whole
        self._clones = {name: Clone(folder / name.lower(), name) for name in (*ANNOTATORS, ADJUDICATOR)}
        self._assigned: dict[str, set[str]] = {}
        shared = round(_OVERLAP * documents)
        self.articles = articles(documents, -(-disagreements // shared) + 1, seed)
        self._set_up(seed)
        self._both = set.intersection(*self._assigned.values())
        self.articles = planted(self.articles, self._both, disagreements)
        self.shared = [one for one in self.articles if one.name in self._both]

    @property
    def scenes(self) -> Sequence[Callable[[], None]]:
        """What happens, in order."""
        return (self.tag_in_rounds, self.finish, self.take_back, self.adjudicate, self.go_on)

    def run(self) -> Figures:
        """All of it."""
        for scene in self.scenes:
            scene()
        return self.figures

    # --- the scenes

    def _set_up(self, seed: int) -> None:
        """The repository with the articles, the project and who gets what; and its clones."""
        origin, first = self._folder / "origin.git", self._clones[ANNOTATORS[0]]
        for clone in self._clones.values():
            Path(clone.variables["HOME"]).mkdir(parents=True)
        first.folder.mkdir()
        first.do_git("init", "-q", "--bare", "-b", "main", str(origin))
        first.do_git("init", "-q", "-b", "main")
        first.do_git("remote", "add", "origin", str(origin))
        (first.folder / ARTICLES).mkdir()
        (first.folder / STORE).mkdir()
        for one in self.articles:
            (first.folder / ARTICLES / one.name).write_text(one.text, encoding="utf-8")
        project = f"annotators = {json.dumps(ANNOTATORS)}\nadjudicators = {json.dumps([ADJUDICATOR])}\nblind = true\n"
        (first.folder / STORE / "project.toml").write_text(project)
        (first.folder / ".gitignore").write_text(".nrc-reader/\n")
        first.run("assign", ARTICLES, "--store", STORE, "--overlap", str(_OVERLAP), "--seed", str(seed))
        lines = (first.folder / STORE / "assignments.jsonl").read_text().splitlines()
        rows = [json.loads(line) for line in lines]
        self._assigned = {
            name: {Path(row["place"]).name for row in rows if name in row["annotators"]} for name in ANNOTATORS
        }
        first.commit("a project")
        self._first_commit = first.do_git("rev-parse", "HEAD").strip()
        for clone in list(self._clones.values())[1:]:
            first.do_git("clone", "-q", "-b", first.annotator, str(origin), str(clone.folder))
            clone.do_git("checkout", "-q", "-B", "main")

    def tag_in_rounds(self) -> None:
        """Both tag, and merge what the other one has so far; nobody has finished what the other one has finished."""
        for number in range(self._rounds):
            batch = self.articles[number :: self._rounds]
            for who in range(len(ANNOTATORS)):
                self._tag(who, batch)
            if number == 0:
                self._compare_with_a_world_without(batch)
            self._exchange(number)
        for name in self._lookers:
            hidden = self._hidden_before_all_finished(1 - ANNOTATORS.index(name))
            self._look_for_leaks(self._clones[name], hidden, "before both finished")

    @property
    def _lookers(self) -> Sequence[str]:
        """Who looks for the work of the other one."""
        return ANNOTATORS if self._is_whole else ANNOTATORS[1:]

    def _tag(self, who: int, batch: Sequence[Planned]) -> None:
        name = ANNOTATORS[who]
        with self._clones[name].read() as reading:
            for article in batch:
                if article.name not in self._assigned[name] and not self._is_stray(article, who):
                    continue
                reading.show(article)
                tags = list(article.tags(who))
                for number, tag in enumerate(tags):
                    has_note = self._is_whole or number < _NOTES
                    reading.tag(tag, number, self._word(who, article, number) if has_note else "")
                reading.attribute(self._word(who, article, len(tags)))
                reading.note_document(self._word(who, article, len(tags) + 1))
                if self._finishes_early(article, who):
                    reading.hand_in()

    def _exchange(self, number: int) -> None:
        """Commit, and merge: both at the same time, or one after the other, who is first in turns."""
        first, second = (self._clones[name] for name in (ANNOTATORS if number % 2 else ANNOTATORS[::-1]))
        for clone in (first, second):
            clone.commit(f"round {number}")
        before = first.tags() | second.tags()
        self._merge(first, second)
        if number % 3 == 1:
            first.commit("merged")
        self._merge(second, first)
        for clone in (first, second):
            self.figures.lost_tags += len(before - clone.tags())
            clone.commit("merged")

    def _compare_with_a_world_without(self, batch: Sequence[Planned]) -> None:
        """What one sees with the other's work in the store is what one sees where it is not there, byte for byte."""
        for who, name in enumerate(ANNOTATORS if self._is_whole else ANNOTATORS[:1]):
            other = self._clones[ANNOTATORS[1 - who]]
            other.commit("so far")
            without = Clone(self._folder / f"without-{who}", other.annotator)
            self._clones[ADJUDICATOR].do_git("clone", "-q", "../origin.git", str(without.folder))
            without.do_git("checkout", "-q", "-B", "main", self._first_commit)
            if early := [one for one in batch if self._finishes_early(one, 1 - who)]:
                with without.read() as reading:
                    for article in early:
                        reading.show(article)
                        reading.hand_in()
            without.do_git("add", "-A")
            without.do_git("commit", "-q", "--allow-empty", "-m", "so far")
            seen = []
            for place, source in (("real", other.folder), ("twin", without.folder)):
                clone = Clone(self._folder / f"{place}-{who}", name)
                shutil.copytree(self._clones[name].folder, clone.folder, symlinks=True)
                clone.do_git("add", "-A")
                clone.do_git("commit", "-q", "--allow-empty", "-m", "so far")
                clone.do_git("pull", "-q", "--no-rebase", str(source), "main")
                seen.append(clone)
            twins = blindness.Twins(*seen)
            twins.walk(batch[: 5 if self._is_whole else 2], is_whole=self._is_whole)
            self.figures.looks += twins.looks
            self.figures.leaks += [f"{name}'s screen: {one}" for one in twins.differences]
            real, twin = (blindness.outputs(one, is_whole=self._is_whole and who == 0) for one in seen)
            for (command, ours), (_, theirs) in zip(real, twin, strict=True):
                self.figures.looks += 1
                said = [
                    blindness.without_passing(one, clone.folder)
                    for one, clone in zip((ours, theirs), seen, strict=True)
                ]
                if said[0] != said[1]:
                    rows = [one for one in said[0].splitlines() if one not in said[1].splitlines()]
                    self.figures.leaks.append(f"{name}'s {command}: {rows[:3] or said[1].splitlines()[:3]}")

    def finish(self) -> None:
        """Both hand in all that is left; then everything is open."""
        for who, name in enumerate(ANNOTATORS):
            with self._clones[name].read() as reading:
                for article in self.articles:
                    if article.name in self._assigned[name] and not self._finishes_early(article, who):
                        reading.show(article)
                        reading.hand_in()
        self._exchange(self._rounds)
        for who, name in enumerate(ANNOTATORS):
            said = self._clones[name].run("export", "--store", STORE, "-f", "jsonl")
            secrets = self._secrets(1 - who, self._tagged(1 - who))
            assert blindness.words_in(said, secrets) == secrets, "not all is open"

    def take_back(self) -> None:
        """One of them takes back that they have finished a document: it is hidden again, until they hand it in."""
        article, name = self.shared[0], ANNOTATORS[0]
        with self._clones[name].read() as reading:
            reading.show(article)
            reading.take_back()
        self._exchange(0)
        for one in self._lookers:
            clone = self._clones[one]
            self._look_for_leaks(clone, [article], "taken back", len(clone.streams), is_whole=False)
        with self._clones[name].read() as reading:
            reading.show(article)
            reading.hand_in()
        self._exchange(1)

    def adjudicate(self) -> None:
        """The adjudicator merges both, and decides all that was planted."""
        clone = self._clones[ADJUDICATOR]
        for name in ANNOTATORS:
            self._merge(clone, self._clones[name])
        before = set[tuple[str, str, str, str]]().union(*(self._clones[name].tags() for name in ANNOTATORS))
        adjudicator = Adjudicator(clone, self.articles, {one.number: in_order(one.items) for one in self.shared})
        adjudicator.walk()
        for asked in adjudicator.asked:
            if asked.item is None:
                self.figures.unplanned.append(f"asked: {asked.text}")
            else:
                self.figures.keys[asked.item.kind].append(asked.keys)
            self.figures.leaks += [f"adjudication names {one}" for one in ANNOTATORS if one in asked.text]
        self.figures.unplanned += [f"not asked: {one}" for one in adjudicator.missing]
        self.figures.lost_tags += len(before - clone.tags())
        self._check_layer()
        clone.commit("adjudicated")

    def _check_layer(self) -> None:
        stored = self._clones[ADJUDICATOR].stored()
        for one in self.shared:
            layer = stored[one.name]
            found = sorted((tag.label, tag.quote) for tag in layer.annotations if tag.annotator == ADJUDICATED)
            links = sorted(link.kind for link in layer.links if link.annotator == ADJUDICATED)
            if found != (wanted := sorted(decided_tags(one))) or links != decided_links(one):
                self.figures.unplanned.append(f"{one.name}: {found} {links}, wanted {wanted} {decided_links(one)}")

    def go_on(self) -> None:
        """New tags after the adjudication: only they are asked about, and what was decided stays."""
        for number in range(self._merges):
            who = number % 2
            at = self._next_article(who, number)
            article, item = self._new_item(self.shared[at], who, number)
            self._tag_more(who, article, item)
            annotator, judge = self._clones[ANNOTATORS[who]], self._clones[ADJUDICATOR]
            annotator.commit(f"new {number}")
            before, decided = annotator.tags() | judge.tags(), self._decisions()
            for into, other in [(judge, annotator), (annotator, judge)][:: 1 if number % 4 < 2 else -1]:
                self._merge(into, other)
                into.commit("merged")
            wanted = {article.number: [item]} if item.kind == MISSED else {}
            adjudicator = Adjudicator(judge, self._with(article), wanted)
            adjudicator.walk()
            self.figures.asked_new += sum(asked.item is not None for asked in adjudicator.asked)
            self.figures.asked_again += sum(asked.item is None for asked in adjudicator.asked)
            self.figures.missed_new += len(adjudicator.missing)
            judge.commit(f"adjudicated {number}")
            self.figures.lost_tags += len(before - judge.tags())
            self.figures.lost_decisions += len(decided - self._decisions())
            if item.kind == MISSED:
                self.shared[at] = article
        self._check_layer()

    def _next_article(self, who: int, number: int) -> int:
        """Which of the shared articles is tagged on: one after another, each fifth one that can be tagged alike."""
        alike = [at for at, one in enumerate(self.shared) if _missed_by(one, who)]
        return alike[number % len(alike)] if number % 5 == 1 and alike else number % len(self.shared)

    @staticmethod
    def _new_item(article: Planned, who: int, number: int) -> tuple[Planned, Item]:
        """The article with what is tagged now: something new, a decided passage anew, or what the other one had."""
        if number % 5 == 1 and (others := _missed_by(article, who)):
            return article, others[0]._replace(kind=AGREED)
        agreed = [one for one in article.items if one.kind == AGREED]
        where = agreed[-1] if number % 5 == 2 else Item(MISSED, article.free[0], "c", "e", who, has_rival=False)
        new = Item(MISSED, where.first, where.other_key, where.key, who, has_rival=False)
        return article._replace(items=sorted([*article.items, new], key=lambda one: one.first)), new

    def _tag_more(self, who: int, article: Planned, item: Item) -> None:
        with self._clones[ANNOTATORS[who]].read() as reading:
            reading.show(article)
            reading.press(keys_of(Tag(item.key, item.first, item.first + 1)), "takes that back")
            reading.press("y", "no longer finished")
            reading.hand_in()

    def _with(self, article: Planned) -> list[Planned]:
        return [article if one.number == article.number else one for one in self.articles]

    def _decisions(self) -> set[str]:
        """What was decided: the records, and the adjudicated layer."""
        return {
            json.dumps([name, one.id, to_fields(one)], sort_keys=True, default=str)
            for name, stored in self._clones[ADJUDICATOR].stored().items()
            for one in (*stored.decisions, *stored.annotations, *stored.links)
            if one.annotator == ADJUDICATED or (isinstance(one, Decision) and one.kind in {RULING, LINK_RULING})
            if not (isinstance(one, Decision) and one.kind == FINISHED)
        }

    def _merge(self, into: Clone, other: Clone) -> None:
        self.figures.merges += 1
        self.figures.conflicts += into.merge(other)

    # --- who has finished what, and what is hidden

    def _word(self, who: int, article: Planned, number: int) -> str:
        return f"{MARKS[ANNOTATORS[who]]}{article.number:02}n{number}"

    def _finishes_early(self, article: Planned, who: int) -> bool:
        """Whether somebody hands a document in before the other one does, or where nobody else has it."""
        if article.name not in self._assigned[ANNOTATORS[who]]:
            return False
        if article.name in self._both:
            return article.number % 3 == who
        return article.number % 2 == 0 and not self._is_stray(article, 1)

    def _is_stray(self, article: Planned, who: int) -> bool:
        """Whether somebody tags a document that is not theirs."""
        others = [
            one for one in self.articles if one.name not in self._both and one.name in self._assigned[ANNOTATORS[0]]
        ]
        return who == 1 and article in others[:1]

    def _tagged(self, who: int) -> list[Planned]:
        return [one for one in self.articles if one.name in self._assigned[ANNOTATORS[who]] or self._is_stray(one, who)]

    def _hidden_before_all_finished(self, whose: int) -> list[Planned]:
        """The articles of which an annotator's work is hidden from the other one."""
        owners = {one.name: 1 - whose if self._is_stray(one, whose) else whose for one in self.articles}
        return [
            one for one in self._tagged(whose) if one in self.shared or not self._finishes_early(one, owners[one.name])
        ]

    def _secrets(self, whose: int, hidden: Collection[Planned]) -> list[str]:
        return [f"{MARKS[ANNOTATORS[whose]]}{one.number:02}n" for one in hidden]

    def _look_for_leaks(
        self, clone: Clone, hidden: Sequence[Planned], when: str, since: int = 0, *, is_whole: bool = True
    ) -> None:
        """Look for what the other annotator did in some articles, in all that this one has seen and can see.

        Args:
            clone: of the one who looks.
            hidden: articles that are not open to them.
            when: said of a leak.
            since: the first reader of the clone whose bytes count.
            is_whole: whether every command and format is tried.
        """
        whose = 1 - ANNOTATORS.index(clone.annotator)
        secrets = self._secrets(whose, hidden)
        with clone.read() as reading:
            for keys, wanted in blindness.screens(hidden if self._is_whole else hidden[:1], is_whole=self._is_whole):
                blindness.press(reading, keys, wanted, hidden)
        for stream in clone.streams[since:]:
            self.figures.looks += 1
            self.figures.leaks += [
                f"{when}: {one} on {clone.annotator}'s terminal" for one in blindness.words_in(stream, secrets)
            ]
        stored = clone.stored()
        documents = [stored[one.name] for one in hidden if one.name in stored]
        theirs = blindness.places_of(documents, ANNOTATORS[whose])
        places = theirs - blindness.places_of(stored.values(), clone.annotator)
        for command, said in blindness.outputs(clone, is_whole=is_whole and self._is_whole):
            self.figures.looks += 1
            self.figures.leaks += [f"{when}: {one} in {command}" for one in blindness.words_in(said, secrets)]
            self.figures.leaks += [f"{when}: {one} in {command}" for one in blindness.places_in(said, places)]


def _missed_by(article: Planned, who: int) -> list[Item]:
    """What the other one alone has tagged."""
    return [one for one in article.items if one.kind == MISSED and one.leader != who]
