"""Lines of NumPy that pages write out by hand are executed, and give the numbers that the pages show."""

import numpy as np
import pytest

from nnviz.engine import Convolution, Dense, Network, Purpose, activation, generator, kernel_matrix, sinusoids
from nnviz.engine.activations.sigmoids import sigmoid
from nnviz.experiments.attention.by_hand import by_hand
from nnviz.experiments.attention.by_hand_settings import ByHandFields
from nnviz.experiments.convolution.equivariance import layers, shift, shifted
from nnviz.experiments.convolution.equivariance_settings import EquivarianceFields
from nnviz.experiments.convolution.tied import convolution_of
from nnviz.experiments.learned_features import similarity
from nnviz.experiments.learned_features.binned_information import Binning, entropy
from nnviz.experiments.learned_features.grokking import concentration, spectra
from nnviz.experiments.learned_features.linear_probe import fit_linear_probe
from nnviz.experiments.letters.sampling import Sampling
from nnviz.experiments.recurrence.check import by_four_points
from nnviz.experiments.recurrence.echo import explained_shares, read_out
from nnviz.experiments.where_networks_learn import mean_field
from nnviz.experiments.width_and_depth import WidthAndDepthSettings, deep_tent, gate, regions
from nnviz.experiments.width_and_depth.approximation import built_network
from nnviz.experiments.width_and_depth.bumps import KINDS
from nnviz.experiments.width_and_depth.planes import random_network
from nnviz.ui.attention import by_hand as by_hand_page
from nnviz.ui.attention import positions as positions_page
from nnviz.ui.convolution import equivariance as equivariance_page
from nnviz.ui.convolution import live as live_page
from nnviz.ui.convolution import sobel as sobel_page
from nnviz.ui.convolution import tied as tied_page
from nnviz.ui.learned_features.explaining import LINES as LEARNED
from nnviz.ui.recurrence import check as check_page
from nnviz.ui.recurrence import echo as echo_page
from nnviz.ui.recurrence import gates as gates_page
from nnviz.ui.recurrence import gradient as gradient_page
from nnviz.ui.recurrence import unroll as unroll_page
from nnviz.ui.transformer import names as names_page
from nnviz.ui.transformer import tasks as tasks_page
from nnviz.ui.where_networks_learn import explaining as where_page
from nnviz.ui.width_and_depth import approximation as approximation_page
from nnviz.ui.width_and_depth import plane as plane_page
from nnviz.ui.width_and_depth import products as products_page
from nnviz.ui.width_and_depth import zigzag as zigzag_page
from tests.engine.layers.recurrent.specimens import D, M, T, layer

RNG = np.random.default_rng(0)


def executed(lines, **given):
    """What stands in the names of some lines after they were executed."""
    names = {"np": np, "sigmoid": sigmoid, "softmax": softmax} | given
    exec(lines, names)
    return names


