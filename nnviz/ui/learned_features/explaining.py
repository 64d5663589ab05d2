"""Beside the drawing of learned features: how each number is computed, the numbers to take home, and every tensor."""

from dataclasses import replace

import streamlit as st

from nnviz.engine import Memory, StepRecord, assignment, train_step
from nnviz.experiments.learned_features import binned_information, linear_probe, projection, similarity
from nnviz.experiments.learned_features.digits import layer_names
from nnviz.experiments.learned_features.rows import rows
from nnviz.experiments.recording.recording import Recording, member
from nnviz.experiments.trained.ascent import ascend
from nnviz.ui.inspector import inspector
from nnviz.ui.learned_features.figures import figure
from nnviz.ui.learned_features.state import state
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines

LOOK = {
    "plane": "**Train**, then drag the **stage**: can two units pull the core out of the ring?",
    "digits": "**Train** and watch the ten classes separate, layer by layer.",
    "units": "**Train**: what does one unit learn to look for?",
    "seeds": "**Train** from two seeds: do both networks learn the same representation?",
    "information": "Disputed: does learning compress? **Train**, then **change the bins**.",
    "grokking": "a + b mod p: **train**. When does the network memorize, and when does it generalize?",
}
"""A sentence of what to look at, by topic."""

CLAIMS = {
    "plane": "Johnson 2018; Hanin and Sellke 2017: a network no wider than its input cannot have a bounded region of "
    "one class inside the other. The course's grid pictures: Olah 2014.",
    "digits": "Linear probes: Alain and Bengio 2017. PCA, with each frame turned onto the one before (Procrustes, "
    "Schönemann 1966): distances do not change.",
    "units": "Gradient ascent on the input: Erhan, Bengio, Courville and Vincent 2009. The input keeps the length of "
    "the most exciting digit.",
    "seeds": "Linear CKA: Kornblith, Norouzi, Lee and Hinton 2019. With few samples it is large for unrelated "
    "activations, too.",
    "information": "Compression as a phase of learning: Shwartz-Ziv and Tishby 2017. The objection: Saxe et al. 2018. "
    "A deterministic network loses nothing that its layers keep apart; what is measured is the entropy of the bins.",
    "grokking": "Power et al. 2022; with units that square: Gromov 2023. AdamW at 0.003, β₂ 0.98, all pairs "
    "in each step.",
}


LINES = {
    "plane": "Z = X @ W + b\nA = g(Z)\ndet = np.linalg.det(W) * dg(Z).prod(axis=1)",
    "probe": "A, Y = A - A.mean(axis=0), Y - Y.mean(axis=0)\nW = np.linalg.solve(A.T @ A + c * np.eye(n), A.T @ Y)",
    "turned": "U, S, V = np.linalg.svd(A.T @ before)\nA = A @ U @ V",
    "units": "X = X + rate * radius * dX / np.linalg.norm(dX)",
    "cka": "A, B = A - A.mean(axis=0), B - B.mean(axis=0)\n"
    "cka = np.sum((A.T @ B) ** 2) / (np.linalg.norm(A.T @ A) * np.linalg.norm(B.T @ B))",
    "fixed": "T = np.floor(A / width)",
    "range": "T = np.floor((A - A.min()) / (A.max() - A.min()) * count)\nT = np.minimum(T, count - 1)",
    "entropy": "_, n = np.unique(T, axis=0, return_counts=True)\nH = -(n / N * np.log2(n / N)).sum()",
    "spectrum": "power = np.abs(np.fft.rfft(W1[:p], axis=0))[1:] ** 2\nshare = power.max(axis=0) / power.sum(axis=0)",
}
"""What is computed, as a textbook writes it; bins of both kinds."""


