"""Proxies for the submission's objects.

A proxy asks the submission's process for data. It does not let that process decide a comparison with something
of the judge's: a value that has a plain view (a number, an array) is fetched and compared here, and operators of
the submission's own classes count only where the reference solution needs them, too.
"""

from __future__ import annotations

import inspect
import operator
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from softmark.judge.link import OWN_OPERATOR

if TYPE_CHECKING:
    import numpy as np

    from softmark.judge.link import Link

_NOTHING: Final = object()
# What a library's model, or one derived from it, is asked with inputs; its other methods tell of itself.
_COMPUTING: Final = frozenset(
    "call predict predict_proba predict_log_proba decision_function transform inverse_transform "
    "fit fit_transform fit_predict partial_fit predict_on_batch train_on_batch test_on_batch train_step".split()
)


class RemoteClass(type):
    """The class of stand-ins for the submission's classes: calling one makes an object over there."""

    _softmark_link: Link
    _softmark_number: int
    _softmark_virtual: type | None

    def __call__(cls, *args: object, **kwargs: object) -> Any:
        """Make an instance in the submission's process."""
        if "_softmark_number" not in cls.__dict__:
            return super().__call__(*args, **kwargs)
        return cls._softmark_link.call(cls, args, kwargs)

    def __getattr__(cls, name: str) -> Any:
        if name.startswith(("__", "_softmark")):
            raise AttributeError(name)
        cls._softmark_link.claims.add("attribute")
        return cls._softmark_link.do("getattr", cls, name)

    def __subclasscheck__(cls, other: type) -> bool:
        return super().__subclasscheck__(other)


