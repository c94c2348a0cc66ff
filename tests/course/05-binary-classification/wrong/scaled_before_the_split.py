"""Scales the whole table, then splits it.

Loses: test_no_patient_is_in_both_parts, test_rows_keep_their_labels, test_scaling_knows_training_rows_only
"""

# %% split
from sklearn.preprocessing import StandardScaler

scaler = StandardScaler()
X_train, X_test, y_train, y_test = train_test_split(
    scaler.fit_transform(X), y, test_size=0.2, stratify=y, random_state=1
)

# %% prepare
def prepare(rows):
    return scaler.transform(rows)

# %% model
model = keras.Sequential(
    [keras.Input((30,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
)
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(X_train, y_train, validation_split=0.2, epochs=30, verbose=0)
