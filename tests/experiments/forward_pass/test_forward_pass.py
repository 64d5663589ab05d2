"""The forward pass page's computations against plain NumPy, its heads, its thresholds, its settings."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import confusion_matrix, precision_score, recall_score

from nnviz.datasets import dataset
from nnviz.experiments.forward_pass.decisions import decided_classes, decisions_changed_by_softmax, thresholds
from nnviz.experiments.forward_pass.settings import ForwardSettings
from nnviz.experiments.forward_pass.steps import batch_rows, forward_pass, layered_latex
from nnviz.experiments.trained.networks import trained_network, two_digits

BENDS = {
    "relu": lambda Z: np.where(Z > 0, Z, 0.0),
    "sigmoid": lambda Z: 1 / (1 + np.exp(-Z)),
    "tanh": lambda Z: (np.exp(Z) - np.exp(-Z)) / (np.exp(Z) + np.exp(-Z)),
    "leaky_relu": lambda Z: np.where(Z > 0, Z, 0.01 * Z),
}


def by_hand(net, X, bend):
    """The network's output, every layer written as a textbook does."""
    dense = [layer for layer in net.network.layers if hasattr(layer, "W")]
    A = X
    for layer in dense[:-1]:
        A = BENDS[bend](np.einsum("ik,kj->ij", A, layer.W) + layer.b)
    Z = np.einsum("ik,kj->ij", A, dense[-1].W) + dense[-1].b
    if net.head.output_activation == "sigmoid":
        return 1 / (1 + np.exp(-Z))
    E = np.exp(Z - Z.max(1, keepdims=True))
    return E / E.sum(1, keepdims=True)


@pytest.mark.parametrize("name", ["pair", "iris", "digits", "circle"])
@pytest.mark.parametrize("hidden", [(), (4,), (3, 2), (4, 3, 3)])
@pytest.mark.parametrize("bend", list(BENDS))
def test_one_to_four_layers_give_what_a_textbook_writes(name, hidden, bend):
    net = trained_network(name, 8, 1, hidden, bend, trained=False)
    X, _ = batch_rows(net, 3)
    found = forward_pass(net, X)
    np.testing.assert_allclose(found.P, by_hand(net, X, bend), rtol=1e-10, atol=1e-14)
    linear = [f"{letter}{k}" for k in range(1, len(hidden) + 2) for letter in "ZA"]
    expected = linear if net.head.output_activation == "sigmoid" else [*linear[:-1], "P"]
    assert [step.name for step in found.steps] == expected
    for step in found.steps:
        assert step.view.value is found.tensors[step.name]
        assert step.view.line
        assert set(step.inputs) <= found.tensors.keys()


def test_the_formula_of_a_step_names_its_layers():
    found = forward_pass(net := trained_network("iris", 8, 1, (4,), "relu", trained=False), net.X[:2])
    assert layered_latex(found.steps[0]) == r"Z^{[1]} = X\, W^{[1]} + b^{[1]}"
    assert layered_latex(found.steps[1]) == r"A^{[1]} = g(Z^{[1]}), \qquad g(z) = \max(0, z)"
    assert layered_latex(found.steps[2]) == r"Z^{[2]} = A^{[1]}\, W^{[2]} + b^{[2]}"
    assert layered_latex(found.steps[3]).startswith(r"P_j = \frac{e^{Z_j}}")


def test_cat_or_not_cat_is_real_data_with_a_column_of_labels():
    data, whole = two_digits(8, 1), dataset("digits")
    assert data.Y.shape == (data.n_samples, 1)
    assert data.n_samples == np.isin(whole.labels, (8, 1)).sum()
    assert data.Y.sum() == (whole.labels == 8).sum()
    assert data.class_names == ("not cat (1)", "cat (8)")


def test_training_finds_cats_on_pictures_it_has_never_seen():
    net = trained_network("pair", 8, 1, (4,), "relu")
    assert decided_classes(net).accuracy > 0.9
    assert (
        decided_classes(net).accuracy
        > decided_classes(trained_network("pair", 8, 1, (4,), "relu", trained=False)).accuracy
    )
    rows = {row.tobytes() for row in net.test.X}
    assert len(rows) < net.data.n_samples / 2


