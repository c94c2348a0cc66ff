"""Carry out one request of the judge in the submission's process."""

from __future__ import annotations

import contextlib
import hashlib
import io
import operator
import traceback
import warnings
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from softmark.codec import CodecError, encode
from softmark.codec.random_state import random_state, set_random_state
from softmark.kernel.handles import Handles, plain_view
from softmark.kernel.seeding import begin_anew
from softmark.training import recorder

OUTPUT_CHARACTERS: Final = 100_000

# What the judge may ask an object to do, besides calling it and reading an attribute.
OPERATIONS: Final[Mapping[str, Callable[..., object]]] = MappingProxyType(
    {
        "len": len,
        "bool": bool,
        "float": float,
        "int": int,
        "complex": complex,
        "index": operator.index,
        "str": str,
        "repr": repr,
        "hash": hash,
        "iter": iter,
        "next": next,
        "dir": dir,
        "array": np.asarray,
        "plain": plain_view,
        "getattr": getattr,
        "setattr": setattr,
        "delattr": delattr,
        "getitem": operator.getitem,
        "setitem": operator.setitem,
        "delitem": operator.delitem,
        "contains": operator.contains,
        "enter": lambda value: value.__enter__(),
        "exit": lambda value: value.__exit__(None, None, None),
        "round": round,
        "abs": abs,
        "isinstance": isinstance,
        "issubclass": issubclass,
        **{
            name: getattr(operator, name)
            for name in (
                "add sub mul truediv floordiv mod pow matmul and_ or_ xor lshift rshift neg pos invert "
                "eq ne lt le gt ge"
            ).split()
        },
        "divmod": divmod,
    }
)


class CallServer:
    """Serves requests: plain mappings with ``op`` and what it needs."""

    def __init__(
        self,
        names: dict[str, object],
        handles: Handles,
        ask_back: Callable[[dict[str, object]], object],
    ) -> None:
        self._names = names
        self._handles = handles
        self._ask_back = ask_back

    def serve(self, request: Any) -> bytes:
        """The encoded answer to one request."""
        match request.get("op"):
            case "get":
                return self._get(request)
            case "has":
                return encode({"value": request["name"] in self._names})
            case "call":
                self._mirror(request)
                return self._call(request["target"], request)
            case "do":
                self._mirror(request)
                return self._call(OPERATIONS[request["name"]], request)
            case "claim":
                return self._claim(request)
            case "seed":
                begin_anew(request["seed"])
                return encode({"value": None})
            case "fits":
                return encode({"value": recorder.curves()})
            case "trainings":
                return encode({"value": recorder.ask(*([request["of"]] if "of" in request else []))})
        return encode({"refused": f"unknown request {request.get('op')!r}"})

    def _get(self, request: Mapping[str, Any]) -> bytes:
        name = request["name"]
        if name not in self._names:
            return encode({"missing": True})
        encoded = self._handles.encode_whole({"value": self._names[name]})
        digest = hashlib.blake2b(encoded, digest_size=16).digest()
        return encode({"same": True}) if digest == request.get("digest") else encoded

    def _mirror(self, request: Mapping[str, Any]) -> None:
        """Bring over what the test did to names and random states since the last request."""
        for name, value in request.get("bind", {}).items():
            self._names[name] = value
        for name in request.get("unbind", ()):
            self._names.pop(name, None)
        state = request.get("random")
        if state is not None:
            set_random_state(state)

    def _call(self, target: Any, request: Mapping[str, Any]) -> bytes:
        args, kwargs = list(request.get("args", ())), dict(request.get("kwargs", {}))
        before = self._arguments(args, kwargs)
        random_before = random_state()
        out = io.StringIO()
        answer: dict[str, object] = {}
        with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stdout(out):
            warnings.simplefilter("always")
            try:
                value = target(*args, **kwargs)
                answer["value"] = value
                same = next((i for i, arg in enumerate(args) if arg is value and _mutable(value)), None)
                if same is not None:
                    answer = {"value": None, "argument": same}
            except KeyboardInterrupt:
                answer["interrupted"] = True
            except BaseException as error:
                answer["error"] = self._describe_error(error)
        after = self._arguments(args, kwargs)
        answer["args"] = {key: _argument(key, args, kwargs) for key, bytes_ in after.items() if bytes_ != before[key]}
        answer["out"] = out.getvalue()[:OUTPUT_CHARACTERS]
        answer["warnings"] = [
            [[base.__name__ for base in w.category.__mro__], str(w.message)[:1000]] for w in caught[:50]
        ]
        if random_state() != random_before:
            answer["random"] = random_state()
        return self._handles.encode_whole(answer)

    def _arguments(self, args: list[object], kwargs: Mapping[str, object]) -> dict[str, bytes]:
        """Each mutable argument's encoding, to see afterwards which of them the call changed."""
        encoded: dict[str, bytes] = {}
        for key in [*(str(i) for i in range(len(args))), *(f"={name}" for name in kwargs)]:
            value = _argument(key, args, kwargs)
            if _mutable(value):
                with contextlib.suppress(CodecError):
                    encoded[key] = self._handles.encode(value)
        return encoded

    def _describe_error(self, error: BaseException) -> dict[str, object]:
        frames = traceback.extract_tb(error.__traceback__)
        return {
            "mro": [[base.__module__, base.__qualname__] for base in type(error).__mro__[:-1]],
            "message": _text(error)[:2000],
            "args": [arg for arg in error.args[:10] if isinstance(arg, str | int | float | bool | None)],
            "type": self._handles.refer(type(error)) if type(error).__module__ == "__main__" else None,
            "where": [[frame.name, frame.line or ""] for frame in frames[-3:]],
        }

    def _claim(self, request: Mapping[str, Any]) -> bytes:
        """Kernel mode: run a test cell here, and say what it says of itself."""
        from softmark.kernel.claims import run_claimed

        return encode({"value": run_claimed(request["source"], request["path"], self._names)})


def _argument(key: str, args: list[object], kwargs: Mapping[str, object]) -> object:
    return kwargs[key[1:]] if key.startswith("=") else args[int(key)]


def _mutable(value: object) -> bool:
    if isinstance(value, list | dict | set | bytearray | np.ndarray):
        return True
    return type(value).__module__.partition(".")[0] == "pandas"  # its classes say "pandas" alone from pandas 3 on


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return ""
