"""Small mistakes in a program of a student's, as edits of its text."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Edit:
    """One change of a text.

    Attributes:
        operator: kind of mistake.
        line: number of the line that it begins in, from 1.
        start, end: the characters that are replaced.
        new: what takes their place.
    """

    operator: str
    line: int
    start: int
    end: int
    new: str

    def before(self, text: str) -> str:
        """What stands there."""
        return text[self.start : self.end]

    def applied(self, text: str) -> str:
        """The text with the change."""
        return text[: self.start] + self.new + text[self.end :]


Pairs = Iterator[tuple[ast.AST, str]]
"""Nodes, and the text that takes their place."""


def edits(tree: ast.Module, text: str) -> Iterator[Edit]:
    """All changes that the operators know for a program."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    lines = text.splitlines()

    def place(line: int, column: int) -> int:
        # ast counts bytes of UTF-8.
        return starts[line - 1] + len(lines[line - 1].encode()[:column].decode())

    for node in ast.walk(tree):
        for name, operator in OPERATORS.items():
            for changed, new in operator(node):
                begin = place(changed.lineno, changed.col_offset)  # type: ignore[attr-defined]
                end = place(changed.end_lineno, changed.end_col_offset)  # type: ignore[attr-defined]
                yield Edit(name, changed.lineno, begin, end, new)  # type: ignore[attr-defined]


def _activation(node: ast.AST) -> Pairs:
    """Another activation, or none."""
    others = {
        "softmax": ("sigmoid", "linear"),
        "sigmoid": ("linear", "relu"),
        "relu": ("linear",),
        "tanh": ("linear",),
        "elu": ("linear",),
        "gelu": ("linear",),
    }
    for keyword in _keywords(node, "activation"):
        match keyword.value:
            case ast.Constant(value=str(name)):
                for other in others.get(name, ("relu",)):
                    yield keyword.value, repr(other)


def _loss(node: ast.AST) -> Pairs:
    """A loss for another kind of task, or for scores in the place of probabilities."""
    others = {
        "sparse_categorical_crossentropy": "mse",
        "categorical_crossentropy": "mse",
        "binary_crossentropy": "mse",
        "mse": "binary_crossentropy",
        "mean_squared_error": "binary_crossentropy",
        "mae": "binary_crossentropy",
    }
    for keyword in _keywords(node, "loss"):
        match keyword.value:
            case ast.Constant(value=str(name)) if name in others:
                yield keyword.value, repr(others[name])
    for keyword in _keywords(node, "from_logits"):
        match keyword.value:
            case ast.Constant(value=bool(flag)):
                yield keyword.value, repr(not flag)


_COUNTED: Final = re.compile(r"^(Dense|Conv\w*|LSTM|GRU|SimpleRNN|Embedding)$")


def _units(node: ast.AST) -> Pairs:
    """One unit more."""
    match node:
        case ast.Call(func=function, args=[ast.Constant(value=int(units)) as first, *_]) if _COUNTED.match(
            _called(function)
        ):
            yield first, str(units + 1)


def _layer(node: ast.AST) -> Pairs:
    """A layer less."""
    match node:
        case ast.Call(func=function, args=[ast.List(elts=layers)]) if _called(function) == "Sequential":
            for layer in layers[:-1]:
                if isinstance(layer, ast.Call) and _called(layer.func) not in ("Input", "InputLayer"):
                    yield layer, "keras.layers.Identity()"


_RATES: Final = frozenset({"Dropout", "SpatialDropout1D", "SpatialDropout2D", "GaussianNoise", "GaussianDropout"})


def _rate(node: ast.AST) -> Pairs:
    """No dropout, no penalty, steps that are far too large."""
    match node:
        case ast.Call(func=function, args=[ast.Constant(value=float()) as first, *_]):
            name = _called(function)
            if name in _RATES or name.lower() in ("l1", "l2"):
                yield first, "0.0"
            elif name in ("Adam", "AdamW", "SGD", "RMSprop", "Adagrad", "Nadam"):
                yield first, "1e-7"
    for keyword in _keywords(node, "learning_rate"):
        yield keyword.value, "1e-7"