def softmax(S):
    E = np.exp(S - S.max(axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("function", ["sine", "sawtooth", "step", "drawn"])
def test_built_networks_are_those_of_their_lines(kind, function):
    now = WidthAndDepthSettings(kind=kind, function=function)
    network, n = built_network(now).network, now.units
    x = np.sort(np.r_[np.arange(n + 1) / n, RNG.random(50)])
    found = executed(approximation_page._LINES[kind], f=now.target, n=n, x=x)["A"]
    np.testing.assert_allclose(found, network.forward(x[:, None]).A, atol=1e-9)


def test_a_tent_is_folded_as_its_lines_say():
    x = np.linspace(0.0, 1.0, 101)
    found = executed(zigzag_page.FOLD_LINES, x=x, k=3)["A"]
    np.testing.assert_allclose(found, deep_tent(3).forward(x[:, None]).A[:, 0], atol=1e-12)


@pytest.mark.parametrize("widths", [(5,), (4, 3), (3, 4, 2)])
def test_the_map_of_a_region_is_that_of_its_lines(widths):
    network = random_network(widths, 1)
    W, b = [layer.W for layer in network.layers], [layer.b for layer in network.layers]
    for region in regions(network).layers[-1]:
        found = executed(plane_page.REGION_LINES, x=region.middle, W=W, b=b)
        np.testing.assert_allclose(found["W_star"], region.W, atol=1e-12)
        np.testing.assert_allclose(found["b_star"], region.b, atol=1e-12)


def test_a_gate_multiplies_as_its_lines_do():
    X, softplus = RNG.uniform(-1, 1, (20, 2)), activation("softplus")
    found = executed(products_page.GATE_LINES, X=X, scale=0.1, s=softplus.f, s2=0.25)["m"]
    np.testing.assert_allclose(found, gate(0.1).forward(X).A[:, 0], rtol=1e-9)


@pytest.mark.parametrize(("name", "gain"), [("tanh", 0.7), ("sigmoid", 5.0), ("relu", 1.0)])
def test_the_border_is_predicted_as_its_lines_say(name, gain):
    phi = activation(name)
    given = {"g": phi.f, "dg": lambda Z: phi.df(Z, phi.f(Z)), "gain": gain, "rng": np.random.default_rng(0)}
    found, told = executed(where_page.LINES, **given), mean_field(name, gain)
    assert found["q"] == pytest.approx(told.size, rel=0.02, abs=1e-9)
    assert found["chi"] == pytest.approx(told.stretch, rel=0.02)
    assert found["deepest"] == pytest.approx(told.deepest, rel=0.05)


def test_similarity_is_that_of_centred_columns():
    A, B = 3.0 + RNG.normal(size=(50, 4)), RNG.normal(size=(50, 6)) - 1.0
    B[:, 0] += A[:, 0]
    found = executed(LEARNED["cka"], A=A, B=B)["cka"]
    assert found == pytest.approx(similarity.cka_matrix([A], [B])[0, 0])


def test_a_probe_is_fitted_on_centred_columns():
    A, Y = 3.0 + RNG.normal(size=(50, 4)), np.eye(3)[RNG.integers(0, 3, 50)]
    C = A - A.mean(0)
    c = 1e-3 * len(A) * np.square(C).mean()
    found = executed(LEARNED["probe"], A=A, Y=Y, c=c, n=4)["W"]
    np.testing.assert_allclose(found, fit_linear_probe(A, Y, 1e-3)[0])


@pytest.mark.parametrize("kind", ["fixed", "range"])
def test_entropy_is_that_of_the_bins_on_view(kind):
    A = np.tanh(RNG.normal(size=(300, 2)))
    found = executed(f"{LEARNED[kind]}\n{LEARNED['entropy']}", A=A, width=0.5, count=7, N=len(A))
    binning = Binning(kind, 0.5, 7)
    np.testing.assert_array_equal(found["T"], binning.bins(A))
    assert found["H"] == pytest.approx(entropy(binning.bins(A)))


def test_the_share_of_a_frequency_is_that_of_its_lines():
    p, W = 11, RNG.normal(size=(22, 5))
    network = Network(
        (Dense(W, np.zeros(5), activation("square")), Dense(np.ones((5, 1)), np.zeros(1), activation("identity")))
    )
    on_a = spectra(network, p)[0].max(-1)
    np.testing.assert_allclose(executed(LEARNED["spectrum"], W1=W, p=p)["share"], on_a)
    assert concentration(spectra(network, p)).shape == (5,)


def test_a_fitted_kernel_descends_as_its_lines_say():
    X, Y, K = RNG.normal(size=(4, 8, 8)), RNG.normal(size=(4, 6, 6)), RNG.normal(size=(3, 3))
    layer = Convolution(K[..., None, None], np.zeros(1), activation("identity"), (8, 8))
    trace = layer.forward(X[..., None])
    dA = 2.0 * (trace.A - Y[..., None]) / Y.size
    right = K - 0.1 * layer.backward(trace, dA).dK[..., 0, 0]
    found = executed(sobel_page.LINES, X=X, Y=Y, K=K, rate=0.1, conv=lambda X, K: trace.A[..., 0])
    np.testing.assert_allclose(found["K"], right)


def test_a_convolution_with_a_border_is_that_of_its_lines():
    X, K, b = RNG.normal(size=(5, 5, 2)), RNG.normal(size=(3, 3, 2, 4)), RNG.normal(size=4)
    whole = Convolution(K, b, activation("identity"), (5, 5), padding="same").forward(X[None]).Z[0]
    for i, j, f in np.ndindex(whole.shape):
        found = executed(live_page.TEXTBOOK, X=X, K=K, b=b, k=3, p=1, i=i, j=j, f=f, Z=np.zeros(whole.shape))
        assert found["Z"][i, j, f] == pytest.approx(whole[i, j, f])


def test_the_gradient_of_a_tied_kernel_is_the_sum_of_its_lines():
    matrix = kernel_matrix(convolution_of(RNG.normal(size=(3, 3, 1, 1)), np.zeros(1), 5, 1, "same"))
    X, dZ = RNG.normal(size=(7, 25)), RNG.normal(size=(7, 25))
    right = matrix.tied(X.T @ dZ)[..., 0, 0]
    for u, v in np.ndindex(3, 3):
        found = executed(tied_page.TEXTBOOK_SUM, X=X, dZ=dZ, entry=matrix.entries, k=3, u=u, v=v, dK=np.zeros((3, 3)))
        assert found["dK"][u, v] == pytest.approx(right[u, v])


def unrolled(kind):
    """What the lines of a cell are given: its weights by name, a sequence, the state before it."""
    cell = layer(kind)
    X = np.random.default_rng(1).normal(size=(T, D))
    parts = {"elman": {"": (0, 1)}, "gru": {"g": (0, 2), "n": (2, 3)}, "lstm": {"g": (0, 3), "c": (3, 4)}}[kind]
    given = {"x": X, "T": T, "h": np.zeros(M), "c": np.zeros(M)}
    for name, (low, high) in parts.items():
        columns = slice(low * M, high * M)
        last = name or "h"
        given |= {f"W_x{last}": cell.W_xh[:, columns], f"W_h{last}": cell.W_hh[:, columns]}
        given |= {f"b_{name}" if name else "b": cell.b[columns]}
    return cell, cell.forward(X[None]), given


@pytest.mark.parametrize("kind", ["elman", "gru", "lstm"])
def test_cells_are_unrolled_as_their_lines_say(kind):
    _, trace, given = unrolled(kind)
    np.testing.assert_allclose(executed(unroll_page.TEXTBOOK[kind], **given)["h"], trace.H[0, -1])


@pytest.mark.parametrize("kind", ["gru", "lstm"])
def test_gates_keep_and_send_back_as_their_lines_say(kind):
    cell, trace, _ = unrolled(kind)
    back = cell.backward(trace, RNG.normal(size=(1, T, M)))
    forward, backward = gates_page.TEXTBOOK[kind].split("\n\n")
    gates = {"lstm": {"f": "F", "i": "I", "g": "G", "o": "O"}, "gru": {"u": "U", "n": "N"}}[kind]
    given = {small: getattr(trace, large)[0] for small, large in gates.items()}
    state = {"h": np.zeros(M), "c": np.zeros(M)}
    np.testing.assert_allclose(executed(forward, T=T, **given, **state)["h"], trace.H[0, -1])
    given |= {"T": T, "W_hh": cell.W_hh, "da": back.dA[0]}
    if kind == "lstm":
        behind = np.zeros((1, M))
        given |= {"c": trace.C[0], "dh": back.dH[0], "dc": np.zeros((T + 1, M)), "f": np.r_[given["f"], behind]}
        np.testing.assert_allclose(executed(backward, **given)["dc"][:-1], back.dC[0])
    else:
        behind = np.zeros((1, M))
        given |= {"u": np.r_[given["u"], behind], "dhW": np.r_[back.dHW[0], np.zeros((1, 3 * M))]}
        np.testing.assert_allclose(executed(backward, **given, dh=np.zeros((T + 1, M)))["dh"][:-1], back.dH[0])


def test_an_echo_is_read_out_as_its_lines_say():
    symbols = RNG.integers(0, 3, (40, 9))
    H = np.stack([np.eye(3)[symbols] @ RNG.normal(size=(3, 4)) + 0.3 * RNG.normal(size=(40, 9, 4))])
    k, steps = 0, slice(1, None)  # two delays are asked, so that states begin at step 1
    past, states = symbols[:, 1 - k : 9 - k], np.concatenate([H[0][:, steps], np.ones((40, 8, 1))], -1)
    h = states[..., 0].ravel()
    mean_h = np.array([h[past.ravel() == symbol].mean() for symbol in range(3)])
    given = {"H": states[:20].reshape(-1, 5), "H_other": states[20:].reshape(-1, 5), "past_other": past[20:].ravel()}
    reading, accuracy, share = echo_page.READ_OUT.splitlines()
    found = executed(f"{reading}\n{accuracy}", one_hot=np.eye(3), past=past[:20].ravel(), **given)["accuracy"]
    assert found == pytest.approx(read_out(H, symbols, 2)[0, k], abs=0.01)
    found = executed(share, past=past.ravel(), h=h, mean_h=mean_h)["share"]
    assert found == pytest.approx(explained_shares(H, symbols, 2)[0, 0, k])


@pytest.mark.parametrize("scaled", [False, True])
@pytest.mark.parametrize("causal", [False, True])
def test_attention_by_hand_is_that_of_its_lines(scaled, causal):
    found = by_hand(ByHandFields(hand_scaled=scaled, hand_causal=causal))
    Q, K, V = (found.vectors(name) for name in "qkv")
    told = executed(by_hand_page.textbook(scaled, causal), Q=Q, K=K, V=V, d=2, later=np.triu(np.ones((4, 4)), 1) > 0)
    np.testing.assert_allclose(told["P"], found.P)
    np.testing.assert_allclose(told["O"], found.O)
    given = {"Q": Q, "K": K, "V": V, "d_k": 2, "dO": np.ones((4, 2)), "later": np.triu(np.ones((4, 4)), 1) > 0}
    if scaled:
        np.testing.assert_allclose(executed(tasks_page.textbook(causal), **given)["O"], found.O)


def test_positions_are_the_waves_of_their_lines():
    lines = "\n".join(positions_page.TEXTBOOK.splitlines()[1:])
    for t in range(5):
        for i in range(3):
            found = executed(lines, R=np.zeros((5, 6)), X=np.zeros((5, 6)), t=t, i=i, d=6)["R"]
            np.testing.assert_allclose(found[t, 2 * i : 2 * i + 2], sinusoids(5, 6)[t, 2 * i : 2 * i + 2])


@pytest.mark.parametrize(("top_k", "top_p"), [(0, 1.0), (3, 1.0), (0, 0.6), (4, 0.7)])
def test_letters_are_kept_as_the_lines_say(top_k, top_p):
    logits = RNG.normal(size=8)
    lines = names_page.TEXTBOOK.replace("letter =", "drawn = P[kept] / P[kept].sum(); letter =")
    given = {"logits": logits, "temperature": 0.8, "top_k": top_k, "top_p": top_p}
    found = executed(lines, rng=generator(0, Purpose.DATA), **given)
    right = Sampling(top_k=top_k, top_p=top_p).drawn_from(softmax(logits / 0.8))
    np.testing.assert_allclose(right[found["kept"]], found["drawn"])
    assert np.count_nonzero(right) == len(found["kept"])


@pytest.mark.parametrize("kind", ["elman", "gru", "lstm"])
def test_a_gradient_that_enters_at_the_last_step_goes_back_as_the_lines_say(kind):
    cell, trace, _ = unrolled(kind)
    dA = np.zeros((1, T, M))
    dA[:, -1] = RNG.normal(size=M)
    back = cell.backward(trace, dA)
    gates = {"u": "U", "o": "O", "f": "F", "c": "C", "z": "Z"}
    given = {small: getattr(trace, large)[0] for small, large in gates.items() if hasattr(trace, large)}
    given |= {"dz": back.dZ[0], "dhW": getattr(back, "dHW", back.dZ)[0], "W_hh": cell.W_hh, "T": T}
    dh = {"dh": np.zeros((T, M)), "dc": np.zeros((T, M))}
    dh["dh"][-1] = dA[0, -1]
    if kind == "lstm":
        dh["dc"][-1] = back.dC[0, -1]
    lines = gradient_page.TEXTBOOK.get(kind, gradient_page.TEXTBOOK["tanh"])
    slope = lambda z: 1.0 - np.tanh(z) ** 2  # noqa: E731
    found = executed(f"for t in reversed(range(T - 1)):\n{lines}", **given, **dh, dg=slope)
    np.testing.assert_allclose(found["dh"], back.dH[0], atol=1e-15)
    if kind == "lstm":
        np.testing.assert_allclose(found["dc"], back.dC[0], atol=1e-15)


def test_slopes_from_four_points_are_those_of_their_lines():
    theta = np.array([0.3, -4.0, 1.5])
    h = 1e-3 * np.maximum(1.0, np.abs(theta))

    def L(v):
        return (np.sin(v) * v).sum(axis=-1)

    found = executed(check_page.FOUR_POINTS, theta=theta, L=L, e=np.eye(3), h=h, slope=np.zeros(3))["slope"]
    np.testing.assert_allclose(found, by_four_points(L, theta), rtol=1e-12)


@pytest.mark.parametrize("borders", [False, True])
@pytest.mark.parametrize("ground", [False, True])
def test_equivariance_is_compared_as_the_lines_say(borders, ground):
    now = EquivarianceFields(shift_right=2, shift_ground=ground, shift_borders=borders, shift_padding="same")
    found = shift(now)
    kernel = layers(now.shift_kernel, now.shift_pool, now.shift_padding).layers[0]
    fill = float(found.image.before[0, 0])
    given = {
        "X": found.image.before,
        "K": None,
        "s": 2,
        "conv": lambda X, K: kernel.forward(X[None, ..., None]).Z[0, ..., 0],
        "shift": lambda X, s: shifted(X, 0, s, fill if X is found.image.before else 0.0),
        "compared": found.convolved.compared,
    }
    assert executed(equivariance_page.LINES, **given)["difference"] == found.convolved.largest
