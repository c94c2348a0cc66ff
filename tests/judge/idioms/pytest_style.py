"""Functions with parameters, points and parametrize."""

# %% solution
def clip(x, low, high):
    return max(low, min(x, high))

# %% wrong
def clip(x, low, high):
    return x

# %% test
import pytest
from softmark import points, check

@points(1)
@pytest.mark.parametrize(("x", "wanted"), [(-5, 0), (50, 9)])
def test_clip(clip, x, wanted):
    """Values outside are moved to the border."""
    assert clip(x, 0, 9) == wanted, "clip gave something else"

### BEGIN HIDDEN TESTS
@points(1)
def test_clip_floats(clip, capsys):
    """Works for decimals."""
    assert clip(0.5, 0.75, 1.0) == pytest.approx(0.75)
### END HIDDEN TESTS
check()