def _training(node: ast.AST) -> Pairs:
    """Hardly any training; callbacks that never act."""
    for keyword in _keywords(node, "epochs"):
        yield keyword.value, "1"
    for keyword in _keywords(node, "patience"):
        yield keyword.value, "10_000"
    for keyword in _keywords(node, "monitor"):
        match keyword.value:
            case ast.Constant(value=str(name)):
                yield keyword.value, repr(name.removeprefix("val_") if name.startswith("val_") else f"val_{name}")
    for name, nothing in (
        ("callbacks", "[]"),
        ("class_weight", "None"),
        ("sample_weight", "None"),
        ("stratify", "None"),
    ):
        for keyword in _keywords(node, name):
            yield keyword.value, nothing
    for name in ("validation_split", "validation_data"):
        for keyword in _keywords(node, name):
            yield keyword.value, "0.0" if name == "validation_split" else "None"


def _labels(node: ast.AST) -> Pairs:
    """Labels that belong to other rows."""
    match node:
        case ast.Call(func=ast.Attribute(attr="fit"), args=[_, labels, *_]):
            yield labels, f"np.roll({ast.unparse(labels)}, 1, axis=0)"


def _scaling(node: ast.AST) -> Pairs:
    """Numbers as they came."""
    match node:
        case ast.BinOp(left=left, op=ast.Div(), right=ast.Constant(value=int() | float() as by)) if by > 1:
            yield node, f"({ast.unparse(left)})"
        case ast.Call(func=ast.Attribute(attr="transform" | "fit_transform"), args=[rows]):
            yield node, ast.unparse(rows)
        case ast.Call(func=function, args=[scale, *_]) if _called(function) == "Rescaling":
            yield scale, "1.0"


def _split(node: ast.AST) -> Pairs:
    """Training and test rows taken for each other."""
    match node:
        case ast.Name(id=name, ctx=ast.Load()):
            parts = name.split("_")
            for one, other in (("train", "test"), ("test", "train")):
                if one in parts and other not in parts:
                    yield node, "_".join(other if part == one else part for part in parts)


def _axis(node: ast.AST) -> Pairs:
    """Along the other axis, or all of them."""
    for keyword in _keywords(node, "axis"):
        match keyword.value:
            case ast.Constant(value=0):
                yield keyword.value, "-1"
            case ast.Constant(value=int()) | ast.UnaryOp(op=ast.USub()):
                yield keyword.value, "0"
    for keyword in _keywords(node, "keepdims"):
        yield keyword.value, "False"


_NUMBERS_STAY: Final = frozenset({"verbose", "random_state", "seed", "axis", "batch_size", "epochs", "patience"})


def _number(node: ast.AST) -> Pairs:
    """Off by one, in an index, a range or a sum."""
    match node:
        case ast.Slice():
            parts = [node.lower, node.upper]
        case ast.Subscript(slice=ast.Constant(value=int()) as index):
            parts = [index]
        case ast.Call(func=ast.Name(id="range"), args=arguments):
            parts = [*arguments]
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            parts = [node.left, node.right]
        case ast.Assign(value=ast.Constant() as value):
            parts = [value]
        case _:
            return
    for part in parts:
        match part:
            case ast.Constant(value=bool()):
                continue
            case ast.Constant(value=int(number)):
                yield part, str(number + 1)
            case ast.Constant(value=float(number)):
                yield part, repr(number * 2 if number else 1.0)


def _comparison(node: ast.AST) -> Pairs:
    """The opposite."""
    opposite = {ast.Lt: ">=", ast.LtE: ">", ast.Gt: "<=", ast.GtE: "<", ast.Eq: "!=", ast.NotEq: "=="}
    match node:
        case ast.Compare(left=left, ops=[operator], comparators=[right]) if type(operator) in opposite:
            yield node, f"{ast.unparse(left)} {opposite[type(operator)]} {ast.unparse(right)}"


