"""Of questions/generative."""

from __future__ import annotations

import re

import numpy as np

from tests.quiz.solvers import numbers


def _matrices(text):
    return [
        np.array([[float(one) for one in row.split("&")] for row in held.split(r"\\")])
        for held in re.findall(r"begin\{bmatrix\}(.*?)\\end", text)
    ]


def _additions(seen):
    """Runs it with a store and counts."""
    k = int(re.search(r"f\(n-1\) \+ f\(n-(\d+)\)", seen.text)[1])
    n = int(re.search(r"program for \$f\((\d+)\)", seen.text)[1])
    stored, additions = dict.fromkeys(range(k), 1), 0

    def value(i):
        nonlocal additions
        if i not in stored:
            stored[i] = value(i - 1) + value(i - k)
            additions += 1
        return stored[i]

    value(n)
    return additions


def _coins(seen):
    throws = re.search(r"tails\): ([HT ]+)", seen.text)[1].split()
    p = float(re.search(r"coin B with probability ([\d.]+\d)", seen.text)[1])
    ratio = 1.0
    for throw in throws:
        ratio *= (p if throw == "H" else 1 - p) / 0.5
    return ratio


def _seconds(seen):
    _levels, steps, ms, images = numbers(seen.text)
    return sum(ms / 1000 for _image in range(int(images)) for _step in range(int(steps)))


def _walk(seen):
    a, b = _matrices(seen.text)
    share = float(re.search(r"gone (\d+) %", seen.text)[1]) / 100
    return (1 - share) * a + share * b


def _discriminator(seen):
    real, fake = numbers(seen.text)[:2]
    return -np.log(real * (1 - fake))


def _pix2pix(seen):
    made, target = _matrices(seen.text)
    d = float(re.search(r"gives (\d\.\d+)", seen.text)[1])
    weight = float(re.search(r"plus (\d+) times", seen.text)[1])
    pixels = [abs(a - b) for a, b in zip(made.ravel(), target.ravel(), strict=True)]
    return weight * sum(pixels) / 4 + np.log(1 / d)


def _code(seen):
    mean, spread, noise = _matrices(seen.text)
    return [m[0] + s[0] * e[0] for m, s, e in zip(mean, spread, noise, strict=True)]


def _elbo(seen):
    likelihood, divergence = numbers(seen.text)[:2]
    return -(divergence + abs(likelihood))


def _loss(seen):
    """With the divergence by integration over a fine grid, not by its formula."""
    mean, spread, error = numbers(seen.text)[:3]
    z, step = np.linspace(mean - 12 * spread, mean + 12 * spread, 200_001, retstep=True)
    density = np.exp(-(((z - mean) / spread) ** 2) / 2) / (spread * np.sqrt(2 * np.pi))
    log_ratio = -(((z - mean) / spread) ** 2) / 2 - np.log(spread) + z**2 / 2
    return error + np.sum(density * log_ratio) * step


SOLVERS = {
    "additions-with-stored-results": _additions,
    "likelihood-of-two-coins": _coins,
    "time-of-denoising-steps": _seconds,
    "walk-between-two-codes": _walk,
    "discriminator-loss-of-two-images": _discriminator,
    "pix2pix-generator-loss": _pix2pix,
    "sample-a-code": _code,
    "sign-of-the-elbo": _elbo,
    "vae-loss-of-one-image": _loss,
}
