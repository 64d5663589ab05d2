"""Cause and effect on one screen of a projector: a control and what it changes stand within 720 pixels."""

from pathlib import Path

import pytest

from tests.e2e.first_screen import HEIGHT, SEEN_AT_ONCE, bounds
from tests.topics import LATER

HERE = Path(__file__)
OTHERS = "".join(path.read_text(encoding="utf-8") for path in HERE.parent.glob("test_*.py") if path != HERE)
ALONE = [address for address in SEEN_AT_ONCE if "?" in address and address not in LATER]
"""What no other test opens. Every other page is opened by `test_every_page.py`, every other topic by its own test."""
SEEN_AT_ONCE = {
    "loss": [".st-key-loss-curves-room", ".st-key-loss-curves-words"],
    "linear_collapse": [".st-key-collapse-stack-room .slider-row", ".st-key-collapse-stack-room .collapse-told"],
    "vanishing_gradients": [".st-key-depth-layers-room .playback", ".st-key-depth-layers-room .depth-line"],
    "initialization_and_dropout": [".st-key-starts-room .playback", ".st-key-starts-room .depth-line"],
    "gradient_descent": [
        ".st-key-descent-bowl-room .walker-table",
        ".st-key-descent-bowl-room .log-chart",
        ".descent-clock",
    ],
    "width_and_depth": [".st-key-width-function-room .playback", ".st-key-width-function-room .depth-line"],
    "where_networks_learn": [".st-key-where-controls", ".st-key-where-map-room .map-keys"],
    "learned_features": [".st-key-learned-features-room .playback", ".st-key-learned-features-room .recording-line"],
    "attention": [".st-key-attention-hand_causal", ".st-key-attention-by-hand-room .by-hand-line"],
    "attention?topic=scaling": [".st-key-attention-scaling_width", ".st-key-attention-scaling-room .scaling-line"],
    "attention?topic=positions": [
        ".st-key-attention-position_kind",
        ".st-key-attention-positions-room .positions-words",
    ],
    "attention?topic=backward": [".st-key-attention-block_tokens", ".st-key-attention-block-room .block-row"],
    "transformer?topic=own": [".st-key-transformer-own_shown", ".st-key-transformer-own-room .recording-line"],
    "recurrence?topic=gradient": [
        ".st-key-recurrence-gradient_radius",
        ".st-key-recurrence-gradient-room .unroll-line",
    ],
    "recurrence?topic=names": [".st-key-recurrence-names_prefix", ".st-key-recurrence-names-room .names-bars"],
    "recurrence?topic=gates": [".st-key-recurrence-gates_unit", ".st-key-recurrence-gates-room .gates-line"],
    "recurrence?topic=summands": [
        ".st-key-recurrence-summed_steps",
        ".st-key-recurrence-summands-room .summands-line",
    ],
    "recurrence?topic=clipping": [
        ".st-key-recurrence-clipping_norm",
        ".st-key-recurrence-clipping-room .recording-line",
    ],
    "recurrence?topic=check&check_mistakes=time": [
        ".st-key-recurrence-check_mistakes",
        ".st-key-recurrence-check-room .line",
    ],
    "recurrence?topic=live": [".st-key-recurrence-live_rate", ".nnviz-stage .panel.through .canvas"],
    "transformer?topic=induction": [
        ".st-key-transformer-induction_fixed",
        ".st-key-transformer-induction-room .recording-line",
    ],
    "transformer": [".st-key-transformer-tasks_task", ".st-key-transformer-tasks-room .recording-line"],
    "transformer?topic=stream": [".st-key-transformer-stream_by", ".st-key-transformer-stream-room .recording-line"],
    "transformer?topic=leak": [".st-key-transformer-leak_task", ".st-key-transformer-leak-room .recording-line"],
    "transformer?topic=race": [".st-key-transformer-race_length", ".st-key-transformer-race-room .recording-line"],
    "transformer?topic=names": [".st-key-transformer-names_prefix", ".st-key-transformer-names-room .recording-line"],
    "recurrence": [".st-key-recurrence-bits", ".st-key-recurrence-unroll-room .unroll-line"],
    "recurrence?cell=lstm&units=4&backwards=True": [
        ".st-key-recurrence-bits",
        ".st-key-recurrence-unroll-room .unroll-strips",
    ],
    "recurrence?topic=memory": [".st-key-recurrence-memory_bias", ".st-key-recurrence-memory-room .recording-line"],
    "recurrence?topic=parity": [".st-key-recurrence-parity_steps", ".st-key-recurrence-parity-room .recording-line"],
    "recurrence?topic=echo": [".st-key-recurrence-echo_delay", ".st-key-recurrence-echo-room .recording-line"],
    "convolution": [".st-key-convolution-kernel-room .value-grid", ".st-key-convolution-kernel-room .kernel-sum"],
    "convolution?topic=sizes": [".st-key-convolution-size_in", ".st-key-convolution-sizes-room .sizes-sum"],
    "convolution?topic=tied": [".st-key-convolution-tied_colour", ".st-key-convolution-tied-room .tied-line"],
    "convolution?topic=backward": [
        ".st-key-convolution-backward_gradient",
        ".st-key-convolution-backward-room .patches-line",
    ],
    "convolution?topic=receptive_field": [
        ".st-key-convolution-field_kernel",
        ".st-key-convolution-receptive-room .receptive-line",
    ],
    "convolution?topic=equivariance": [
        ".st-key-convolution-shift_kernel",
        ".st-key-convolution-shift-room .shift-stage:nth-child(3) .shift-words",
    ],
    "convolution?topic=sobel": [".st-key-convolution-sobel_rate", ".st-key-convolution-sobel-room .recording-line"],
    "convolution?topic=filters": [".st-key-convolution-filter", ".st-key-convolution-filters-room .recording-line"],
    "convolution?topic=pooling": [
        ".st-key-convolution-pooling_window",
        ".st-key-convolution-pooling-room .patches-line",
    ],
    "convolution?topic=live": [".st-key-convolution-digit-room .digit-told", ".nnviz-stage .panel.net .canvas"],
    "convolution?topic=race": [".st-key-convolution-race_shuffled", ".st-key-convolution-race-room .recording-line"],
    "clinic": [".st-key-clinic-room .playback", ".st-key-clinic-room .comparison-column:nth-child(3) .layer-panel"],
}
"""On the page as it opens: what is moved, and the last thing that answers."""

