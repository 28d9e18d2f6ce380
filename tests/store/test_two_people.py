"""Two people on one store, restores, undo and redo in any order: as a simple model has it, and as the log says."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.torture.together import KINDS, Operation, at_once, run

OPERATIONS = st.lists(
    st.builds(Operation, st.integers(0, 1), st.sampled_from(KINDS), st.integers(0, 999), st.integers(0, 999)),
    max_size=25,
)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(operations=OPERATIONS)
def test_store_readers_history_and_a_simple_model_agree_after_each_operation(operations: list[Operation]) -> None:
    with TemporaryDirectory() as folder:
        run(Path(folder), operations)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(operations=OPERATIONS)
def test_the_history_is_true_where_nobody_looks_at_what_the_other_does(operations: list[Operation]) -> None:
    with TemporaryDirectory() as folder:
        at_once(Path(folder), operations)


def test_who_tags_a_document_that_only_upkeep_has_touched_is_told_what_is_there(tmp_path: Path) -> None:
    first = [Operation(0, "tag", 0, 0), Operation(0, "tag", 1, 1), Operation(1, "restore", 0, 0)]
    then = [
        Operation(0, "tag", 0, 1),
        Operation(1, "redo", 0, 0),
        Operation(1, "flush", 0, 0),
        Operation(1, "tag", 0, 1),
    ]
    at_once(tmp_path, [*first, *then])


def test_what_somebody_brought_back_after_a_restore_stays_when_the_restore_is_taken_back(tmp_path: Path) -> None:
    tag, other = Operation(0, "tag", 10, 0), Operation(0, "tag", 100, 0)
    deleted = [Operation(1, "delete", 1, 0), Operation(0, "delete", 0, 0)]
    restored = Operation(0, "restore", 1, 0)  # to the first tag alone: of the second not even a tombstone is left
    run(tmp_path, [tag, other, *deleted, restored, Operation(1, "undo", 0, 0), Operation(0, "undo", 0, 0)])
