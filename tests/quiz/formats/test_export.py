"""What the commands write: files that the other systems' own rules accept, and refusals by name."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from softmark.cli.quiz import quiz
from softmark.quiz import Question, draw
from softmark.quiz.bank import Bank
from softmark.quiz.formats import jupyterquiz, moodle, printed, qti
from softmark.quiz.formats.carried import Asked, asked_of

BANK = Path(__file__).parents[3] / "questions"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(quiz, [str(one) for one in (*arguments, "--questions", BANK)], catch_exceptions=False)


def first(bank: Bank, kind: str, *, drawn: bool | None = None, picture: bool = False) -> str:
    """The first question of a type that no format has a reason of its own to refuse (as Canvas numbers near 0)."""
    return next(
        one.id for one in bank.questions
        if one.kind == kind and (drawn is None or ("def draw" in one.block) is drawn)
        and ("def picture" in one.block) is picture
        and (kind != "number" or not _numbers_canvas_refuses(one))
    )  # fmt: skip


def _numbers_canvas_refuses(question: Question) -> bool:
    return any(loss.whole for loss in qti.refusals(asked_of(question, 3, 0)))


def asked(bank: Bank, name: str, variants: int = 1) -> Asked:
    return asked_of(next(one for one in bank.questions if one.id == name), variants, 0)


@pytest.mark.parametrize(
    ("form", "kind", "told"),
    [
        ("moodle", "code", "(as a whole): Moodle has no questions of type code"),
        ("moodle", "matrix", "(as a whole): Moodle has no questions of type matrix"),
        ("moodle", "matching", "the rule of points"),
        ("moodle", "ordering", "the rule of points"),
        ("jupyterquiz", "matching", "(as a whole): jupyterquiz has no questions of type matching"),
        ("jupyterquiz", "ordering", "(as a whole): jupyterquiz has no questions of type ordering"),
        ("jupyterquiz", "code", "(as a whole): jupyterquiz has no questions of type code"),
        ("qti", "matching", "(as a whole): text2qti has no questions of type matching"),
        ("qti", "code", "(as a whole): text2qti has no questions of type code"),
        ("qti", "number", "the feedback of its mistakes"),
    ],
)
def test_what_a_format_cannot_hold_is_refused_by_name(
    bank: Bank, tmp_path: Path, form: str, kind: str, told: str
) -> None:
    """Nothing is written without --skip; with it, the rest, and it is still told."""
    name, other, target = first(bank, kind), first(bank, "single"), tmp_path / "out"
    result = run("export", name, other, "--to", form, "--out", target)
    assert result.exit_code == 1
    assert f"  {name}" in result.output
    assert told in result.output
    assert not target.exists()
    result = run("export", name, other, "--to", form, "--out", target, "--skip")
    assert result.exit_code == 0, result.output
    assert told in result.output
    assert target.stat().st_size
    assert ("1 questions" in result.output) is ("as a whole" in told)


def test_variants_have_a_category_of_their_own(bank: Bank, tmp_path: Path) -> None:
    """Moodle draws from a category: one for a question that draws, its topic's for all others."""
    name, plain = first(bank, "number", drawn=True), first(bank, "single", drawn=False)
    target = tmp_path / "out.xml"
    assert run("export", name, plain, "--to", "moodle", "--out", target, "--variants", 5).exit_code == 0
    entries = list(ET.parse(target).getroot())
    found = [one.findtext("category/text") or one.findtext("name/text") for one in entries]
    topics = {one.id: one.topic for one in bank.questions}
    at = found.index(f"$course$/top/{topics[name]}/{name}")
    assert found[at + 1 : at + 6] == [f"{name}-{number}" for number in range(1, 6)]
    assert found[found.index(plain) - 1] == f"$course$/top/{topics[plain]}"
    assert len({one.findtext("questiontext/text") for one in entries[at + 1 : at + 6]}) == 5


def test_moodle_gets_its_own_fractions_and_files(bank: Bank) -> None:
    """Shares that add up to 100, wrong ones that cost what they cost here, pictures as files in base64."""
    several = [asked(bank, one.id) for one in bank.questions if one.kind == "multiple"]
    shown = asked(bank, first(bank, "number", picture=True))
    root = ET.fromstring(moodle.document([*several, shown]))
    for element in root.findall("question[@type='multichoice']"):
        shares = [float(answer.attrib["fraction"]) for answer in element.findall("answer")]
        right, wrong = [one for one in shares if one > 0], [one for one in shares if one < 0]
        assert sum(right) == pytest.approx(100, abs=0.001)
        assert wrong == pytest.approx([-100 * max(1 / len(right), 1 / len(wrong))] * len(wrong), abs=0.001)
    text = root.find("question[@type='numerical']/questiontext")
    assert text is not None
    assert 'src="@@PLUGINFILE@@/picture.png"' in (text.findtext("text") or "")
    assert (text.findtext("file") or "").startswith("iVBORw0KGgo")


