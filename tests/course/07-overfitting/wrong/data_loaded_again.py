"""Loads the data afresh, with clean labels, and splits them again.

Loses: test_cure_labels_untouched
"""

# %% cure
from sklearn.model_selection import train_test_split

X_new, X_rest, y_new, y_rest = train_test_split(*load_digits(return_X_y=True), test_size=0.2, random_state=0)
cured = build_big()
cured.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
cured_history = cured.fit(X_new / 16, y_new, validation_data=(X_rest / 16, y_rest), epochs=10, verbose=0)
