"""Cause and effect on one screen of a projector: what of a page is in sight as it opens.

`open_page`, `look_at`, `go_on` and `come_back` ask this of each page that they open, whatever the test wants there.
"""

from urllib.parse import parse_qsl

from playwright.sync_api import Page

from tests.topics import TOPICS

WIDTH, HEIGHT = 1280, 720

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
"""On a page or topic as it opens: what is moved, and the last thing that answers."""


def bounds(page: Page, selector: str) -> list[float]:
    """Top and bottom of an element from the top of the page, in pixels."""
    return page.locator(selector).first.evaluate(
        """element => {
            const main = document.querySelector('[data-testid="stMain"]');
            const { top, bottom } = element.getBoundingClientRect();
            return [top + main.scrollTop, bottom + main.scrollTop];
        }"""
    )


def listed(address: str) -> str:
    """Under which address of the list one is asked about: its own, or its topic's, however that is set; none is ""."""
    name, _, query = address.partition("?")
    if address not in SEEN_AT_ONCE and name in TOPICS:
        topic, first = dict(parse_qsl(query)).get("topic", ""), next(iter(TOPICS[name].pages))
        address = name if topic in ("", first) else f"{name}?topic={topic}"
    return address if address in SEEN_AT_ONCE else ""


def look_at_first_screen(page: Page, address: str) -> None:
    """Fail where what is listed for an address that has just been opened does not stand on the first 720 pixels."""
    selectors = SEEN_AT_ONCE.get(listed(address), [])
    for selector in selectors:
        page.locator(selector).first.wait_for()
    for selector in selectors:
        assert bounds(page, selector)[1] <= HEIGHT, f"{selector} is not on the first screen of {address}"