def _arithmetic(node: ast.AST) -> Pairs:
    """Another operator."""
    others: dict[type[ast.operator], str] = {
        ast.Add: "-",
        ast.Sub: "+",
        ast.Mult: "/",
        ast.Div: "*",
        ast.Pow: "*",
        ast.MatMult: "*",
    }
    match node:
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in others and not _text(left, right):
            yield node, f"({ast.unparse(left)}) {others[type(operator)]} ({ast.unparse(right)})"
        case ast.UnaryOp(op=ast.USub(), operand=operand) if not isinstance(operand, ast.Constant):
            yield node, ast.unparse(operand)


_OTHER_CALLS: Final = {
    "mean": "sum",
    "sum": "mean",
    "argmax": "argmin",
    "argmin": "argmax",
    "max": "min",
    "min": "max",
    "std": "var",
    "log": "log10",
    "exp": "exp2",
    "fit_transform": "transform",
    "precision_score": "recall_score",
    "recall_score": "precision_score",
    "accuracy_score": "f1_score",
}


def _call(node: ast.AST) -> Pairs:
    """A function beside the right one; arguments in another order."""
    match node:
        case ast.Call(func=ast.Attribute(value=value, attr=name) as function) if name in _OTHER_CALLS:
            yield function, f"{ast.unparse(value)}.{_OTHER_CALLS[name]}"
        case ast.Call(func=ast.Name(id=name) as called) if name in _OTHER_CALLS:
            yield called, _OTHER_CALLS[name]
    match node:
        case ast.Call(func=what, args=[one, other, *rest]) if not any(
            isinstance(part, ast.Starred) for part in (one, other)
        ):
            swapped = ast.Call(what, [other, one, *rest], node.keywords)
            if _called(what) not in ("isinstance", "getattr", "zip", "range", "print"):
                yield node, ast.unparse(ast.fix_missing_locations(swapped))


def _result(node: ast.AST) -> Pairs:
    """Nothing given back; a step left out."""
    match node:
        case ast.Return(value=ast.expr() as value):
            yield value, "None"
        case ast.Expr(value=ast.Call(func=function)) if _called(function) not in ("print", "show", "plot", "display"):
            yield node, "pass"


def _truth(node: ast.AST) -> Pairs:
    """Yes for no."""
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            match keyword:
                case ast.keyword(arg=str(name), value=ast.Constant(value=bool(flag)) as value):
                    if name not in ("verbose", "from_logits", "keepdims", "shuffle"):
                        yield value, repr(not flag)
    match node:
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            for part in parts:
                match part:
                    case ast.Constant(value=bool(flag)):
                        yield part, repr(not flag)
        case ast.Assign(value=ast.Constant(value=bool(flag)) as value):
            yield value, repr(not flag)


OPERATORS: Final[dict[str, Callable[[ast.AST], Pairs]]] = {
    "activation": _activation,
    "loss": _loss,
    "units": _units,
    "layer": _layer,
    "rate": _rate,
    "training": _training,
    "labels": _labels,
    "scaling": _scaling,
    "split": _split,
    "axis": _axis,
    "number": _number,
    "comparison": _comparison,
    "arithmetic": _arithmetic,
    "call": _call,
    "result": _result,
    "truth": _truth,
}


def _keywords(node: ast.AST, name: str) -> list[ast.keyword]:
    return [keyword for keyword in node.keywords if keyword.arg == name] if isinstance(node, ast.Call) else []


def _called(function: ast.expr) -> str:
    """The last part of the name of what is called."""
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _text(*parts: ast.expr) -> bool:
    return any(isinstance(part, ast.JoinedStr | ast.List) or _is_text(part) for part in parts)


def _is_text(part: ast.expr) -> bool:
    return isinstance(part, ast.Constant) and isinstance(part.value, str)
