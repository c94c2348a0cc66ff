"""Walls, each kind in its turn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from softmark.sandbox import tier
from softmark.sandbox.tier import Tier


def _require(wanted: Tier) -> None:
    have = tier.strongest()
    if have is Tier.NONE:
        pytest.skip("needs Landlock (Linux 6.2)")
    if wanted is Tier.FULL and have is not wanted:
        pytest.skip(f"needs bubblewrap: {tier.why_not_full()}")


@pytest.fixture(scope="module", params=[Tier.LANDLOCK, Tier.FULL])
def walls(request: pytest.FixtureRequest) -> Iterator[Tier]:
    """Kernels and judges run behind these walls."""
    _require(request.param)
    tier.ask_for(request.param)
    yield request.param
    tier.ask_for(None)


@pytest.fixture
def box() -> Iterator[None]:
    """Kernels and judges run in a box."""
    _require(Tier.FULL)
    tier.ask_for(Tier.FULL)
    yield
    tier.ask_for(None)
