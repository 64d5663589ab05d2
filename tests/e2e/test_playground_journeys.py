"""What a person does with a run in a real browser: go back, set a weight, open a gradient, share what is on view."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.diagram import part_of_diagram
from tests.e2e.live_stage import open_stage, press, stage, wait_for


def train_a_while(page: Page, steps: int = 60) -> None:
    """Train some steps and pause."""
    press(page, "Play")
    wait_for(page, f"s.step > {steps}")
    press(page, "Pause")
    wait_for(page, "!s.playing && s.waiting === 0")
    at_step(page, stage(page, "step"))


def at_step(page: Page, step: int) -> None:
    """Wait until the panels below the stage show a step."""
    expect(page.get_by_text(f"Step {step:,}", exact=True)).to_be_visible()


def panel(page: Page, name: str) -> None:
    """Open a panel below the stage."""
    page.get_by_role("radiogroup", name="Below the stage").get_by_role("radio", name=name).click()


def pill(page: Page, row: str, name: str) -> Locator:
    """The first tensor of a name in the rows of one title in the inspector's list."""
    return page.get_by_role("group", name=row, exact=True).get_by_role("button", name=name, exact=True).first


def test_one_goes_back_looks_at_that_step_and_trains_on_from_there(open_page):
    page = open_stage(open_page)
    train_a_while(page)
    newest, last_loss = stage(page, "step"), stage(page, "loss")
    page.keyboard.press("Shift+ArrowLeft")
    wait_for(page, f"s.back && s.step < {newest}")
    past = stage(page, "step")
    assert stage(page, "loss") != last_loss
    at_step(page, past)
    press(page, "Batch")
    wait_for(page, f"s.step === {past + 1} && s.newest === {past + 1} && s.previousRun > 0")
    press(page, "Play")
    wait_for(page, f"s.step > {past + 20}")


def test_a_weight_set_by_hand_changes_the_network_and_opens_in_the_inspector(open_page):
    page = open_stage(open_page)
    train_a_while(page)
    before = stage(page, "loss")
    page.mouse.click(*part_of_diagram(page, "hidden 1, unit 2"))
    field = page.locator(".editor input")
    expect(page.get_by_text("layers[0].A", exact=True)).to_be_visible()
    field.fill("3.25")
    field.press("Enter")
    wait_for(page, f"s.loss !== {before} && s.waiting === 0")
    pill(page, "Hidden 1: dense 2 → 4, tanh", "b").click()
    expect(page.get_by_text("layers[0].b", exact=True)).to_be_visible()
    page.get_by_role("radio", name="NumPy").click()
    expect(page.get_by_text("3.25").first).to_be_visible()


def test_a_gradient_opens_with_its_formula_its_line_and_its_numbers(open_page, shot):
    page = open_stage(open_page, scheme="dark")
    train_a_while(page)
    pill(page, "Hidden 1: dense 2 → 4, tanh", "dW").click()
    expect(page.get_by_text("layers[0].dW", exact=True)).to_be_visible()
    expect(page.get_by_text("dW1 = X.T @ dZ1", exact=True)).to_be_visible()
    expect(page.get_by_text("2 × 4")).to_be_visible()
    page.get_by_text("Fill in the numbers").click()
    expect(page.locator(".katex").filter(has_text=re.compile(r"="))).not_to_have_count(0)
    shot(page, "inspector-gradient-dark")


@pytest.mark.long
def test_a_shared_address_brings_the_same_numbers_bit_for_bit(open_page):
    page = open_stage(open_page)
    train_a_while(page)
    page.get_by_role("combobox", name="Learning rate").press("ArrowRight")
    wait_for(page, "Math.abs(s.learningRate - 0.3) < 1e-6")
    train_a_while(page, stage(page, "step") + 60)
    panel(page, "Export and share")
    field = page.get_by_label("Address of this step")
    expect(field).to_have_value(re.compile("step="))
    address = field.input_value()
    shown = [stage(page, name) for name in ("step", "loss", "testLoss", "accuracy")]
    other = open_page(address.partition("/playground")[1].lstrip("/") + address.partition("/playground")[2])
    wait_for(other, f"s.step === {shown[0]}")
    assert [stage(other, name) for name in ("step", "loss", "testLoss", "accuracy")] == shown