TOGETHER = [
    ("loss", "lockstep", ".st-key-loss-learning_rate", ".st-key-loss-lockstep-room"),
    ("loss", "", ".st-key-loss-epochs_trained", ".st-key-loss-bars-room"),
    ("backward_pass", "nudge", ".st-key-backward-picker-room", ".st-key-backward-nudge-room .graph-readings"),
    ("gradient_descent", "decay", ".st-key-gradient_descent-decay_learning_rate", ".st-key-descent-decay-room"),
    ("gradient_descent", "path", ".st-key-gradient_descent-epoch", ".st-key-descent-contour-room"),
    ("gradient_descent", "stop", ".st-key-gradient_descent-run", ".st-key-descent-stop-room"),
    ("linear_collapse", "modes", ".st-key-collapse-modes-room .playback", ".st-key-collapse-modes-room .line"),
    ("linear_collapse", "race", ".st-key-collapse-race-room .playback", ".st-key-collapse-race-room .line"),
    ("initialization_and_dropout", "", ".st-key-initialization_and_dropout-dropout_rate", ".st-key-dropout-masks-room"),
]
"""A page, the question to be shown, a control and the picture: further down, within one screen of each other."""


@pytest.mark.parametrize(
    "address",
    [address if address in ALONE else pytest.param(address, marks=pytest.mark.long) for address in SEEN_AT_ONCE],
)
def test_the_control_and_the_sentence_that_it_changes_are_on_the_first_screen(go_on, address):
    page = go_on(address)
    assert max(bounds(page, selector)[1] for selector in SEEN_AT_ONCE[address]) <= HEIGHT


def test_every_topic_is_opened_by_a_test_of_its_own():
    for address in LATER:
        name, _, topic = address.partition("?topic=")
        assert address in OTHERS or (name == "transformer" and f'show("{topic}")' in OTHERS), address


@pytest.mark.parametrize(("name", "question", "control", "effect"), TOGETHER)
def test_a_control_further_down_and_its_picture_fit_on_one_screen(go_on, name, question, control, effect):
    page = go_on(name)
    show = page.locator(f".st-key-{name}-question-{question}-show button")
    if question and show.count():
        show.click()
    page.locator(effect).first.wait_for()
    assert bounds(page, effect)[1] - bounds(page, control)[0] <= HEIGHT
