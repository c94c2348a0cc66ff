"""Takes the last 13 columns, so that the price is an input. Titles in place of labels on the axes.

Loses: test_price_is_not_an_input, test_rows_keep_their_prices, test_inputs_have_a_similar_range,
    test_linear_model_knows_new_houses, test_network_knows_new_houses, test_legend_and_labels
"""

# %% split
X, y = houses.to_numpy()[:, 1:], houses["price"].to_numpy()
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=1)

# %% history-plot
def history_plot(history):
    figure, axes = plt.subplots()
    axes.plot(history["loss"], label="train")
    if "val_loss" in history:
        axes.plot(history["val_loss"], label="validation")
    axes.set_title("loss by epoch")
    axes.legend()
    return axes
