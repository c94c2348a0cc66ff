"""Judge-side stand-ins for the submission's own classes, so that ``isinstance``, ``except`` and ``raises`` work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from softmark.codec import Ref, libraries
from softmark.judge.link import Link, SubmissionError
from softmark.judge.remote import Remote, RemoteClass, make_class

Bases = Sequence[Sequence[str]]


class Standins:
    """Makes one stand-in for each class of the submission."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._classes: dict[int, type] = {}

    def for_class(self, ref: Ref) -> type:
        """The stand-in of a class that the submission defined."""
        return self._standin(ref.id, ref.facts)

    def instance(self, ref: Ref) -> Remote:
        """A proxy for an object; its type is the stand-in of its class if that is the submission's own."""
        number = ref.facts.get("class")
        kind: type[Remote] = Remote
        if isinstance(number, int):
            found = self._standin(number, ref.facts)
            if issubclass(found, Remote):
                kind = found
        return kind.__new__(kind)._softmark_init(self._link, ref.id, ref.facts, self.virtual(ref.facts))

    def virtual(self, facts: Mapping[str, Any]) -> type | None:
        """A class of ours that the object's class derives from: a library's, or one of the instructor's."""
        for module, name in _bases(facts):
            found = self._own_class(module, name)
            if found is not None and found is not object and not issubclass(found, Remote):
                return found
        return None

    def _standin(self, number: int, facts: Mapping[str, Any]) -> type:
        if number not in self._classes:
            name = str(facts.get("name", "object")).rpartition(".")[2]
            exception = exception_base(_bases(facts)[1:], self._own_class)
            if exception is not None:
                self._classes[number] = type(name, (exception,), {"_softmark_number": number})
            else:
                self._classes[number] = make_class(name, self._link, number, facts, self.virtual(facts))
        return self._classes[number]

    def _own_class(self, module: str, name: str) -> type | None:
        if module == "__main__":
            namespace = self._link.namespace
            found = namespace.given(name) if namespace is not None else None
            return found if isinstance(found, type) and not isinstance(found, RemoteClass) else None
        if libraries.top(module) not in libraries.CLASSES:
            return None
        found = libraries.find(module, name)
        return found if isinstance(found, type) else None

    def error(self, error: Mapping[str, Any]) -> BaseException:
        """The submission's exception as one of ours."""
        bases: Bases = error.get("mro") or []
        kind: type[BaseException] | None = None
        ref = error.get("type")
        if isinstance(ref, type) and issubclass(ref, BaseException):
            kind = ref
        if kind is None:
            kind = exception_base(bases, self._own_class) or SubmissionError
        if not issubclass(kind, Exception):  # SystemExit and the like would end the judge
            kind = SubmissionError
        message = str(error.get("message", ""))
        args = error.get("args") or [message]
        try:
            made = kind(*args)
        except Exception:
            made = type(kind.__name__, (kind,), {"__init__": lambda self, *a: None, "__str__": lambda self: message})()
        made.softmark_remote = str(bases[0][1]) if bases else "Exception"  # type: ignore[attr-defined]  # a mark of ours
        return made


def exception_base(bases: Bases, own_class: Any) -> type[BaseException] | None:
    """The first base that is an exception class of ours."""
    for module, name in bases:
        found = own_class(module, name)
        if isinstance(found, type) and issubclass(found, BaseException):
            return found
    return None


def _bases(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = facts.get("mro")
    if not isinstance(found, list):
        return []
    return [(str(pair[0]), str(pair[1])) for pair in found if isinstance(pair, list) and len(pair) == 2]
