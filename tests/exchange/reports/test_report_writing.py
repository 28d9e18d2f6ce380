"""A template sees plain data and its own folder, and nothing that it does keeps the program waiting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reader.config.label import DEFAULT_LABELS
from reader.exchange.reports import report_writing
from reader.exchange.reports.report_variables import report_record
from reader.exchange.reports.report_writing import report_text
from reader.exchange.reports.template_sandbox import ReportError, pieces
from tests.exchange.formats.samples import CLAIM, FACT, sample
from tests.exchange.interchange import to_export


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    """A claim with a note, and the evidence that supports it."""
    documents = to_export(sample(note="see <b>*ONS*</b>"))
    return report_record(documents.documents(needs_text=False), documents.job(DEFAULT_LABELS), "1 May")


def filled(record: dict[str, Any], folder: Path, text: str, name: str = "mine.txt") -> str:
    (folder / name).write_text(text)
    return report_text(str(folder / name), record)


def fault(record: dict[str, Any], folder: Path, text: str, name: str = "mine.txt") -> str:
    with pytest.raises(ReportError) as raised:
        filled(record, folder, text, name)
    line = str(raised.value)
    assert "\n" not in line
    assert line.startswith(f"{name}: ") or "part" in line
    return line


def test_a_template_gets_every_variable_that_the_manual_names(record: dict[str, Any], tmp_path: Path) -> None:
    text = filled(
        record,
        tmp_path,
        "{% for one in quotations %}{{ one.document.title }}|{{ one.label }}|{{ one.quote }}|{{ one.note }}|"
        "{{ one.speaker }}|{{ one.annotator }}|{{ one.start }}-{{ one.end }}|{{ one.id }}|{{ one.anchor }}|"
        "{{ one.before }}|{{ one.after }}|{{ one.created_at }}|{{ one.updated_at }}|"
        "{{ one.supported_by | map(attribute='id') | join }}|{{ one.supports | map(attribute='id') | join }}|"
        "{{ one.attacks | length }}{{ one.attacked_by | length }}|{{ one.links | map(attribute='kind') | join }}|"
        "{{ one.linked | map(attribute='id') | join }}\n{% endfor %}"
        "{% for one in documents %}{{ one.path }} {{ one.sha256 | length }} {{ one.authors | length }} {{ one.date }}"
        "{{ one.updated }}{{ one.language }}{{ one.address }}{{ one.counts.claim }}{% endfor +%}\n"
        "{% for one in labels %}{{ one.name }} {{ one.colour }} {{ one.count }} {{ one.quotations | length }} "
        "{{ one.guideline | length > 9 }},{% endfor +%}\n"
        "{% for one in speakers %}{{ one.name }}{{ one.count }}{{ one.counts.claim }}{{ one.documents }}"
        "{{ one.quotations | length }}{% endfor %} {{ annotators | join }} {{ date }}",
    )
    assert text.splitlines() == [
        "Emissions|claim|emissions fell 12 percent|see <b>*ONS*</b>||ann|16-41|" + CLAIM + "|exact|||"
        "2026-04-11T09:30:00.000Z|2026-04-11T09:30:00.000Z|" + FACT + "||00||" + FACT,
        "Emissions|evidence|12 percent|||ann|31-41|" + FACT + "|exact|||"
        "2026-04-11T09:30:00.000Z|2026-04-11T09:30:00.000Z||" + CLAIM + "|00|supports|",
        "a.txt 64 0 1",
        "claim #5fafff 1 1 True,evidence #87d75f 1 1 True,opinion #ffaf5f 0 0 True,",
        "2112 ann 1 May",
    ]


@pytest.mark.parametrize("name", ["dossier", "reading-notes"])
def test_the_same_store_gives_the_same_report_in_which_nothing_is_markup(name: str, record: dict[str, Any]) -> None:
    text = report_text(name, record)
    assert text == report_text(name, record)
    assert "1 May" in text
    assert "## Emissions" in text
    assert "emissions fell 12 percent" in text
    assert r"see \<b\>\*ONS\*\</b\>" in text


def test_a_dossier_says_what_supports_a_claim_and_leads_there(record: dict[str, Any]) -> None:
    text = report_text("dossier", record)
    assert f"- supported by: [evidence: 12 percent](#{FACT})" in text
    assert f'<a id="{FACT}"></a>**evidence**' in text
    assert f"- supports: [claim: emissions fell 12 percent](#{CLAIM})" in text


def test_html_is_escaped_and_other_text_is_not(record: dict[str, Any], tmp_path: Path) -> None:
    text = "{{ quotations[0].note }}"
    assert filled(record, tmp_path, text, "a.html") == "see &lt;b&gt;*ONS*&lt;/b&gt;"
    assert filled(record, tmp_path, text, "a.html.jinja") == "see &lt;b&gt;*ONS*&lt;/b&gt;"
    assert filled(record, tmp_path, text, "a.txt") == "see <b>*ONS*</b>"


def test_a_template_takes_parts_from_its_folder_and_from_ours(record: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "foot.txt").write_text("the foot")
    text = "{% include 'parts/foot.txt' %} {% import 'quotation_parts.jinja' as ours %}{{ ours.facts(documents[0]) }}"
    assert filled(record, tmp_path, text) == "the foot a.txt\n"


@pytest.mark.parametrize(
    "name", ["../secret.txt", "/etc/passwd", ".hidden", "link.txt", "there/secret.txt", "parts/..", ""]
)
def test_a_template_reaches_no_file_outside_of_its_folder(record: dict[str, Any], tmp_path: Path, name: str) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "parts").mkdir()
    for place in (tmp_path / "secret.txt", folder / ".hidden"):
        place.write_text("SECRET")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "there").symlink_to(tmp_path)
    for how in ("include", "extends", "import"):
        behind = " as x" if how == "import" else ""
        line = fault(record, folder, f"{{% {how} {name!r}{behind} %}}")
        assert "there is no template" in line
        assert "SECRET" not in line


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ self.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.system('touch PWNED') }}",
        "{{ '{0.__class__.__init__.__globals__}'.format(quotations) }}",
        "{{ quotations.append(1) }}",
        "{{ documents[0].update({'path': 'x'}) }}",
        "{{ range }}",
        "{{ quotations }}",
        "{{ lipsum() }}",
        "{{ [1, 2] | random }}",
        "{{ nothing }}",
        "{{ quotations[0].nothing }}",
        "{{ 1 / 0 }}",
        "{{ range(10 ** 9) | length }}",
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
        "{% if %}",
        "{% for one in quotations %}",
    ],
)
def test_what_a_template_must_not_or_cannot_do_is_one_line(record: dict[str, Any], tmp_path: Path, text: str) -> None:
    line = fault(record, tmp_path, text)
    assert line.startswith("mine.txt: line 1: ") or "limit" in line
    assert not Path("PWNED").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "takes too much time"),
        ("{{ 9 ** (9 ** 9) }}", "takes too much time"),
        ("{{ 'x' * 10 ** 10 }}", "too much memory"),
        ("{% for a in range(99999) %}{% for b in range(99999) %}{{ 'x' * 9999 }}{% endfor %}{% endfor %}", "too much"),
    ],
)
def test_a_template_that_does_not_end_is_ended(
    record: dict[str, Any], tmp_path: Path, text: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_writing, "MODULE", "tests.exchange.reports.impatient_worker")
    line = fault(record, tmp_path, text)
    assert said in line or "output has no end" in line


def test_output_without_end_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("{% for a in range(99999) %}{{ a }} {% endfor %}")
    with pytest.raises(ReportError, match="its output has no end"):
        list(pieces(tmp_path, "a.txt", {}, most=1000))


@pytest.mark.parametrize("name", ["nothing", "a-folder", ".hidden", "large.txt"])
def test_what_is_no_template_is_named(record: dict[str, Any], tmp_path: Path, name: str) -> None:
    (tmp_path / "a-folder").mkdir()
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "large.txt").write_text("x" * (1 << 21))
    with pytest.raises(ReportError, match=name):
        report_text(str(tmp_path / name), record)
