"""Turn a reference from the submission into what the checks get to see."""

from __future__ import annotations

from typing import Any

from softmark.codec import CodecError, Ref, libraries
from softmark.judge.link import Link
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
        return found

    def _rebuilt(self, ref: Ref, build: Any) -> object:
        """What ``build`` makes of the description, or a proxy if it cannot, or if the two do not agree."""
        facts = {key: value for key, value in ref.facts.items() if key != "spec"}
        proxy = self._standins.instance(Ref("object", ref.id, {**facts, **_claimed(ref)}))
        try:
            made = build(ref.facts.get("spec"), proxy)
        except ValueError as error:
            self._link.note(f"{facts.get('name')} stays with the submission: {error}")
            return proxy
        if made is None:
            self._link.note(f"{facts.get('name')} stays with the submission: it answers otherwise when rebuilt")
            return proxy
        object.__setattr__(made, "_softmark_number", ref.id)
        return made

    def _model(self, spec: Any, proxy: Remote) -> object:
        from softmark.judge.keras_build import build_model, probe_inputs, same_predictions

        model = build_model(spec)
        inputs = probe_inputs(model)
        predict = self._link.do("getattr", proxy, "predict", quiet=True)
        theirs = self._link.call(predict, (inputs,), {"verbose": 0}, quiet=True)
        return model if same_predictions(model.predict(inputs, verbose=0), theirs) else None

    def _estimator(self, spec: Any, proxy: Remote) -> object:
        from softmark.judge.estimators import build_estimator

        return build_estimator(spec)


def _claimed(ref: Ref) -> dict[str, object]:
    spec = ref.facts.get("spec")
    claimed = spec.get("facts") if isinstance(spec, dict) else None
    probe = spec.get("loss_probe") if isinstance(spec, dict) else None
    return {"softmark_facts": {**(claimed if isinstance(claimed, dict) else {}), "loss_probe": probe or {}}}
