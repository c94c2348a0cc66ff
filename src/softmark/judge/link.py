"""The judge's side of the conversation with the submission's kernel."""

from __future__ import annotations

import builtins
import hashlib
import types
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from softmark.codec import CodecError, Ref, decode, encode, libraries
from softmark.codec.random_state import random_state, set_random_state
from softmark.judge.gaps import COLUMN, EMPTY, MISSING, NAN, filled, gaps_in

OWN_OPERATOR: Final = "Not asked: "
IN_DOUBT: Final = "Passed only by an answer that changes its arguments, or is empty or has missing values"
"""What begins a line of :attr:`Link.declined`."""


class SubmissionError(Exception):
    """The submission could not answer: it was interrupted, died, or used up its budget."""


class NotCrossing(TypeError):
    """A value cannot be handed to the submission, or back, as plain data."""


@dataclass(frozen=True)
class Fetched:
    """One of the submission's names; ``same`` if its value has not changed since ``digest`` was taken."""

    value: object
    digest: bytes
    same: bool


class Link:
    """Asks the submission's kernel, through the grader.

    Args:
        exchange: sends one message and returns the answer's bytes.

    Attributes:
        claims: what of the current check rests on the submission's word.
        operators: what of the submission's own this check may rely on (its classes' operators, changed arguments,
            empty answers, scores); taken from the reference solution, so that an object that calls itself equal to
            everything earns nothing.
        doubts: whether an answer did what the reference's do not: it changed arguments, or was empty.
        strict: take such answers for what they would be without it (see :meth:`doubtless`).
        epoch: goes up whenever the submission's code was called, for what its objects are may be otherwise then.
        touched: whether the submission's code has been called with inputs of the current check.
        notes: remarks for the instructor.
        declined: what a submission's objects were not granted in this cell, since the reference's need it not.
    """

    def __init__(self, exchange: Callable[[bytes], bytes]) -> None:
        self._exchange = exchange
        self._callbacks: list[Callable[..., object]] = []
        self._random_seen: object = None
        self._random_sent = False
        self._changed: list[tuple[Any, Any]] = []
        self.epoch = 0
        self.doubts = False
        self.strict = False
        self.claims: set[str] = set()
        self.operators: frozenset[str] = frozenset()
        self.used_operators: set[str] = set()
        self.touched = False
        self.notes: list[str] = []
        self.declined: list[str] = []
        self.resolve: Callable[[Ref], object] = _unresolved
        self.make_error: Callable[[Mapping[str, Any]], BaseException] = _unmade
        self.namespace: Any = None

    def note(self, text: str) -> None:
        """Keep a remark for the instructor."""
        self.notes.append(text[:500])

    def decline(self, text: str) -> None:
        """Keep for the instructor, once, what an object was not granted."""
        if text[:500] not in self.declined:
            self.declined.append(text[:500])

    def start_check(self, operators: frozenset[str]) -> None:
        """A new cell of checks begins."""
        self.declined = []
        self.claims = set()
        self.used_operators = set()
        self.operators = operators
        self.touched = False
        self._random_seen = random_state()
        self._random_sent = False
        self.doubts = self.strict = False

    def relies(self, on: str) -> bool:
        """Whether the reference relies on a behaviour of its own here, so that a submission may, too."""
        self.used_operators.add(on)
        return on in self.operators or "*" in self.operators

    def doubtless(self, value: object) -> object:
        """The value; in a strict run with its gaps filled, if the reference gives none such (:mod:`.gaps`)."""
        gaps = gaps_in(value)
        if NAN in gaps:
            self.relies(MISSING)  # the reference has such values, be it in an array
        odd = [kind for kind in (EMPTY, MISSING, COLUMN) if kind in gaps and not self.relies(kind)]
        if not odd:
            return value
        self.doubts = True
        return filled(value, odd) if self.strict else value

    def none_came(self) -> bool:
        """Whether to put something in the place of an object of the submission's that went through no round of a loop.

        What stands in the loop has not been looked at then.
        """
        if self.relies(EMPTY):
            return False
        self.doubts = True
        return self.strict

    def take_back(self) -> None:
        """Undo what answers did to arguments that the reference leaves alone."""
        changed, self._changed = self._changed, []
        for target, before in reversed(changed):
            _change_in_place(target, before)

    def get(self, name: str, digest: bytes | None) -> Fetched | None:
        """One of the submission's names; ``None`` if it has no such name."""
        raw = self._exchange(encode({"op": "get", "name": name, "digest": digest}))
        answer = self._decode(raw)
        if answer.get("missing"):
            return None
        if answer.get("same"):
            return Fetched(None, digest or b"", same=True)
        return Fetched(answer["value"], hashlib.blake2b(raw, digest_size=16).digest(), same=False)

    def has(self, name: str) -> bool:
        """Whether the submission has such a name."""
        return bool(self._decode(self._exchange(encode({"op": "has", "name": name}))).get("value"))

    def trainings(self, of: object = None) -> object:
        """What the recorder beside the submission tells: of all runs; or which of them are an object's."""
        if of is not None and not isinstance(getattr(of, "_softmark_number", None), int):
            return []  # no object of the submission's
        self.claims.add("training")
        asked = {"op": "trainings"} if of is None else {"op": "trainings", "of": of}
        return self._decode(self._exchange(encode(asked, refer=self._refer))).get("value")

    def call(
        self, target: object, args: tuple[object, ...], kwargs: Mapping[str, object], *, quiet: bool = False
    ) -> Any:
        """Call an object of the submission's.

        Args:
            target: the proxy.
            args: plain values, proxies and callables; mutable ones are changed here as they were changed there.
            kwargs: likewise.
            quiet: the inputs are not those of a check (a comparison after rebuilding, say).
        """
        try:
            return self._request({"op": "call", "target": target}, args, kwargs, quiet=quiet)
        except StopIteration as stop:
            if self.relies("stop"):
                raise
            # As in a generator: a loop of the check's would take it for its own end.
            raise RuntimeError("your code raised StopIteration") from stop

    def do(self, operation: str, *args: object, quiet: bool = False) -> Any:
        """Carry out a named operation (``len``, ``getattr``, ``iter`` ...) on objects of the submission's."""
        return self._request({"op": "do", "name": operation}, args, {}, quiet=quiet)

    def _request(
        self,
        request: dict[str, object],
        args: tuple[object, ...],
        kwargs: Mapping[str, object],
        *,
        quiet: bool,
    ) -> Any:
        news = self._news(quiet=quiet)
        if not quiet or news:
            self.touched = True
        self.epoch += not quiet
        request = {**request, "args": list(args), "kwargs": dict(kwargs), **news}
        answer = self._converse(encode(request, refer=self._refer))
        if self.namespace is not None:
            self.namespace.forget_fetched()
        self._apply(answer, args, kwargs)
        if "argument" in answer:
            return args[answer["argument"]]
        return self.doubtless(answer.get("value"))

    def _converse(self, message: bytes) -> dict[str, Any]:
        answer = self._decode(self._exchange(message))
        while "callback" in answer:
            answer = self._decode(self._exchange(self._run_callback(answer["callback"])))
        return answer

    def _run_callback(self, request: Mapping[str, Any]) -> bytes:
        """One of our own callables, called by the submission's code."""
        try:
            function = self._callbacks[request["number"]]
            value = function(*request["args"], **request["kwargs"])
            return encode({"value": value}, refer=self._refer)
        except Exception as error:
            return encode({"error": type(error).__name__})  # its text may tell what is expected

    def _news(self, *, quiet: bool) -> dict[str, object]:
        """What the check did to names and random states since the last request."""
        news: dict[str, object] = {}
        namespace = self.namespace
        if namespace is not None:
            bind = {}
            for name, value in namespace.unsent.items():
                try:
                    encode(value, refer=self._refer)
                except CodecError:
                    continue  # a value of the test's own kind; the submission keeps its own
                bind[name] = value
            if bind or namespace.deleted:
                news = {"bind": bind, "unbind": list(namespace.deleted)}
            namespace.unsent.clear()
            namespace.deleted.clear()
        state = random_state()
        if state != self._random_seen and not quiet:
            news["random"] = state
            self._random_seen = state
            self._random_sent = True
        return news

    def _apply(self, answer: Mapping[str, Any], args: tuple[object, ...], kwargs: Mapping[str, object]) -> None:
        if answer.get("out"):
            print(answer["out"], end="")  # the check may be capturing it
        for key, value in (answer.get("args") or {}).items():
            self._change(kwargs[key[1:]] if key.startswith("=") else args[int(key)], value)
        if self._random_sent and answer.get("random") and self.relies("random"):
            # Otherwise a submission could make the check's own later draws all zeros.
            set_random_state(answer["random"])
            self._random_seen = random_state()
        for bases, text in answer.get("warnings") or ():
            category = next((getattr(builtins, b, None) for b in bases if b.endswith("Warning")), UserWarning)
            ok = isinstance(category, type) and issubclass(category, Warning)
            warnings.warn(text, category if ok else UserWarning, stacklevel=4)
        if answer.get("interrupted"):
            raise SubmissionError("your code took too long and was stopped")
        if answer.get("error"):
            raise self.make_error(answer["error"])
        if answer.get("refused"):
            raise NotCrossing(answer["refused"])

    def _change(self, target: Any, value: Any) -> None:
        """Change an argument as the submission's code did.

        A check may compare with what it works out from an argument *after* the call. So changes that the reference
        does not make are good for one run only, and what passes must pass without them, too.
        """
        if not self.relies("changes"):
            self.doubts = True
            if self.strict:
                return
            self._changed.append((target, target.copy()))
        _change_in_place(target, value)

    def _decode(self, raw: bytes) -> dict[str, Any]:
        answer = decode(raw, resolve=self.resolve)
        if not isinstance(answer, dict):
            raise CodecError("an answer is a mapping")
        if "budget" in answer:
            raise SubmissionError(str(answer["budget"]))
        if answer.get("refused") and "value" not in answer:
            raise NotCrossing(str(answer["refused"]))
        return answer

    def _refer(self, value: object) -> Ref | None:
        from softmark.judge.remote import Remote, RemoteClass

        if isinstance(value, type) and type(value) is RemoteClass:
            return Ref("object", value._softmark_number, {})
        if issubclass(type(value), Remote):
            return Ref("object", object.__getattribute__(value, "_softmark_number"), {})
        number = getattr(value, "_softmark_number", None)
        if isinstance(number, int):
            return Ref("object", number, {})  # a model that was rebuilt here still stands there
        if isinstance(value, types.ModuleType):
            return Ref("library", 0, {"module": value.__name__}) if libraries.find(value.__name__) else None
        module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
        if isinstance(module, str) and isinstance(name, str) and libraries.find(module, name) is value:
            return Ref("library", 0, {"module": module, "name": name})
        if callable(value) and not isinstance(value, type):
            self._callbacks.append(value)
            return Ref("callback", len(self._callbacks) - 1, {})
        return None


def _unmade(error: Mapping[str, Any]) -> BaseException:
    return SubmissionError(str(error.get("message", "")))


def _unresolved(ref: Ref) -> object:
    raise CodecError(f"a reference of kind {ref.kind!r} came too early")


def _change_in_place(target: Any, value: Any) -> None:
    """Make a mutable argument equal to what the submission's code made of it."""
    import numpy as np

    if isinstance(target, list | bytearray):
        target[:] = value
    elif isinstance(target, dict | set):
        target.clear()
        target.update(value)
    elif isinstance(target, np.ndarray):
        if target.shape == getattr(value, "shape", None) and target.flags.writeable:
            target[...] = value
    elif type(target).__module__.partition(".")[0] == "pandas" and type(target) is type(value):
        target.__dict__.update(value.__dict__)