def test_jupyterquiz_finds_no_stray_formula(bank: Bank) -> None:
    """It turns every dollar into a formula and ``[a](b)`` into a link: neither is left in any text."""
    entries = json.loads(jupyterquiz.document([asked(bank, one.id) for one in bank.questions if one.kind == "single"]))
    assert len(entries) > 100
    assert any("\\(" in entry["question"] for entry in entries)
    written = json.dumps(entries)
    assert "$" not in written
    assert "](" not in written
    assert all(sum(answer["correct"] for answer in entry["answers"]) == 1 for entry in entries)


def test_canvas_gets_an_item_for_each_variant(bank: Bank) -> None:
    """The zip that text2qti makes: its items' types, right answers and bounds, its groups and pictures."""
    names = [first(bank, kind, drawn=False) for kind in ("single", "multiple", "true-false", "text")]
    number, shown = first(bank, "number", drawn=True), first(bank, "number", picture=True)
    several = [*(asked(bank, name) for name in names), asked(bank, number, 3), asked(bank, shown)]
    archive = zipfile.ZipFile(io.BytesIO(qti.document(several)))
    assert archive.testzip() is None
    text = next(archive.read(name) for name in archive.namelist() if b"<questestinterop" in archive.read(name))
    space = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}
    items = ET.fromstring(text).findall(".//q:item", space)
    assert [item.attrib["title"] for item in items] == [name for one in several for name in one.names]
    kinds = [item.findtext(".//q:qtimetadatafield/q:fieldentry", namespaces=space) for item in items]
    assert kinds[:5] == [
        "multiple_choice_question", "multiple_answers_question", "true_false_question", "short_answer_question",
        "numerical_question",
    ]  # fmt: skip
    key = several[4].variants[0].key
    bounds = [float(items[4].findtext(f".//q:{tag}", namespaces=space) or "nan") for tag in ("vargte", "varlte")]
    around = key.tolerance.around(key.right)
    assert bounds == pytest.approx([key.right - around, key.right + around], abs=1e-4)
    assert b"<selection_number>1</selection_number>" in text
    assert f"images/{shown}.png" in archive.namelist()
    assert archive.read(f"images/{shown}.png") == several[-1].variants[0].seen.picture


def test_paper_has_the_key_only_if_it_is_wanted(bank: Bank, tmp_path: Path) -> None:
    """Every type is printed; without --key no feedback, explanation or mark of what is right is in the page."""
    names = [first(bank, kind) for kind in ("single", "multiple", "number", "matching", "ordering", "matrix", "code")]
    target = tmp_path / "page.html"
    assert run("export", *names, "--to", "html", "--out", target).exit_code == 0
    without = target.read_text()
    assert run("export", *names, "--to", "html", "--out", target, "--key").exit_code == 0
    with_key = target.read_text()
    assert without.count("<section>") == with_key.count("<section>") == len(names)
    assert "<math" in with_key
    assert 'class="right"' in with_key
    for page in (without, with_key):
        assert "http" not in page.replace("https://example", "")
        assert "<script" not in page
    for name in names:
        variant = asked(bank, name).variants[0]
        said = [
            variant.key.explanation,
            *variant.key.feedback.values(),
            *(one.feedback for one in variant.key.mistakes),
        ]
        for text in filter(None, said):
            words = printed._html(text)
            assert words in with_key or variant.seen.kind == "code" or variant.seen.kind == "ordering"
            assert words not in without
    assert 'class="right"' not in without
    assert 'class="key"' not in without


def test_a_pdf_is_printed_by_chromium(bank: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one, the message says what to do instead."""
    name, target = first(bank, "single"), tmp_path / "page.pdf"
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    monkeypatch.setenv("PATH", str(tmp_path))
    result = run("export", name, "--to", "pdf", "--out", target)
    assert result.exit_code == 1
    assert "print it from any browser" in result.output
    assert not target.exists()
    if chromium is None:
        pytest.skip("needs Chromium")
    # As root, as in a container, Chromium runs only without its sandbox.
    wrapper = tmp_path / "chromium"
    wrapper.write_text(f'#!/bin/sh\nexec {chromium} {"--no-sandbox" if os.geteuid() == 0 else ""} "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert run("export", name, "--to", "pdf", "--out", target).exit_code == 0
    assert target.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("no-such-question",), "there is no question no-such-question"),
        (("--topic", "no-such-topic"), "there is no topic no-such-topic"),
        (("--topic", "losses", "--key"), "--key is for html and pdf"),
    ],
)
def test_what_is_not_there_is_told(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    """Exit status 2, and nothing is written."""
    result = run("export", *arguments, "--to", "moodle", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert told in result.output
    assert not (tmp_path / "out").exists()


def test_the_same_seed_gives_the_same_variants(bank: Bank) -> None:
    """Variants begin at the seed, and look different."""
    question = next(one for one in bank.questions if one.id == first(bank, "number", drawn=True))
    several = asked_of(question, 4, 10)
    assert several.variants[0].seen == draw(question, 10).seen
    assert len({one.seen.content for one in several.variants}) == 4
    assert several == asked_of(question, 4, 10)
