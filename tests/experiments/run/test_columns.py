"""The columns of a diagram: a dense layer with all that belongs to it."""

from nnviz.experiments import HiddenSettings, RunSettings, network_columns, start


def run(*hidden, **more):
    return start(RunSettings(hidden=tuple(hidden), **more))


def test_every_dense_layer_makes_a_column_with_its_activation():
    columns = network_columns(run(HiddenSettings(units=4, activation="relu"), HiddenSettings(units=2)).state.network)
    assert [(column.layer, column.last, column.activation) for column in columns] == [
        (0, 0, "ReLU"),
        (1, 1, "tanh"),
        (2, 2, "identity"),
    ]


def test_what_stands_behind_a_dense_layer_belongs_to_its_column():
    hidden = HiddenSettings(units=4, activation="prelu", dropout=0.3)
    loss = "categorical_cross_entropy_from_probabilities"
    columns = network_columns(run(hidden, head="softmax", loss=loss).state.network)
    assert [(column.layer, column.last, column.activation) for column in columns] == [
        (0, 2, "PReLU"),
        (3, 4, "identity"),
    ]


def test_convolutions_and_pooling_make_columns_before_the_dense_ones():
    layers = ("conv(4):prelu", "pool", "conv(8)", "pool(all;kind=average)")
    made = start(RunSettings().changed(dataset="digits", image_layers=layers, hidden=("5:tanh",)))
    columns = network_columns(made.state.network)
    assert [(c.kind, c.layer, c.last, c.activation, c.title) for c in columns] == [
        ("convolution", 1, 2, "PReLU", "convolution 1"),
        ("pooling", 3, 3, "maximum", "pooling 1"),
        ("convolution", 4, 4, "ReLU", "convolution 2"),
        ("pooling", 5, 6, "mean", "pooling 2"),
        ("dense", 7, 7, "tanh", "layer 1"),
        ("dense", 8, 8, "identity", "layer 2"),
    ]
    assert [column.trained for column in columns] == [True, False, True, False, True, True]
