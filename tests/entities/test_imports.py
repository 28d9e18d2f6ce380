"""What importing this part loads: little, and neither spaCy nor Textual."""

import subprocess
import sys

import pytest

HEAVY = ("spacy", "textual", "numpy", "importlib.metadata", "subprocess")


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("reader.entities", (*HEAVY, "reader.entities.tables", "json")),
        ("reader.entities.entity_client", HEAVY),
        ("reader.entities.entity_worker", HEAVY),
        ("reader.entities.grouping", HEAVY),
        ("reader.entities.detection", HEAVY),
    ],
)
def test_importing_loads_nothing_heavy(module, unwanted):
    code = f"import sys, {module}; print(*[name for name in {unwanted!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=200, check=True)
    assert result.stdout.strip() == ""


def test_no_table_is_read_before_it_is_needed():
    code = "import reader.entities.steps, reader.entities.tables as t; print(t.gazetteer.cache_info().currsize)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=200, check=True)
    assert result.stdout.strip() == "0"


def test_names_that_the_package_does_not_have_are_refused():
    import reader.entities

    with pytest.raises(AttributeError, match="nonsense"):
        reader.entities.nonsense  # noqa: B018
