"""Turn a reference from the submission into what the checks get to see."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from softmark.codec import CodecError, Ref, encode, libraries
from softmark.codec.random_state import random_state, set_random_state
from softmark.judge.link import Link, SubmissionError
from softmark.judge.remote import Remote
from softmark.judge.standins import Standins


class Resolver:
    """Resolves references: our own libraries by name, rebuilt models and estimators, proxies for the rest."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._standins = Standins(link)
        link.resolve = self.resolve
        link.make_error = self._standins.error

    def resolve(self, ref: Ref) -> object:
        """The object that stands here for the submission's.

        Raises:
            CodecError: the reference is of no known kind.
        """
        match ref.kind:
            case "library":
                return self._library(ref)
            case "class":
                return self._standins.for_class(ref)
            case "keras":
                return self._rebuilt(ref, self._model)
            case "sklearn":
                return self._rebuilt(ref, self._estimator)
            case "object":
                return self._standins.instance(ref)
        raise CodecError(f"a reference of the unknown kind {ref.kind!r}")

    def _library(self, ref: Ref) -> object:
        module, name = str(ref.facts.get("module")), str(ref.facts.get("name", ""))
        if name and libraries.top(module) not in libraries.CLASSES:
            raise CodecError(f"{module}.{name} does not cross by name")
        found = libraries.find(module, name)
        if found is None or (name and not isinstance(found, type)):
            raise CodecError(f"the judge has no {module} {name}")
        if name and f"{found.__module__}.".startswith("numpy.ma."):
            # What is masked in an array agrees with everything; a submission makes none of a check's own data.
            raise CodecError("masked arrays do not cross by name")
        if isinstance(found, type) and _makes_arrays(found) and not self._link.relies("array class"):
            # Called here, as a function of the submission's, it would make arrays of no elements, or of files.
            raise CodecError("the class of arrays does not cross by name")
        return found

    def _rebuilt(self, ref: Ref, build: Any) -> object:
        """What ``build`` makes of the description, or a proxy if it cannot, or if the two do not agree."""
        facts = {key: value for key, value in ref.facts.items() if key != "spec"}
        proxy = self._standins.instance(Ref("object", ref.id, {**facts, **_claimed(ref)}))
        before = random_state()
        try:
            made = build(ref.facts.get("spec"), proxy)
        except ValueError as error:
            self._link.note(f"{facts.get('name')} stays with the submission: {error}")
            return proxy
        finally:
            # Keras draws when it builds. The check has not, and has nothing to tell the submission's generators.
            set_random_state(before)
        if made is None:
            self._link.note(f"{facts.get('name')} stays with the submission: it answers otherwise when rebuilt")
            return proxy
        object.__setattr__(made, "_softmark_number", ref.id)
        return made

    def _model(self, spec: Any, proxy: Remote) -> object:
        import keras
        import numpy as np

        from softmark.judge.keras_build import ModelLimits, build_model, probe_inputs, same_predictions

        # A network whose training diverged can be described, too; that it did is for the checks to find.
        model = build_model(spec, ModelLimits(finite_weights=False))
        # The same each time, so that an earlier answer can be used again. Whoever answers only these inputs as the
        # rebuilt model does is judged by the rebuilt model, which is what was described.
        described = blake2b(encode(spec), digest_size=4).digest()
        inputs = probe_inputs(model, seed=int.from_bytes(described, "big"))
        try:
            # Both are called: predict() would trace a graph there, which takes longer than all else that is asked.
            theirs = self._link.call(proxy, (inputs,), {"training": False}, quiet=True)
            ours = keras.tree.map_structure(keras.ops.convert_to_numpy, model(inputs, training=False))
            outputs = list(ours.values()) if isinstance(ours, dict) else [*ours]
        except SubmissionError:
            raise
        except Exception as error:  # TensorFlow's and the student's own; then nothing has been compared
            raise ValueError(f"the predictions could not be compared: {type(error).__name__}") from error
        if not all(map(np.size, outputs)) or _open_ended(model.output_shape):
            # Of no outputs, all comparisons are true. Where the model stays, its answers are looked at.
            raise ValueError("it has no outputs, or their number depends on the inputs")
        return model if same_predictions(ours, theirs) else None

    def _estimator(self, spec: Any, proxy: Remote) -> object:
        from softmark.judge.estimators import build_estimator

        return build_estimator(spec)


def _open_ended(shape: Any) -> bool:
    """Whether a network's outputs, shape (rows, ...), have a size that only its inputs decide."""
    if isinstance(shape, dict):
        return any(map(_open_ended, shape.values()))
    if shape and isinstance(shape[0], tuple | list):
        return any(map(_open_ended, shape))
    return None in shape[1:]


def _makes_arrays(found: type) -> bool:
    import numpy as np

    return issubclass(found, np.ndarray)


def _claimed(ref: Ref) -> dict[str, object]:
    """What a model that stays with the submission says of itself."""
    spec = ref.facts.get("spec")
    if not isinstance(spec, dict):
        return {}
    return {"softmark_facts": {key: spec[key] for key in ("loss_probe", "history", "name") if key in spec}}
