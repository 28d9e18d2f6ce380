"""The reader's class is made of many parts: none of them may take another's private method away unknowingly."""

import inspect

from reader.ui.app import ReaderApp


def test_a_private_method_that_two_parts_have_is_an_override_that_calls_the_other() -> None:
    defined: dict[str, list[type]] = {}
    for part in ReaderApp.__mro__:
        if part.__module__.startswith("reader."):
            for name, member in vars(part).items():
                if name.startswith("_") and inspect.isfunction(member):
                    defined.setdefault(name, []).append(part)
    shared = {name: parts[0] for name, parts in defined.items() if len(parts) > 1 and not name.startswith("__")}
    taken = [name for name, part in shared.items() if f"super().{name}(" not in inspect.getsource(getattr(part, name))]
    assert taken == []
