"""The file of the Web Annotation model: what the model says it MUST be, strangers' files, and Hypothesis."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from reader.exchange import jsonl
from reader.exchange.exchange_error import ExchangeError
from reader.exchange.format_protocol import Fault, ImportedDocument
from reader.exchange.formats import web_annotation
from reader.model.annotation import Annotation, Change
from reader.model.document import Document
from reader.store.memory_store import MemoryStore
from tests.exchange.formats.sample_store import CLAIM, FACT, LINK, MADE, PATH, TEXT, sample
from tests.exchange.interchange import Taken, all_annotations, all_links, exported, imported, stores

#: The schemas of the working group, which are not ours to keep here.
SCHEMAS = Path(__file__).parents[4] / "shared" / "data" / "web-annotation-tests"
URI = {"type": "string", "pattern": "^[a-z]+:[A-Za-z0-9._~:/?#@!$&'()*+,;=%\\[\\]-]+$"}
AGENT = {"type": "object", "required": ["type", "name"], "properties": {"name": {"type": "string"}}}
#: What the model says an annotation MUST be, as far as ours have it.
MUST = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["id", "type", "target"],
    "not": {"required": ["body", "bodyValue"]},
    "properties": {
        "id": URI,
        "type": {"const": "Annotation"},
        "motivation": {"enum": ["classifying", "linking"]},
        "created": {"pattern": "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$"},
        "modified": {"$ref": "#/properties/created"},
        "creator": AGENT,
        "body": {
            "type": "array",
            "minItems": 1,
            "items": {
                "oneOf": [
                    URI,
                    {
                        "type": "object",
                        "required": ["type", "value"],
                        "properties": {
                            "type": {"const": "TextualBody"},
                            "value": {"type": "string"},
                            "purpose": {"enum": ["tagging", "commenting"]},
                            "format": {"const": "text/plain"},
                        },
                    },
                ]
            },
        },
        "target": {
            "oneOf": [
                URI,
                {
                    "type": "object",
                    "required": ["source", "selector"],
                    "properties": {
                        "source": URI,
                        "creator": AGENT,
                        "selector": {"type": "array", "minItems": 2, "items": {"$ref": "#/$defs/selector"}},
                    },
                },
            ]
        },
    },
    "$defs": {
        "selector": {
            "oneOf": [
                {
                    "required": ["exact"],
                    "properties": {
                        "type": {"const": "TextQuoteSelector"},
                        **{name: {"type": "string"} for name in ("exact", "prefix", "suffix")},
                    },
                },
                {
                    "required": ["start", "end"],
                    "properties": {
                        "type": {"const": "TextPositionSelector"},
                        **{name: {"type": "integer", "minimum": 0} for name in ("start", "end")},
                    },
                },
            ]
        }
    },
}


def collection(store: MemoryStore) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(exported(store, "web-annotation").files[""])
    return found


def taken(store: MemoryStore, value: object) -> Taken:
    return imported(store, "web-annotation", {"": json.dumps(value).encode()})


def read(tmp_path: Path, value: object) -> tuple[list[ImportedDocument], list[Fault]]:
    path = tmp_path / "x.jsonld"
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    assert isinstance(value, str) or web_annotation.recognises(path, path.read_bytes()[: 1 << 16])
    both = list(web_annotation.read(path))
    return [one for one in both if not isinstance(one, Fault)], [one for one in both if isinstance(one, Fault)]


@settings(max_examples=40, deadline=None)
@given(stores())
def test_every_annotation_is_what_the_model_says_it_must_be(store: MemoryStore) -> None:
    from jsonschema import Draft202012Validator

    found = collection(store)
    assert found["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (found["type"], found["first"]["type"]) == ("AnnotationCollection", "AnnotationPage")
    assert found["total"] == len(found["first"]["items"]) == len(all_annotations(store)) + len(all_links(store))
    assert len({one["id"] for one in found["first"]["items"]}) == found["total"]
    check = Draft202012Validator(MUST)
    for one in found["first"]["items"]:
        check.validate(one)


@settings(max_examples=20, deadline=None)
@given(stores())
def test_the_working_groups_own_schemas_find_nothing(store: MemoryStore) -> None:
    if not SCHEMAS.is_dir():
        pytest.skip(f"the schemas of the W3C's working group are not in {SCHEMAS}")
    from jsonschema import Draft4Validator
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT4

    known = [
        json.loads(path.read_text(encoding="utf-8")) for path in SCHEMAS.rglob("*.json") if "tools" not in path.parts
    ]
    registry: Any = Registry().with_resources(
        (one["id"], Resource.from_contents(one, default_specification=DRAFT4)) for one in known if "id" in one
    )

    def broken(test: str, value: object) -> list[str]:
        wanted = json.loads((SCHEMAS / test).read_text(encoding="utf-8"))["assertions"]
        assert len(wanted) > 9
        schemas = [json.loads((SCHEMAS / one).read_text(encoding="utf-8")) for one in wanted]
        return [one["id"] for one in schemas if not Draft4Validator(one, registry=registry).is_valid(value)]

    found = collection(store)
    assert broken("collections/collectionMusts.test", found) == []
    assert broken("collections/pages/pageMusts.test", found) == []
    for one in found["first"]["items"]:
        assert broken("annotations/annotationMusts.test", {"@context": found["@context"], **one}) == []


def test_an_annotation_is_as_the_model_has_it() -> None:
    claim, _, view, link = collection(sample())["first"]["items"]
    assert claim == {
        "id": "urn:uuid:019d79eb-9318-0000-0000-000000000001",
        "type": "Annotation",
        "motivation": "classifying",
        "created": MADE,
        "modified": MADE,
        "creator": {"type": "Person", "name": "ann"},
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": "claim"},
            {
                "type": "TextualBody",
                "purpose": "commenting",
                "value": 'first "line"\nC:\\new <b>',
                "format": "text/plain",
            },
        ],
        "target": {
            "source": "file:news/a%20b.html",
            "nrc:document": PATH,
            "nrc:sha256": "a" * 64,
            "nrc:title": "Emissions <fell>",
            "selector": [
                {"type": "TextQuoteSelector", "exact": TEXT[16:41], "prefix": TEXT[:16], "suffix": TEXT[41:73]},
                {"type": "TextPositionSelector", "start": 16, "end": 41},
            ],
        },
    }
    assert view["target"]["creator"] == {"type": "Person", "name": "Berg & Söhne"}
    assert (link["motivation"], link["body"][0]["value"]) == ("linking", "supports")
    assert (link["target"][-1], link["body"][1][-1]) == ("2", "1")


def test_dates_ids_and_links_come_back_and_nothing_changes_at_home() -> None:
    store, other = sample(), MemoryStore()
    files = exported(store, "web-annotation").files
    assert imported(store, "web-annotation", files).count == 0
    imported(other, "web-annotation", files)
    assert exported(other, "web-annotation").files == files
    (link,) = all_links(other)
    assert (link.id, link.source, link.target, link.kind) == (LINK, FACT, CLAIM, "supports")


def test_a_large_file_is_read_line_by_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = exported(sample(), "web-annotation").files
    path = tmp_path / "x.jsonld"
    path.write_bytes(files[""])
    whole = list(web_annotation.read(path))
    monkeypatch.setattr(web_annotation, "LONGEST_LINE", 1000)
    parts = list(web_annotation.read(path))
    assert [one.spans for one in parts if isinstance(one, ImportedDocument)] == [
        [*map(_placed, one.spans, range(2, 5))] for one in whole if isinstance(one, ImportedDocument)
    ]
    monkeypatch.setattr(jsonl, "LONGEST_LINE", 1000)
    path.write_bytes(json.dumps(json.loads(files[""])).encode())
    with pytest.raises(ExchangeError, match=r"^is larger than 0 MiB, with no annotation a line$"):
        list(web_annotation.read(path))


def _placed(span: Any, line: int) -> Any:
    span.place = f"line {line}"
    return span


def row(**fields: Any) -> dict[str, Any]:
    """An annotation of Hypothesis, as its API gives it; its offsets are those of the page."""
    words = {"type": "TextQuoteSelector", "exact": "12 percent", "prefix": "fell ", "suffix": ".\n"}
    place = {"type": "TextPositionSelector", "start": 432, "end": 442}
    where = {"type": "RangeSelector", "startContainer": "/p[1]", "startOffset": 3, "endContainer": "/p[1]"}
    return {
        "id": "aBcDeFgHiJkLmNoPqRsTuV",
        "created": "2026-03-01T12:00:00.123456+00:00",
        "updated": "2026-03-02T12:00:00+01:00",
        "user": "acct:ida.berg@hypothes.example",
        "uri": "https://example.org/news",
        "text": "from the *ministry*?",
        "tags": ["evidence", "number"],
        "group": "__world__",
        "document": {"title": ["Emissions"]},
        "target": [{"source": "https://example.org/news", "selector": [where, place, words]}],
        **fields,
    }


def page(text: str = TEXT) -> MemoryStore:
    """A store that knows the page by its address."""
    store = MemoryStore()
    one = Annotation("01KNWYQ4RR0000000000000007", "claim", 0, 8, text[:8], "", text[8:40], 0, 8, created_at=MADE)
    store.save(Document(None, "https://example.org/news", "b" * 64, None), [Change(None, one)], text=text)
    return store


@pytest.mark.parametrize("wrapped", ["rows", "annotations", "", "list"])
def test_hypothesis_comes_in_with_tags_as_labels_and_text_as_note(wrapped: str) -> None:
    store = page()
    value: Any = {"total": 1, wrapped: [row()]} if wrapped not in ("", "list") else row()
    assert taken(store, [value] if wrapped == "list" else value).faults == {}
    found = [
        (one.label, one.start, one.quote, one.note, one.annotator, one.anchor) for _, one in all_annotations(store)
    ]
    assert sorted(found[1:]) == [
        ("evidence", 31, "12 percent", "from the *ministry*?", "ida.berg", "moved"),
        ("number", 31, "12 percent", "from the *ministry*?", "ida.berg", "moved"),
    ]
    assert {(one.created_at, one.updated_at) for _, one in all_annotations(store)[1:]} == {
        ("2026-03-01T12:00:00.123Z", "2026-03-02T11:00:00.000Z")
    }


def test_words_and_their_neighbours_decide_where_offsets_of_a_page_do_not() -> None:
    text = "Ann 😀 said no. Bo 😀 said no. Cy said no."
    words = [
        {"type": "TextQuoteSelector", "exact": "said no", "prefix": "Bo 😀 ", "suffix": ". Cy"},
        {"type": "TextPositionSelector", "start": 7, "end": 14},  # of Ann's words, in UTF-16 units
    ]
    store = page(text)
    taken(store, row(tags=[], target=[{"selector": words}]))
    ((_, _), (_, one)) = all_annotations(store)
    assert (one.label, one.start, one.end) == ("highlight", text.index("said no", 12), text.index("said no", 12) + 7)


def test_an_emoji_in_the_words_does_no_harm() -> None:
    words = [
        {"type": "TextQuoteSelector", "exact": "😀 says", "prefix": "Minister ", "suffix": " em"},
        {"type": "TextPositionSelector", "start": 9, "end": 16},
    ]
    store = page()
    assert taken(store, row(target=[{"selector": words}])).faults == {}
    assert {(one.start, one.quote, one.anchor) for _, one in all_annotations(store)[1:]} == {(9, "😀 says", "exact")}


def test_what_was_changed_in_hypothesis_is_a_change_and_twice_is_once() -> None:
    store = page()
    taken(store, row())
    assert taken(store, row()).count == 0
    assert taken(store, row(text="sure", updated="2026-03-03T12:00:00Z")).count == 2
    assert [one.note for _, one in all_annotations(store)] == ["", "sure", "sure"]


def test_words_that_the_text_does_not_have_are_detached() -> None:
    words = [{"type": "TextQuoteSelector", "exact": "quite other words than these"}]
    store = page()
    assert taken(store, row(target=[{"selector": words}])).faults == {}
    assert [one.anchor for _, one in all_annotations(store) if one.label != "claim"] == ["detached", "detached"]


def test_replies_and_notes_of_a_page_are_named(tmp_path: Path) -> None:
    rows = [
        row(references=["x"], target=[{"source": "x"}]),
        row(target=[{"source": "x"}]),
        row(uri="https://no.example"),
        1,
    ]
    documents, faults = read(tmp_path, {"rows": rows, "total": 3})
    assert [one.address for one in documents] == ["https://no.example"]
    assert [(one.place, one.what) for one in faults] == [
        ("annotation 1", "is a reply to another annotation"),
        ("annotation 2", "is about no passage of a text"),
        ("annotation 4", "is no JSON object"),
    ]
    assert list(taken(MemoryStore(), {"rows": rows[2:3]}).faults) == ["no document of the store is meant by it"]


def test_annotations_of_strangers_come_in_as_the_model_allows_them(tmp_path: Path) -> None:
    words = {"type": "TextQuoteSelector", "exact": "emissions fell"}
    value = [
        {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "id": "http://example.org/anno1",
            "type": "Annotation",
            "created": "2015-01-28T12:00:00Z",
            "creator": ["http://example.org/user", {"id": "x", "nickname": "pseudo"}],
            "body": {"type": "TextualBody", "value": "so?"},
            "target": {"source": {"id": "http://example.org/page"}, "selector": words},
        },
        {"type": "Annotation", "motivation": ["linking"], "body": "http://example.org/anno1", "target": "urn:x:2"},
        {
            "id": "urn:x:2",
            "bodyValue": "a note",
            "target": [
                {
                    "source": "http://example.org/page",
                    "selector": [{"type": "TextPositionSelector", "start": 1, "end": 4}],
                },
                {"source": "file:a%20b.txt", "selector": words},
            ],
        },
        {"id": "urn:x:3", "body": "http://example.org/z", "target": "http://example.org/page"},
    ]
    documents, faults = read(tmp_path, value)
    assert [(one.address, one.path, len(one.spans), len(one.links)) for one in documents] == [
        ("http://example.org/page", "", 2, 1),
        ("", "a b.txt", 1, 0),
    ]
    first, second = documents[0].spans
    assert (first.label, first.quote, first.note, first.annotator) == ("highlight", "emissions fell", "so?", "pseudo")
    assert (second.start, second.end, second.quote, second.note) == (1, 4, None, "a note")
    (link,) = documents[0].links
    assert (link.source, link.target) == (second.key, first.key)
    assert [one.what for one in faults] == ["is about no passage of a text"]


def test_damaged_annotations_are_named_and_the_others_come_in(tmp_path: Path) -> None:
    good = collection(sample())["first"]["items"]
    place = {"type": "TextPositionSelector", "start": 16, "end": 41}
    targets: list[Any] = [
        {"selector": [{**place, "start": "16"}]},
        {"selector": [{**place, "start": 1.5}]},
        {"selector": [{"type": "TextQuoteSelector", "exact": 7}]},
        {"selector": [{"type": "CssSelector", "value": "p"}]},
        {"selector": 3},
        {"selector": [place], "nrc:anchor": "somewhere"},
        {"selector": [place], "source": 5},
        7,
    ]
    bad = [{"type": "Annotation", "target": target} for target in targets]
    bad += [{"motivation": "linking", "target": "urn:x:1"}, {"motivation": "linking", "target": "a:b", "body": "c:d"}]
    documents, faults = read(tmp_path, {"@context": web_annotation.CONTEXT, "items": [*bad, *good]})
    assert [(len(one.spans), len(one.links)) for one in documents] == [(3, 1)]
    assert [fault.place for fault in faults] == [f"annotation {number}" for number in range(1, 11)]
    huge = {"selector": [{**place, "end": 10**300}], "source": "urn:x:1", "nrc:sha256": "c" * 64}
    assert list(taken(MemoryStore(), {"items": [{"target": huge}]}).faults) == ["start and end are not a passage"]


def test_numbers_that_are_none_and_broken_files_are_named_in_one_line_each(tmp_path: Path) -> None:
    target = '{"selector": [{"type": "TextPositionSelector", "start": NaN, "end": %s}]}'
    for end in ("NaN", "Infinity"):
        documents, faults = read(tmp_path, f'{{"items": [{{"target": {target % end}}}]}}')
        assert (documents, len(faults)) == ([], 1)
    for text in ("{", "[[[", "nothing"):
        documents, faults = read(tmp_path, text)
        assert (documents, len(faults)) == ([], 1)


def test_other_json_is_not_taken_for_annotations(tmp_path: Path) -> None:
    for text in (
        '{"text": "http://www.w3.org/ns/anno.jsonld"}',
        'x "TextQuoteSelector"',
        '{"a": "\\"TextQuoteSelector\\""}',
    ):
        assert not web_annotation.recognises(tmp_path, text.encode())