def explanation(recording: Recording) -> None:
    """Source, formula and lines; the table; the tensors."""
    topic = state.settings.topic
    st.header("Behind the picture")
    st.caption(CLAIMS[topic])
    with folded("How it is computed", state.key("lines")) as is_open:
        if is_open:
            _lines(topic)
    with folded("A figure to zoom and save", state.key("figure")) as is_open:
        if is_open:
            figure(recording)
    with folded("The numbers as a table", state.key("table")) as is_open:
        if is_open:
            _table(recording)
    with folded("Open the tensors of the newest step", state.key("tensors")) as is_open:
        if is_open:
            _tensors(recording)


def _lines(topic: str) -> None:
    if topic == "plane":
        st.latex(r"\det \frac{\partial A^{[L]}}{\partial X} = \prod_l \det W^{[l]} \cdot g'(z_1^{[l]})\, g'(z_2^{[l]})")
        numpy_lines(LINES["plane"])
    elif topic == "digits":
        st.latex(r"W = (A^\top A + c I)^{-1} A^\top Y \quad \text{on centred columns}")
        lines = assignment(linear_probe.fit_linear_probe, "W")
        numpy_lines(LINES["probe"], engine=lines)
        turned = assignment(projection.procrustes, "turned")
        numpy_lines(LINES["turned"], engine=turned)
    elif topic == "units":
        st.latex(r"X \leftarrow X + \rho \lVert X \rVert \frac{\mathrm{d}X}{\lVert \mathrm{d}X \rVert}")
        numpy_lines(LINES["units"], engine=assignment(ascend, "dX"))
    elif topic == "seeds":
        st.latex(
            r"\mathrm{CKA}(A, B) = "
            r"\frac{\lVert A^\top B \rVert_F^2}{\lVert A^\top A \rVert_F\, \lVert B^\top B \rVert_F} "
            r"\quad \text{on centred columns}"
        )
        numpy_lines(LINES["cka"], engine=assignment(similarity.cka_matrix, "shared"))
    elif topic == "information":
        st.latex(r"I(X; T) = H(T), \qquad I(T; Y) = H(T) - \sum_y p(y)\, H(T \mid y)")
        numpy_lines(
            f"{LINES[state.settings.bins]}\n{LINES['entropy']}", engine=assignment(binned_information.entropy, "p")
        )
    else:
        st.latex(r"A = (X W^{[1]})^2, \qquad \cos u \cos v = \tfrac12 \cos(u + v) + \tfrac12 \cos(u - v)")
        numpy_lines(LINES["spectrum"])


def _table(recording: Recording) -> None:
    found = rows(state.settings, recording)
    st.dataframe(
        {name: [row[name] for row in found] for name in found[0]},
        hide_index=True,
        column_config={
            name: st.column_config.NumberColumn(format="%.4g") for name in found[0] if name not in ("step", "layer")
        },
        key=state.key("dataframe"),
    )
    result_download(found, state.settings, f"learned_{state.settings.topic}", state.key("download"))


def _tensors(recording: Recording) -> None:
    """Every tensor of the step that the first network, or the one that is drawn, takes next."""
    topic = state.settings.topic
    which = state.settings.network - 1 if topic == "plane" else 0
    single = recording.state[0].network.theta.ndim > 1
    st.caption(f"Step {recording.step + 1}, {_whose(topic)}")
    inspector(_next_step(recording, which if single else None), f"learned-{topic}")


def _whose(topic: str) -> str:
    if topic == "plane":
        return f"network {state.settings.network}"
    return {"information": "the tanh network", "grokking": "the network with weight decay"}.get(
        topic, f"the network from seed {state.settings.seed}, {len(layer_names(state.settings.depth)) - 1} layers"
    )


def _next_step(recording: Recording, which: int | None) -> StepRecord:
    now = recording.state[0]
    if which is not None:
        vectors = {name: getattr(now.memory, name) for name in ("v", "s", "u")}
        alone = {name: None if vector is None else vector[which] for name, vector in vectors.items()}
        memory = Memory(now.memory.t, **alone)
        now = replace(now, network=member(now.network, which), memory=memory)
    return train_step(now, recording.task.batch(now.step))
