"""The sidebar's controls in a real browser: what stays open, what goes on, what starts again."""

import pytest
from playwright.sync_api import expect

from tests.e2e.live_stage import open_stage, press, stage, wait_for


def set_number(scope, name: str, value: str) -> None:
    """Type a number."""
    field = scope.get_by_role("spinbutton", name=name)
    field.fill(value)
    field.press("Enter")


def test_dropout_and_slope_of_one_layer_are_set_behind_its_button(open_page, shot):
    page = open_stage(open_page, "playground?hidden=4:leaky_relu,2:tanh")
    side = page.get_by_test_id("stSidebar")
    side.get_by_role("button", name="no dropout").first.click()
    set_number(page, "Dropout", "0.2")
    page.wait_for_url("**hidden=4%3Aleaky_relu%3A0.2%2C2%3Atanh**")
    set_number(page, "Slope", "0.3")
    page.wait_for_url("**leaky_relu%28slope%3D0.3%29%3A0.2**")
    expect(side.get_by_role("button", name="dropout 0.2, slope 0.3")).to_be_visible()
    shot(page, "controls-of-a-layer")
    page.keyboard.press("Escape")
    expect(page.get_by_role("spinbutton", name="Slope")).to_have_count(0)
    expect(side.get_by_role("button", name="no dropout")).to_have_count(1)


def test_a_number_of_the_optimizer_changes_while_training_goes_on(open_page):
    page = open_stage(open_page, "playground?optimizer=adam&learning_rate=0.003")
    press(page, "Play")
    wait_for(page, "s.step > 50")
    before = stage(page, "step")
    set_number(page, "Beta1", "0.5")
    page.wait_for_url("**adam%28beta1%3D0.5%29**")
    wait_for(page, f"s.playing && s.step > {before}")


@pytest.mark.long
def test_an_address_with_brackets_as_typed_by_hand_is_understood(open_page):
    page = open_stage(
        open_page, "playground?optimizer=momentum(momentum=0.5)&schedule=step(every=50;drop=0.5;warm_up=9)"
    )
    expect(page.get_by_role("spinbutton", name="Momentum")).to_have_value("0.5")
    assert page.get_by_test_id("stAlert").count() == 0


@pytest.mark.long
def test_biases_of_one_layer_are_switched_off_behind_its_button(open_page, shot):
    page = open_stage(open_page, "playground")
    side = page.get_by_test_id("stSidebar")
    side.get_by_role("button", name="no dropout").first.click()
    page.get_by_text("Biases", exact=True).click()
    page.wait_for_url("**hidden=4%3Atanh%3Ano_biases%2C2%3Atanh**")
    expect(side.get_by_role("button", name="no dropout, no biases")).to_be_visible()
    shot(page, "controls-without-biases")
    page.keyboard.press("Escape")
    side.get_by_text("Biases of the output").click()
    page.wait_for_url("**output_biases=False**")
