"""Of questions/attention."""

from __future__ import annotations

import re

import numpy as np

from tests.quiz.solvers import numbers


def _matrices(text):
    return [
        np.array([[float(one) for one in row.split("&")] for row in held.split(r"\\")])
        for held in re.findall(r"begin\{bmatrix\}(.*?)\\end", text)
    ]


def _weighted(seen):
    table = [numbers(line) for line in seen.text.splitlines() if re.match(r"\| \d", line)]
    return [sum(weight * pair[k] for _word, weight, *pair in table) for k in range(2)]


def _projected(seen):
    x, *maps = _matrices(seen.text)
    chosen = maps["qkv".index(re.search(r"\*\*(\w)", seen.text)[1])]
    return [sum(x[0, i] * chosen[i, j] for i in range(2)) for j in range(2)]


def _multi_head(seen):
    heads, key = (int(number) for number in re.findall(r"(?:num_heads|key_dim)=(\d+)", seen.text))
    width = int(re.search(r"vectors of (\d+)", seen.text)[1])
    each_head = 3 * (np.empty((width, key)).size + key)
    return heads * each_head + np.empty((heads * key, width)).size + width


def _dense_words(seen):
    words, vocabulary, dimensions = numbers(seen.text)
    return [sum(vocabulary for _word in range(int(words))), sum(dimensions for _word in range(int(words)))]


def _scores(seen):
    tokens, heads = (int(number) for number in numbers(seen.text))
    query = np.ones((heads, tokens, 1))
    return (query @ query.swapaxes(1, 2)).size


def _longer(seen):
    short, long = numbers(seen.text)
    return long**2 / short**2


def _patches(seen):
    height, width, channels, p, _again = (int(number) for number in numbers(seen.text))
    image = np.zeros((height, width, channels))
    patches = [image[i : i + p, j : j + p] for i in range(0, height, p) for j in range(0, width, p)]
    return [len(patches), patches[0].size]


def _score(seen):
    q, key = _matrices(seen.text)
    return np.inner(q[0] * key.size**-0.25, key[0] * key.size**-0.25)


def _divisor(seen):
    width, heads = numbers(seen.text)
    return np.exp((np.log(width) - np.log(heads)) / 2)


def _layer_norm(seen):
    (X,) = _matrices(seen.text)
    row = X[int(re.search(r"of row (\d)", seen.text)[1]) - 1]
    centred = row - row.sum() / row.size
    return centred * (row.size / (centred**2).sum()) ** 0.5


def _memory(seen):
    parameters, bits = numbers(seen.text)[:2]
    return parameters * 1e9 * bits / 8 / 1e9


def _lowest(seen):
    rows = [numbers(line) for line in seen.text.splitlines() if re.match(r"\| \d", line)]
    return f"The one with {int(min(rows, key=lambda row: row[2])[0]):,} parameters"


def _reference(seen):
    first, second = re.search(r"The (\w+) did not fit into the (\w+)", seen.text).groups()
    adjective = re.search(r"too (\w+)", seen.text)[1]
    noun = {"large": first, "small": second}[adjective]
    return f'For the {noun}; this is known only together with the word "{adjective}".'


SOLVERS = {
    "attention-weighted-sum": _weighted,
    "project-a-word": _projected,
    "multi-head-weight-count": _multi_head,
    "one-hot-against-dense": _dense_words,
    "attention-score-count": _scores,
    "longer-text-more-scores": _longer,
    "image-patches-as-tokens": _patches,
    "scaled-attention-score": _score,
    "divisor-of-the-scores": _divisor,
    "layer-norm-of-a-token": _layer_norm,
    "memory-of-a-language-model": _memory,
    "size-that-fits-the-data": _lowest,
    "what-it-stands-for": _reference,
}
