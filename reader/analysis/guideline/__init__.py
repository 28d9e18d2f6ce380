"""What a guideline demands of tags, as rules that are data: ``linter.py`` is the way in.

A rule names one of the checks in ``check_table.py``. Each check is a module here that knows tags and links, no file and
no store; ``tag_reading.py`` gets them from a store, and ``rules_file.py`` reads rules.
"""