def test_every_threshold_counts_as_scikit_learn_does():
    net = trained_network("pair", 8, 1, (4,), "relu")
    found = thresholds(net)
    P = by_hand(net, net.X, "relu")[:, 0]
    np.testing.assert_allclose(found.p, P, rtol=1e-9, atol=1e-14)
    for k in (0, 5, 50, 73, 100):
        said = (found.p >= k / 100).astype(int)
        np.testing.assert_array_equal(found.counts[k], confusion_matrix(net.test.labels, said, labels=[0, 1]))
        assert found.accuracy[k] == pytest.approx((said == net.test.labels).mean())
        if said.any():
            assert found.precision[k] == pytest.approx(precision_score(net.test.labels, said))
            assert found.recall[k] == pytest.approx(recall_score(net.test.labels, said))
    assert (np.diff(found.recall) <= 0).all(), "a higher threshold never finds more cats"
    assert found.counts[0, :, 0].sum() == 0, "at threshold 0 everything is a cat"


def test_a_head_without_a_threshold_says_so():
    with pytest.raises(ValueError, match="softmax has no threshold"):
        thresholds(trained_network("iris", 8, 1, (), "relu", trained=False))
    with pytest.raises(ValueError, match="ends in softmax"):
        decisions_changed_by_softmax(trained_network("circle", 8, 1, (), "relu", trained=False))


def test_softmax_never_changes_the_order():
    assert decisions_changed_by_softmax(trained_network("iris", 8, 1, (4,), "relu")) == (0, 60)


def test_a_typed_sample_is_scaled_as_the_others_and_comes_first():
    net = trained_network("iris", 8, 1, (4,), "relu", trained=False)
    X, rows = batch_rows(net, 5, tuple(net.test.X[5].tolist()))
    assert rows.tolist() == [-1, 5, 12, 19, 26, 33, 40, 47]
    np.testing.assert_allclose(X[0], X[1], rtol=1e-14)


@given(st.integers(0, 10**6))
def test_a_sample_beyond_the_end_is_the_last_one(sample):
    net = trained_network("iris", 8, 1, (), "relu", trained=False)
    X, rows = batch_rows(net, sample)
    assert rows[0] == min(sample, 59)
    assert X.shape == (8, 4)


def test_the_settings_go_to_the_address_and_come_back():
    settings = ForwardSettings(
        data="iris", hidden=(5, 2), typed_features=(5.0, 3.0, 1.5, 0.2), batch=True, step=3, threshold=70
    )
    assert ForwardSettings.from_query(settings.to_query()) == (settings, ())
    assert ForwardSettings(hidden=()).to_query() == {"hidden": ""}
    assert ForwardSettings.from_query({"hidden": ""}) == (ForwardSettings(hidden=()), ())
    _, messages = ForwardSettings.from_query({"cat": "1", "hidden": "99", "activation": "magic", "threshold": "200"})
    assert len(messages) == 4


def test_layers_come_and_go_and_units_stay():
    settings = ForwardSettings(hidden=(7,))
    assert settings.with_layers(4).hidden == (7, 4, 3)
    assert settings.with_layers(1).hidden == ()
    with pytest.raises(ValueError, match="1 to 4 layers"):
        settings.with_layers(5)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5 3 1", "expected 4 numbers"),
        ("5 3 a 1", "got 'a'"),
        ("1 2 3 4 5", "at most 1 rows of 4"),
        ("1 2 3 400", "from -100"),
    ],
)
def test_a_typed_sample_that_is_none_is_refused(text, words):
    with pytest.raises(ValueError, match=words):
        ForwardSettings(data="iris").with_typed(text)
    assert ForwardSettings(data="iris", typed_features=(1.0, 2.0, 3.0, 4.0)).with_typed(" ").typed_features == ()


def test_an_unknown_task_is_refused():
    with pytest.raises(ValueError, match="expected a data set from pair, iris, digits, circle"):
        trained_network("cats", 8, 1, (), "relu")
