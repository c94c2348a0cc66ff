"""As an assistant would write it: type hints, docstrings, dataclasses, f-strings, helpers, keyword-only arguments."""

# %% split
from dataclasses import asdict, dataclass
from typing import Optional

RANDOM_STATE: int = 42
TEST_SIZE: float = 0.20

X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_size=TEST_SIZE, random_state=RANDOM_STATE, stratify=y, shuffle=True
)
assert set(np.unique(y_train)) == set(np.unique(y_test)) == {0, 1}, "both classes must be in both parts"
print(f"train: {X_train.shape} ({y_train.mean():.1%}), test: {X_test.shape} ({y_test.mean():.1%})")

# %% prepare
@dataclass(frozen=True)
class Scaler:
    """Mean and standard deviation of each column of the training rows."""

    mean: np.ndarray
    scale: np.ndarray

    @classmethod
    def fit(cls, rows: np.ndarray) -> "Scaler":
        scale = np.std(rows, axis=0, ddof=1)
        return cls(mean=np.mean(rows, axis=0), scale=np.where(scale == 0.0, 1.0, scale))

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        return (np.asarray(rows, dtype=np.float32) - self.mean.astype(np.float32)) / self.scale.astype(np.float32)


prepare = Scaler.fit(X_train)

# %% model
def build_model(*, input_dim: int, hidden: tuple[int, ...] = (32, 16), rate: float = 1e-3) -> keras.Model:
    """A feed-forward network for a yes-or-no question."""
    keras.utils.set_random_seed(0)
    inputs = x = keras.Input(shape=(input_dim,), name="features")
    for number, units in enumerate(hidden, start=1):
        x = keras.layers.Dense(units, activation="relu", name=f"hidden_{number}")(x)
        x = keras.layers.Dropout(0.2, name=f"dropout_{number}")(x)
    outputs = keras.layers.Dense(1, activation="sigmoid", name="probability")(x)
    network = keras.Model(inputs=inputs, outputs=outputs, name="tumour_classifier")
    network.compile(optimizer=keras.optimizers.Adam(learning_rate=rate), loss="binary_crossentropy", metrics=["accuracy"])
    return network


model = build_model(input_dim=X_train.shape[1])
early_stopping = keras.callbacks.EarlyStopping(monitor="val_loss", patience=10, restore_best_weights=True)
history = model.fit(
    prepare(X_train), y_train, epochs=60, batch_size=32, validation_split=0.2, callbacks=[early_stopping], verbose=0
)
print(f"Best validation accuracy: {max(history.history['val_accuracy']):.4f}")

# %% to-class
def to_class(p: np.ndarray, cut: float = 0.5) -> np.ndarray:
    """Convert probabilities into hard decisions.

    Args:
        p: Probabilities of shape (n,) or (n, 1).
        cut: Decision threshold (inclusive).

    Returns:
        Integer array of shape (n,).
    """
    probabilities = np.asarray(p, dtype=float).reshape(-1)
    return np.greater_equal(probabilities, cut).astype(np.int64)

# %% confusion
def confusion(y_true: np.ndarray, y_pred: np.ndarray) -> np.ndarray:
    """Count TN, FP, FN, TP."""
    y_true, y_pred = np.asarray(y_true).astype(bool), np.asarray(y_pred).astype(bool)
    tp, tn = int((y_true & y_pred).sum()), int((~y_true & ~y_pred).sum())
    fp, fn = int((~y_true & y_pred).sum()), int((y_true & ~y_pred).sum())
    return np.array([[tn, fp], [fn, tp]], dtype=int)

# %% scores
def _unpack(m: np.ndarray) -> tuple[int, int, int, int]:
    return tuple(int(count) for count in np.asarray(m).ravel())


def _safe_divide(numerator: float, denominator: float) -> float:
    try:
        return numerator / denominator
    except ZeroDivisionError:
        return 0.0


def accuracy(m: np.ndarray) -> float:
    tn, fp, fn, tp = _unpack(m)
    return _safe_divide(tn + tp, tn + fp + fn + tp)


def precision(m: np.ndarray) -> float:
    _, fp, _, tp = _unpack(m)
    return _safe_divide(tp, tp + fp)


def recall(m: np.ndarray) -> float:
    _, _, fn, tp = _unpack(m)
    return _safe_divide(tp, tp + fn)


def specificity(m: np.ndarray) -> float:
    tn, fp, _, _ = _unpack(m)
    return _safe_divide(tn, tn + fp)


def f1(m: np.ndarray) -> float:
    p, r = precision(m), recall(m)
    return _safe_divide(2 * p * r, p + r)

# %% screening-table
from dataclasses import asdict, dataclass
from typing import Optional


@dataclass
class ScreeningTable:
    """The four cells; None where a cell is not known."""

    TN: Optional[int] = None
    FP: Optional[int] = None
    FN: Optional[int] = None
    TP: Optional[int] = None

    def __post_init__(self) -> None:
        for name, count in asdict(self).items():
            if count is not None and count < 0:
                raise ValueError(f"{name} must not be negative, got {count}")


def screening_table(
    positive: int, negative: int, tp: Optional[int] = None, ill: Optional[int] = None
) -> dict[str, Optional[int]]:
    for name, count in {"positive": positive, "negative": negative, "ill": ill}.items():
        if count is not None and count < 0:
            raise ValueError(f"{name} must not be negative, got {count}")
    match tp, ill:
        case None, _:
            table = ScreeningTable()
        case _, None:
            table = ScreeningTable(TP=tp, FP=positive - tp)
        case _:
            fn = ill - tp
            table = ScreeningTable(TN=negative - fn, FP=positive - tp, FN=fn, TP=tp)
    return asdict(table)

# %% expected-precision
from typing import Optional


def expected_precision(prevalence: float, sensitivity: float, specificity: float) -> Optional[float]:
    """Bayes' theorem: P(ill | positive)."""
    true_positive_rate: float = sensitivity * prevalence
    false_positive_rate: float = (1.0 - specificity) * (1.0 - prevalence)
    if (total := true_positive_rate + false_positive_rate) == 0:
        return None
    return true_positive_rate / total