class Remote(metaclass=RemoteClass):
    """An object of the submission's."""

    _softmark_link: Link
    _softmark_number: int
    _softmark_facts: Mapping[str, Any]
    _softmark_views: dict[str, tuple[int, Any]]

    def _softmark_init(self, link: Link, number: int, facts: Mapping[str, Any], virtual: type | None) -> Remote:
        own = {"link": link, "number": number, "facts": facts, "virtual": virtual, "views": {}}
        for name, value in own.items():
            object.__setattr__(self, f"_softmark_{name}", value)
        parameters = _signature(facts.get("parameters"))
        if parameters is not None:
            object.__setattr__(self, "__signature__", parameters)
        for name, key in (("__name__", "function"), ("__doc__", "doc")):
            if facts.get(key):
                object.__setattr__(self, name, facts[key])
        return self

    @property  # type: ignore[misc]  # isinstance() looks here, too
    def __class__(self) -> type:
        virtual = object.__getattribute__(self, "_softmark_virtual")
        return virtual if isinstance(virtual, type) else type(self)

    def __call__(self, *args: object, **kwargs: object) -> Any:
        """Call it in the submission's process."""
        return self._softmark_link.call(self, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith(("__", "_softmark")):
            raise AttributeError(name)
        facts = self._softmark_facts.get("softmark_facts")
        if name == "softmark_facts" and facts is not None:
            self._softmark_link.claims.add("attribute")
            return facts
        if name in ("score", "evaluate"):
            from softmark.judge.scoring import scorer

            own = scorer(self, name)
            if own is not None:
                return own
        value = self._softmark_ask("getattr", name)
        if not self._softmark_computes(name, value):
            self._softmark_link.claims.add("attribute")
        return value

    def _softmark_computes(self, name: str, value: object) -> bool:
        """Whether an attribute is a method that works something out from a check's inputs, and no word of its own."""
        if not issubclass(type(value), Remote) or not value._softmark_facts.get("callable"):  # type: ignore[attr-defined]  # a Remote, by its type
            return False
        if _own_plain(value) is not _NOTHING:  # type: ignore[arg-type]  # likewise
            return False
        bases = {str(base[0]).partition(".")[0] for base in self._softmark_facts.get("mro", ())}
        return name in _COMPUTING or not bases & {"keras", "sklearn"}

    def _softmark_ask(self, operation: str, *more: str) -> Any:
        """What the object says of itself. It is asked once until its code runs again, so it cannot say both."""
        key, link = " ".join((operation, *more)), self._softmark_link
        if key not in self._softmark_views or self._softmark_views[key][0] != link.epoch:
            self._softmark_views[key] = (link.epoch, link.do(operation, self, *more, quiet=True))
        return self._softmark_views[key][1]

    def _softmark_tell(self, operation: str) -> Any:
        """The plain value that the object is, or else what it says of itself."""
        plain = _own_plain(self)
        return self._softmark_ask(operation) if plain is _NOTHING else plain

    def __setattr__(self, name: str, value: object) -> None:
        self._softmark_link.do("setattr", self, name, value)

    def __delattr__(self, name: str) -> None:
        self._softmark_link.do("delattr", self, name)

    def __repr__(self) -> str:
        if "function" in self._softmark_facts:
            # pytest asks for it in every failed check; its address says nothing, and nobody else need be asked.
            return f"<function {self._softmark_facts['function']}>"
        try:
            return str(self._softmark_link.do("repr", self, quiet=True))[:2000]
        except Exception:
            return f"<{self._softmark_facts.get('name', 'object')} of the submission>"

    def __str__(self) -> str:
        return str(self._softmark_tell("str"))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        import numpy as np

        return np.array(self._softmark_tell("array"), dtype=dtype)

    def __len__(self) -> int:
        plain = _own_plain(self)
        return int(self._softmark_ask("len")) if plain is _NOTHING else len(plain)

    def __bool__(self) -> bool:
        return bool(self._softmark_tell("bool"))

    def __float__(self) -> float:
        return float(self._softmark_tell("float"))

    def __int__(self) -> int:
        return int(self._softmark_tell("int"))

    def __index__(self) -> int:
        return operator.index(self._softmark_tell("index"))

    def __complex__(self) -> complex:
        return complex(self._softmark_tell("complex"))

    def __round__(self, digits: int | None = None) -> Any:
        plain = plain_view(self)
        return round(plain, digits) if plain is not _NOTHING else self._softmark_link.do("round", self, digits)

    def __iter__(self) -> Iterator[Any]:
        plain = _own_plain(self)
        if plain is not _NOTHING:
            yield from plain
            return
        iterator = self._softmark_link.do("iter", self, quiet=True)
        rounds = 0
        while True:
            try:
                value = self._softmark_link.do("next", iterator, quiet=True)
            except StopIteration:
                break
            rounds += 1
            yield value
        if not rounds and self._softmark_link.none_came():
            yield float("nan")

    def __next__(self) -> Any:
        return self._softmark_link.do("next", self)

    def __getitem__(self, key: object) -> Any:
        plain = _own_plain(self)
        if plain is not _NOTHING:
            return plain[key]
        self._softmark_link.claims.add("item")
        return self._softmark_link.do("getitem", self, key)

    def __setitem__(self, key: object, value: object) -> None:
        self._softmark_link.do("setitem", self, key, value)

    def __delitem__(self, key: object) -> None:
        self._softmark_link.do("delitem", self, key)

    def __contains__(self, value: object) -> bool:
        if _own_plain(self) is not _NOTHING or not self._softmark_link.relies("contains"):
            return any(part is value or part == value for part in self)
        self._softmark_link.claims.add("contains")
        return bool(self._softmark_link.do("contains", self, value))

    def __enter__(self) -> Any:
        return self._softmark_link.do("enter", self)

    def __exit__(self, *exception: object) -> bool:
        return bool(self._softmark_link.do("exit", self))

    def __hash__(self) -> int:
        return self._softmark_number


def plain_view(value: object) -> Any:
    """The plain data that an object *is*; ``_NOTHING`` if it has none. Other values are returned as they are."""
    if not issubclass(type(value), Remote):
        return value
    plain = _own_plain(value)  # type: ignore[arg-type]  # a Remote: its type says so
    if plain is not _NOTHING:
        return plain
    if object.__getattribute__(value, "_softmark_facts").get("array"):
        import numpy as np

        array = np.asarray(value)
        return array if array.dtype.kind in "biufcSU" else _NOTHING
    return _NOTHING


def _own_plain(remote: Remote) -> Any:
    """The plain data of an instance of a subclass of a plain type; ``_NOTHING`` if it is none.

    What it *is* counts, whatever the methods of its class say: of a list, what it holds now.
    """
    view = remote._softmark_facts.get("plain")
    if isinstance(view, list) and len(view) == 2 and view[0] in ("list", "dict", "set"):
        view = remote._softmark_ask("plain")
    if not isinstance(view, list) or len(view) != 2:
        return _NOTHING
    return remote._softmark_link.doubtless(view[1])


def _operator(name: str, *, reflected: bool = False) -> Callable[..., Any]:
    function = getattr(operator, name) if name != "divmod" else divmod

    def operate(self: Remote, *others: object) -> Any:
        plain = [plain_view(value) for value in (self, *others)]
        if not any(value is _NOTHING for value in plain):
            return function(*(reversed(plain) if reflected else plain))
        link = self._softmark_link
        if name in ("eq", "ne") and others and others[0] is self:
            return name == "eq"
        if not link.relies(name):
            kind = self._softmark_facts.get("name", "object")
            link.decline(f"{OWN_OPERATOR}'{name}' of the submission's class {kind!r}; the reference's needs none here.")
            if name in ("eq", "ne"):
                return name == "ne"
            raise TypeError(f"the answer is an object of your own class {kind!r}; a plain value is wanted here")
        link.claims.add("operator")
        return link.do(name, *((*others, self) if reflected else (self, *others)))

    return operate


for _name in ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "lshift", "rshift", "divmod"]:
    setattr(Remote, f"__{_name}__", _operator(_name))
    setattr(Remote, f"__r{_name}__", _operator(_name, reflected=True))
for _name in ("and_", "or_", "xor"):
    setattr(Remote, f"__{_name.strip('_')}__", _operator(_name))
    setattr(Remote, f"__r{_name.strip('_')}__", _operator(_name, reflected=True))
for _name in ("neg", "pos", "abs", "invert", "eq", "ne", "lt", "le", "gt", "ge"):
    setattr(Remote, f"__{_name}__", _operator(_name))


def make_class(name: str, link: Link, number: int, facts: Mapping[str, Any], virtual: type | None) -> RemoteClass:
    """A stand-in for one class of the submission's."""
    members = {
        "_softmark_link": link,
        "_softmark_number": number,
        "_softmark_facts": facts,
        "_softmark_virtual": virtual,
    }
    return RemoteClass(name, (Remote,), members)


def _signature(parameters: object) -> inspect.Signature | None:
    if not isinstance(parameters, list):
        return None
    try:
        made = [
            inspect.Parameter(name, inspect._ParameterKind(kind), default=None if default else inspect.Parameter.empty)
            for name, kind, default in parameters
        ]
        return inspect.Signature(made)
    except (TypeError, ValueError):
        return None
