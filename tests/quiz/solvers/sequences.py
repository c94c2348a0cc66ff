"""Of questions/sequences."""

from __future__ import annotations

import re

import numpy as np

from tests.quiz.solvers import numbers


def _weights(units, features, blocks, biases):
    kernel, recurrent, bias = np.empty((features, units)), np.empty((units, units)), np.empty((biases, units))
    return blocks * (kernel.size + recurrent.size + bias.size)


def _units_and_features(text):
    units = int(re.search(r"(?:LSTM|GRU|SimpleRNN)\((\d+)\)", text)[1])
    features = int(re.search(r"(\d+) numbers?\b", text)[1])
    return units, features


def _lstm(seen):
    return _weights(*_units_and_features(seen.text), blocks=4, biases=1)


def _gru(seen):
    return _weights(*_units_and_features(seen.text), blocks=3, biases=2)


def _plain(seen):
    return _weights(*_units_and_features(seen.text), blocks=1, biases=1)


def _cell_update(seen):
    state, forget, write, _output, candidate = numbers(seen.text)
    return np.dot([forget, write], [state, candidate])


def _cell_later(seen):
    _one, steps, _write, forget = numbers(seen.text)
    state = 1.0
    for _step in range(int(steps)):
        state = forget * state + 0
    return state


def _windows(seen):
    n, k = (int(number) for number in numbers(seen.text)[:2])
    starts = [start for start in range(n) if start + k <= n]
    return [sum(start + k < n for start in starts), len(starts)]


def _last_window(seen):
    k = int(numbers(seen.text)[0])
    series = numbers(seen.text.split("$$")[1])
    samples = [series[start : start + k + 1] for start in range(len(series)) if start + k < len(series)]
    return samples[-1]


def _lag(seen):
    rise, window = (int(number) for number in numbers(seen.text))
    sold = rise * np.arange(100)
    return (sold[-1] - sold[-window:].mean()) / rise


def _decoded(seen):
    names = re.findall(r'"(\w+)"', seen.text)
    shares = [float(share) for share in re.search(r"begin\{bmatrix\}(.*?)\\end", seen.text)[1].split("&")]
    return max(zip(shares, names, strict=True))[1]


def _temperature(seen):
    first, second, temperature = numbers(seen.text)[:3]
    return np.exp(first / temperature) / np.exp(np.array([first, second]) / temperature).sum()


SOLVERS = {
    "lstm-weight-count": _lstm,
    "gru-weight-count": _gru,
    "rnn-shared-weights-count": _plain,
    "lstm-cell-update": _cell_update,
    "cell-state-after-many-steps": _cell_later,
    "how-many-windows": _windows,
    "last-window-and-target": _last_window,
    "moving-average-lag": _lag,
    "decode-predicted-name": _decoded,
    "temperature-of-two-words": _temperature,
}
