"""Formulas in a text of Markdown: whether they begin, end and nest as they must, and do no more than draw."""

import re

from softmark.messages import _
from softmark.pages.tex import acting

_CODE = re.compile(r"(`{3,}|~{3,}).*?\1|(`+)(?!`).*?(?<!`)\2(?!`)", re.DOTALL)
_ESCAPED = re.compile(r"\\[\\$]")
_COMMAND = re.compile(r"\\(begin|end)\{(\w+\*?)\}|\\(left|right)(?![a-zA-Z])")


def formula_problems(text: str) -> list[str]:
    """What is wrong with the formulas of a text, in words; code is left out."""
    plain = _ESCAPED.sub("", _CODE.sub(" ", text))
    parts = plain.split("$$")
    if len(parts) % 2 == 0:
        return [_("A formula that begins with $$ does not end.")]
    formulas = parts[1::2]
    for part in parts[::2]:
        # An inline formula is within one paragraph.
        for paragraph in re.split(r"\n\s*\n", part):
            pieces = paragraph.split("$")
            if len(pieces) % 2 == 0:
                return [_("A formula that begins with $ does not end. (A dollar that is none is written \\$.)")]
            formulas += pieces[1::2]
    return [problem for formula in formulas for problem in _problems_of(formula)]


def _problems_of(formula: str) -> list[str]:
    named = _("The formula {formula}").format(formula=f"${' '.join(formula.split())}$")
    if not formula.strip():
        return [_("There is a formula with nothing in it.")]
    if macro := acting(formula):
        told = _("{named} uses \\{macro}, which may do more than draw.")
        return [told.format(named=named, macro=macro)]
    plain = formula.replace(r"\{", "").replace(r"\}", "")
    if match := re.search(r"[_^]@\{", plain):
        told = _("{named} raises or lowers only the first character of a value. (Write {{}} around {mark}.)")
        return [told.format(named=named, mark=plain[match.start() + 1 :].split("}")[0] + "}")]
    depth = 0
    for letter in plain:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if depth < 0:
            break
    if depth:
        return [_("{named} has braces that do not match.").format(named=named)]
    opened: list[str] = []
    for environment, name, side in (match.groups() for match in _COMMAND.finditer(plain)):
        if environment == "begin" or side == "left":
            opened.append(name or side)
        elif not opened or opened.pop() != (name or "left"):
            return [_("{named} ends what it has not begun.").format(named=named)]
    return [_("{named} does not end {opened}.").format(named=named, opened=opened[-1])] if opened else []
