"""XML as a tree of elements that know their lines; without document types, so without entities that grow."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from softmark.messages import _
from softmark.quiz.question import Problem, QuestionError

MOST_BYTES: Final = 64 << 20
_DEEPEST = 50


@dataclass
class Element:
    """An element, its attributes, its own text, and what is in it."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list["Element"] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own text, without blanks around it."""
        return "".join(self.parts).strip()

    def all(self, tag: str) -> Iterator["Element"]:
        """The elements of that name right within it."""
        return (child for child in self.children if child.tag == tag)

    def child(self, tag: str) -> "Element | None":
        """The first of them."""
        return next(self.all(tag), None)


def read_xml(data: bytes, path: str) -> Element:
    """Read a document.

    Raises:
        QuestionError: if it is no XML, is too large or too deep, or has a document type.
    """

    def refuse(found: str, expected: str, line: int) -> QuestionError:
        return QuestionError([Problem(path, line, found, expected)])

    if len(data) > MOST_BYTES:
        raise refuse(_("The file has {n} MB.").format(n=len(data) >> 20), _("Expected 64 at the most."), 0)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    root: list[Element] = []
    opened: list[Element] = []

    def doctype(*_given: object) -> None:
        found = _("There is a document type (<!DOCTYPE ...>).")
        raise refuse(found, _("Expected none: questions need no entities of their own."), parser.CurrentLineNumber)

    def start(tag: str, attributes: dict[str, str]) -> None:
        element = Element(tag, attributes, parser.CurrentLineNumber)
        (opened[-1].children if opened else root).append(element)
        opened.append(element)
        if len(opened) > _DEEPEST:
            found = _("The elements are nested {n} deep.").format(n=len(opened))
            raise refuse(found, _("Expected {n} at the most.").format(n=_DEEPEST), element.line)

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _tag: opened.pop()
    parser.CharacterDataHandler = lambda text: opened[-1].parts.append(text)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        found = _("This is no XML: {why}.").format(why=expat.ErrorString(error.code))
        raise refuse(found, _("Expected well-formed XML."), error.lineno) from error
    except (UnicodeError, LookupError, ValueError) as error:
        found = _("The file's encoding cannot be read.")
        raise refuse(found, _("Expected UTF-8."), parser.CurrentLineNumber) from error
    return root[0]
