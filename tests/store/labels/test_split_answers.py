"""Answers about tags of a label that is split: each is there the next time, whatever was damaged beside it."""

from pathlib import Path

from reader.store.folder_store import FolderStore
from reader.store.labels.split_answers import SplitAnswers


def test_what_was_answered_is_there_the_next_time(tmp_path: Path) -> None:
    folder = FolderStore(tmp_path).begun_folder()
    assert folder is not None
    one = SplitAnswers(folder, ["claim"])
    one.begin(["causal", "moral"])
    one.give({"A": "causal", "B": "", "C": "moral"})
    one.give({"A": None})
    again = SplitAnswers(folder, ["claim"])
    assert (again.into, again.becomes) == (["causal", "moral"], {"B": "", "C": "moral"})
    again.begin(["causal"])
    (file,) = folder.path.iterdir()
    file.write_bytes(file.read_bytes() + b'half\n[1]\n{"tag": 7}\n\xff\n{"tag": "D", "bec')
    last = SplitAnswers(folder, ["claim"])
    assert (last.into, last.becomes) == (["causal"], {"B": ""}), "no answer names what it is not split into"
    assert SplitAnswers(folder, ["reason"]).becomes == {}


def test_a_label_that_was_renamed_meanwhile_keeps_its_answers(tmp_path: Path) -> None:
    folder = FolderStore(tmp_path).begun_folder()
    SplitAnswers(folder, ["claim"]).give({"A": "causal"})
    assert SplitAnswers(folder, ["thesis", "claim"]).becomes == {"A": "causal"}
    assert SplitAnswers(folder, ["thesis"]).becomes == {"A": "causal"}
