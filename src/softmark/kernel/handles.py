"""Give names to the submission's objects that cannot cross as plain data, and say what they are."""

from __future__ import annotations

import contextlib
import inspect
import sys
import types
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from softmark.codec import CodecError, Ref, encode, libraries
from softmark.testing.stubs import is_stub


class Handles:
    """The table of objects that the judge may ask about, by number."""

    def __init__(self) -> None:
        self._objects: dict[int, object] = {}
        self._numbers: dict[int, int] = {}

    def encode(self, value: object) -> bytes:
        """Encode a value; what is not plain data becomes a reference.

        Raises:
            CodecError: the value is too large, or contains itself.
        """
        return encode(value, refer=self.refer)

    def encode_whole(self, answer: dict[str, object]) -> bytes:
        """Encode an answer, replacing what is too large or too deep by a reference to it."""
        try:
            return self.encode(answer)
        except CodecError:
            slim = dict(answer)
            for key in ("value", "args"):
                if key in slim:
                    try:
                        self.encode(slim[key])
                    except CodecError:
                        slim[key] = self._reference(slim[key]) if key == "value" else {}
            return self.encode(slim)

    def refer(self, value: object) -> Ref:
        """A reference to an object that is not plain data."""
        if type(value) is Callback:
            return Ref("callback", value.number, {})
        library = _library_reference(value)
        if library is not None:
            return library
        return self._reference(value)

    def resolve(self, ref: Ref, ask_back: Callable[[dict[str, object]], object]) -> object:
        """The object behind a reference that the judge sent back.

        Raises:
            CodecError: there is none.
        """
        if ref.kind == "callback":
            return Callback(ref.id, ask_back)
        if ref.kind == "library":
            return libraries.find(str(ref.facts["module"]), str(ref.facts.get("name", "")))
        try:
            return self._objects[ref.id]
        except KeyError:
            raise CodecError(f"no object has the number {ref.id}") from None

    def _reference(self, value: object) -> Ref:
        kind, extra = _export(value)
        facts = {**_facts(value), **extra}
        described = value if isinstance(value, type) else type(value)
        if described.__module__ == "__main__":
            facts["class"] = self._number(described)
        return Ref(kind, self._number(value), facts)

    def _number(self, value: object) -> int:
        number = self._numbers.get(id(value))
        if number is None:
            number = len(self._objects) + 1
            self._objects[number] = value  # kept alive, so that id() stays its own
            self._numbers[id(value)] = number
        return number


class Callback:
    """A callable of the judge's, standing in the submission's process."""

    def __init__(self, number: int, ask_back: Callable[[dict[str, object]], object]) -> None:
        self.number = number
        self._ask_back = ask_back

    def __call__(self, *args: object, **kwargs: object) -> object:
        """Let the judge run it."""
        return self._ask_back({"number": self.number, "args": list(args), "kwargs": kwargs})


def _export(value: object) -> tuple[str, dict[str, Any]]:
    """Kind of reference, and the plain description from which the judge may rebuild the object."""
    kind: type = type(value)
    roots = {base.__module__.partition(".")[0] for base in kind.__mro__}
    if "keras" in roots and "keras" in sys.modules:
        from softmark.kernel.keras_export import export_model

        keras = sys.modules["keras"]
        if isinstance(value, keras.Model):
            spec = export_model(value)
            return ("keras", {"spec": spec}) if spec is not None else ("object", {"keras": True, **_model_facts(value)})
    if "sklearn" in roots and "sklearn" in sys.modules:
        from softmark.kernel.estimators import export_estimator

        spec = export_estimator(value)
        if spec is not None:
            return "sklearn", {"spec": spec}
    if isinstance(value, type):
        return "class", {}
    return "object", {}


def _model_facts(model: Any) -> dict[str, Any]:
    """What a Keras model that stays in this process says of itself."""
    from softmark.checks import optimizer_of, parameters_of, probe

    facts: dict[str, Any] = {}
    try:
        facts["loss_probe"] = probe(model)
    except Exception:
        facts["loss_probe"] = {}
    for name, look in (("weights", parameters_of), ("optimizer", optimizer_of)):
        with contextlib.suppress(Exception):
            found: Any = look(model)
            facts[name] = found and asdict(found)
    return {"softmark_facts": facts}


def _facts(value: object) -> dict[str, Any]:
    described = value if isinstance(value, type) else type(value)
    mro = [[base.__module__, base.__qualname__] for base in described.__mro__[:-1]][:20]
    facts: dict[str, Any] = {"name": described.__qualname__[:100], "module": described.__module__, "mro": mro}
    facts["callable"] = callable(value)
    if isinstance(value, types.FunctionType | types.MethodType | types.BuiltinFunctionType):
        facts["function"] = getattr(value, "__name__", "")[:100]
        facts["stub"] = is_stub(value)
        facts["doc"] = (getattr(value, "__doc__", None) or "")[:2000]
    if callable(value):
        facts["parameters"] = _parameters(value)
    plain = plain_view(value)
    if plain is not None:
        facts["plain"] = plain
    facts["array"] = hasattr(described, "__array__")
    return facts


def _parameters(value: Any) -> list[list[Any]] | None:
    """Names, kinds and whether there is a default, of each parameter."""
    try:
        parameters = inspect.signature(value).parameters.values()
    except (TypeError, ValueError):
        return None
    return [[p.name, int(p.kind), p.default is not p.empty] for p in parameters][:50]


def plain_view(value: object) -> object:
    """The plain value inside an instance of a subclass of a plain type: what it *is*, not what it answers."""
    for base, view in _PLAIN_VIEWS.items():
        if isinstance(value, base) and type(value) is not base:
            try:
                return [base.__name__, view(value)]
            except Exception:
                return None
    return None


_PLAIN_VIEWS: Mapping[type, Callable[[Any], object]] = {
    bool: bool,
    int: lambda value: int.__add__(value, 0),
    float: lambda value: float.__add__(value, 0.0),
    str: lambda value: str.__str__(value)[:],
    list: lambda value: list(list.__iter__(value)),
    tuple: lambda value: tuple(tuple.__iter__(value)),
    dict: lambda value: dict(dict.items(value)),
    set: lambda value: set(set.__iter__(value)),
}


def _library_reference(value: object) -> Ref | None:
    """Modules, and classes of well-known libraries, by name."""
    if isinstance(value, types.ModuleType):
        return Ref("library", 0, {"module": value.__name__}) if libraries.find(value.__name__) is value else None
    if isinstance(value, type) and libraries.top(value.__module__) in libraries.CLASSES:
        module, name = value.__module__, value.__qualname__
        return Ref("library", 0, {"module": module, "name": name}) if libraries.find(module, name) is value else None
    return None
