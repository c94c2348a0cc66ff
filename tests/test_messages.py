"""All texts that people read are in the catalogue, and a translation of it reaches them."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parents[1] / "src" / "softmark"
CATALOGUE = PACKAGE / "locale" / "softmark.pot"
PLACEHOLDER = re.compile(r"\{[^{}]*\}|%(?:\(\w+\))?[sdr]")
# Checks something with the vocabulary, and has the judge take long values out of what it says.
PROGRAM = """
import gettext, sys
plain = gettext.translation
gettext.translation = lambda domain, folder, fallback: plain(domain, sys.argv[1], ["tlh"])
from softmark import checks
from softmark.judge.redacting import Redactor
found = checks.choice("q" * 60, "b", among="abcd")
assert not found
print(found.message)
print(Redactor([]).without_values(found.message, 12))
"""


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.open(encoding="utf-8") as file:
        return read_po(file)


def test_catalogue_holds_all_texts(catalogue: Catalog) -> None:
    """`make messages` brings it up to date."""
    methods = [("**.py", "python"), ("**.j2", "jinja2")]
    found = {ids for _file, _line, ids, _comments, _context in extract_from_dir(PACKAGE, methods)}
    assert {message.id for message in catalogue if message.id} == found - {""}


def test_placeholders_have_names_or_an_order_that_translations_can_keep(catalogue: Catalog) -> None:
    """Two `{}`, or two `%s`, in one text could not change places."""
    for message in catalogue:
        for text in (message.id,) if isinstance(message.id, str) else message.id:
            assert text.count("{}") < 2, text
            assert text.count("%s") < 2, text


def test_translation_is_read_and_recognised(catalogue: Catalog, tmp_path: Path) -> None:
    """A made-up language: each text backwards, word by word, with its placeholders in their places."""
    folder = tmp_path / "tlh" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for message in catalogue:
        if message.id:
            texts = (message.id,) if isinstance(message.id, str) else message.id
            told = tuple(_backwards(text) for text in texts)
            message.string = told[0] if isinstance(message.id, str) else told
    catalogue.locale = "de"
    made = io.BytesIO()
    write_mo(made, catalogue)
    (folder / "softmark.mo").write_bytes(made.getvalue())
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told, redacted = done.stdout.splitlines()
    assert "qqqqqqqqqqqqq" in told
    assert not re.search(r"\b(answer|which|options)\b", told)
    assert redacted
    assert "qqqqqqqqqqqqq" not in redacted


def _backwards(text: str) -> str:
    parts = PLACEHOLDER.split(text)
    kept = [*PLACEHOLDER.findall(text), ""]
    turned = (re.sub(r"[a-zA-Z]+", lambda word: word[0][::-1], part) for part in parts)
    return "".join(part + placeholder for part, placeholder in zip(turned, kept, strict=True))
