"""Runs the sessions of one program, or of two in turns, and says what could not be measured."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.benchmarks.speed.figures import Group
from tests.benchmarks.speed.inputs import Inputs
from tests.benchmarks.speed.programs import Program, TookTooLongError, run_of

#: Values by figure of one session.
Session = dict[str, list[float]]
#: Tells a person what is being done.
Tell = Callable[[str], None]


@dataclass(slots=True)
class Sessions:
    """What each program's sessions of one group gave, in the order of the rounds; a failed one is empty."""

    group: Group
    of: dict[str, list[Session]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def values(self, program: str, figure: str) -> list[list[float]]:
        """The values of a figure, session by session."""
        return [session.get(figure, []) for session in self.of[program]]


def run_sessions(group: Group, programs: Sequence[Program], inputs: Inputs, runs: int, tell: Tell) -> Sessions:
    """So many rounds; in each, every program has one session, so that all of them see the same machine."""
    found = Sessions(group, {program.name: [] for program in programs})
    for number in range(runs):
        tell(f"{group.name}, {group.case}: {number + 1} of {runs}")
        for program in programs:
            session: Session = {}
            try:
                with run_of(program, inputs) as run:
                    for name, value in group.measure(run):
                        session.setdefault(name, []).append(value)
            except (AssertionError, OSError, RuntimeError, TookTooLongError, statistics.StatisticsError) as error:
                first = str(error).partition("\n")[0]
                found.notes.append(f"{group.name}, {group.case}: {first} ({program.name})")
            found.of[program.name].append(session)
    return found
