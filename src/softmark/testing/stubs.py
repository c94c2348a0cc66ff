"""Recognising an answer that is still what the release gave."""

import dis
import inspect
from types import CodeType, FunctionType

# What may stand in a body that does nothing, in the bytecode of CPython 3.11 to 3.13.
_IDLE = frozenset(
    {
        *("RESUME", "NOP", "CACHE", "COPY_FREE_VARS", "MAKE_CELL", "PUSH_NULL", "POP_TOP", "COPY", "SWAP"),
        *("LOAD_CONST", "PRECALL", "KW_NAMES", "CALL", "RAISE_VARARGS", "UNPACK_SEQUENCE", "BUILD_TUPLE"),
        *("BUILD_LIST", "RETURN_CONST", "RETURN_VALUE"),
    }
)
_UNFINISHED = frozenset({"NotImplementedError", "NotImplemented"})


def is_stub(value: object) -> bool:
    """Whether a value is a placeholder: ``None``, ``...``, or a function whose body does nothing.

    Such a body holds no more than a docstring, ``pass``, ``...``, names that are set to ``None``,
    ``return None`` or ``raise NotImplementedError``. A class is one if it has methods and all of them are.
    """
    if value is None or value is Ellipsis or value is NotImplemented:
        return True
    if isinstance(value, type):
        methods = [member for member in vars(value).values() if isinstance(member, FunctionType)]
        return bool(methods) and all(_does_nothing(method.__code__) for method in methods)
    return isinstance(value, FunctionType) and _does_nothing(value.__code__)


def _does_nothing(code: CodeType) -> bool:
    if code.co_flags & (inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR):
        return False
    given = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    instructions = list(dis.get_instructions(code))
    raises = any(step.opname == "RAISE_VARARGS" for step in instructions)
    return all(_is_idle(step, given, raises=raises) for step in instructions)


def _is_idle(step: dis.Instruction, given: tuple[str, ...], *, raises: bool) -> bool:
    if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
        return step.argval in _UNFINISHED
    if step.opname.startswith(("LOAD_FAST", "STORE_FAST")):
        # Two names at once since 3.13. A parameter that is used is an answer, if a short one.
        names = step.argval if isinstance(step.argval, tuple) else (step.argval,)
        return not any(name in given for name in names)
    if step.opname in ("LOAD_CONST", "RETURN_CONST"):
        return _is_nothing(step.argval, text=raises)
    return step.opname in _IDLE


def _is_nothing(constant: object, *, text: bool) -> bool:
    if isinstance(constant, tuple):
        return all(_is_nothing(part, text=text) for part in constant)
    return constant is None or constant is Ellipsis or (text and isinstance(constant, str))
