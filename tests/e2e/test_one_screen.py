"""Cause and effect on one screen of a projector: a control and what it changes stand within 720 pixels."""

from pathlib import Path

import pytest

from tests.e2e.first_screen import HEIGHT, SEEN_AT_ONCE, bounds
from tests.topics import LATER

HERE = Path(__file__)
OTHERS = "".join(path.read_text(encoding="utf-8") for path in HERE.parent.glob("test_*.py") if path != HERE)
ALONE = [address for address in SEEN_AT_ONCE if "?" in address and address not in LATER]
"""What no other test opens. Every other page is opened by `test_every_page.py`, every other topic by its own test."""

TOGETHER = {
    "loss": [
        ("lockstep", ".st-key-loss-learning_rate", ".st-key-loss-lockstep-room"),
        ("", ".st-key-loss-epochs_trained", ".st-key-loss-bars-room"),
    ],
    "backward_pass": [("nudge", ".st-key-backward-picker-room", ".st-key-backward-nudge-room .graph-readings")],
    "gradient_descent": [
        ("decay", ".st-key-gradient_descent-decay_learning_rate", ".st-key-descent-decay-room"),
        ("path", ".st-key-gradient_descent-epoch", ".st-key-descent-contour-room"),
        ("stop", ".st-key-gradient_descent-run", ".st-key-descent-stop-room"),
    ],
    "linear_collapse": [
        ("modes", ".st-key-collapse-modes-room .playback", ".st-key-collapse-modes-room .line"),
        ("race", ".st-key-collapse-race-room .playback", ".st-key-collapse-race-room .line"),
    ],
    "initialization_and_dropout": [
        ("", ".st-key-initialization_and_dropout-dropout_rate", ".st-key-dropout-masks-room"),
    ],
}
"""Of a page: the question to be shown, a control and the picture: further down, within one screen of each other."""


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


@pytest.mark.parametrize("name", TOGETHER)
def test_a_control_further_down_and_its_picture_fit_on_one_screen(go_on, wait_for_app, name):
    page = go_on(name)
    for question, control, effect in TOGETHER[name]:
        show = page.locator(f".st-key-{name}-question-{question}-show button")
        if question and show.count():
            show.click()
        page.locator(effect).first.wait_for()
        wait_for_app(page)
        assert bounds(page, effect)[1] - bounds(page, control)[0] <= HEIGHT, f"{effect} is changed by {control}"
