"""The pages of the loss and of the backward pass in a real browser: a hand drags, the engine's numbers follow."""

import math

import pytest
from playwright.sync_api import expect

from tests.e2e.drawings import THEMES, answers, drag, settle, state, wait_for


def test_lines_of_the_backward_pass_are_gone_down_and_pointed_at(go_on):
    page = go_on("backward_pass")
    assert state(page, "backward-lines")["symbol"] == "dℓ"
    behind = page.get_by_role("button", name="next line")
    for symbol in ("dA2", "dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1"):
        behind.click()
        wait_for(page, "backward-lines", f"s.symbol === '{symbol}'")
    expect(behind).to_be_disabled()
    expect(page.locator(".chain button.needed")).to_have_text(["dℓ", "dA2", "dZ2", "dA1", "dZ1"])
    page.wait_for_url("**line=8*")

    page.get_by_role("button", name="previous line").click()
    cell = page.locator('td[data-grid="product"][data-row="2"][data-column="1"]')
    cell.hover()
    expect(page.locator('td[data-grid="slope"].lit')).to_have_count(4)
    expect(page.locator('td[data-grid="upstream"].lit')).to_have_count(4)
    line = page.locator(".inner.lines .line")
    expect(line).to_contain_text("dW1[2, 1] = ")
    cell.click()
    settle(page, "backward-lines")
    assert state(page, "backward-lines")["entry"] == [2, 1]
    page.locator(".line-formula .term.slope").hover()
    expect(page.locator('figure[data-link="slope"].linked')).to_have_count(1)


def test_a_nudge_shows_the_true_change_beside_the_prediction_for_any_weight(go_on):
    page = go_on("backward_pass?activation=tanh")
    page.locator(".st-key-backward_pass-question-nudge-show button").click()
    wait_for(page, "backward-nudge", "'gap' in s.values")
    slider = page.locator(".st-key-backward-nudge-room input[type=range]")
    drag(page, slider, 0.62, 0.9, following="backward-nudge")
    settle(page, "backward-nudge")
    found = state(page, "backward-nudge")["values"]
    assert found["t"] > 1.0
    assert found["gap"] == pytest.approx(found["change"] - found["predicted"], abs=1e-14)
    page.wait_for_url(f"**nudge={found['t']:g}*")

    before = state(page, "backward-nudge")["values"]["predicted"]
    page.locator('td[data-grid="W2"][data-row="1"][data-column="2"]').click()
    wait_for(page, "backward-nudge", f"s.values.predicted !== {before}")
    expect(page.locator(".st-key-backward-nudge-room .name").first).to_contain_text("W2[1, 2]")
    page.wait_for_url("**parameter=*")


def test_a_switch_turns_tensors_red_and_back_and_the_page_keeps_its_place(go_on):
    page = go_on("backward_pass?mistakes=mean")
    wrong = page.locator(".tensor-box.wrong")
    expect(wrong).to_have_count(5)
    button = page.get_by_role("button", name="forget 1/N")
    button.scroll_into_view_if_needed()
    before = button.bounding_box()["y"]
    button.click()
    expect(wrong).to_have_count(0)
    assert abs(button.bounding_box()["y"] - before) < 2
    page.get_by_role("button", name="drop f′").click()
    expect(wrong).to_have_count(3)
    expect(page.locator(".tensor-box.right")).to_have_count(2)


def test_handles_of_the_loss_are_dragged_and_a_sample_is_chosen(go_on):
    page = go_on("loss?target=0")
    plot = page.locator(".st-key-loss-curves-room svg.graph-plot").nth(1)
    drag(page, plot, 0.5, 0.85)
    settle(page, "loss-curves")
    found = state(page, "loss-curves")["values"]
    p = 1 / (1 + math.exp(-found["z"]))
    assert found["z"] > 4
    assert found["p"] == pytest.approx(p)
    assert found["loss0"] == pytest.approx(-math.log(1 - p))
    assert found["dz0"] == pytest.approx(p)
    assert found["dz1"] == pytest.approx(p * p * (1 - p))
    page.wait_for_url(f"**z={found['z']:g}*")

    surface = page.locator("svg.surface-over").first
    drag(page, surface, 0.65, 0.3, following="loss-surface")
    settle(page, "loss-surface")
    found = state(page, "loss-surface")
    assert found["start"] == pytest.approx(found["told"], abs=1e-9)
    w, b = found["start"]
    for _ in range(300):
        p = 1 / (1 + math.exp(-(w + b)))
        w, b = w - 0.15 * p, b - 0.15 * p
    assert found["ends"][1] == pytest.approx([w, b], abs=1e-9)
    assert answers(page, "loss-surface") > 3, "the ways follow while the hand moves, not only at its end"

    page.locator('.loss-bar[data-sample="11"] .reach').click()
    wait_for(page, "loss-bars", "s.told === 11")
    expect(page.locator(".inner.bars .line")).to_contain_text("Sample 11, true class ")
    page.wait_for_url("**sample=11*")


def test_pointing_at_a_curve_marks_it_in_every_panel_without_a_box_around_each_name(look_at):
    page = look_at("loss")
    room = page.locator(".st-key-loss-curves-room")
    room.locator(".graph-panel .key").first.hover()
    expect(room.locator(".curve.linked")).to_have_count(4)
    styles = room.locator(".linked").evaluate_all("marked => marked.map(one => getComputedStyle(one).outlineStyle)")
    assert set(styles) == {"none"}


def test_an_open_conclusion_follows_a_change_in_another_part_of_the_page(look_at):
    page = look_at("loss")
    page.get_by_text("What you should have seen").click()
    told = page.locator(".st-key-loss-conclusion")
    expect(told).to_contain_text("with target 1")
    page.get_by_role("radio", name="a number").first.click()
    expect(told).to_contain_text("At an error of")


@pytest.mark.long
@pytest.mark.screenshots
@pytest.mark.parametrize("scheme", THEMES)
@pytest.mark.parametrize("address", ["backward_pass?line=7", "loss"])
def test_the_page_fits_a_phone(go_on, shot, address, scheme):
    page = go_on(address, scheme=scheme, width=390, height=844)
    expect(page.locator(".inner").first).to_be_visible()
    shot(page, f"{address.partition('?')[0]}-phone-{scheme}")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"


@pytest.mark.long
@pytest.mark.screenshots
@pytest.mark.parametrize("scheme", THEMES)
@pytest.mark.parametrize(
    ("name", "address", "room"),
    [
        ("backward-check", "backward_pass?mistakes=slope", "backward-check"),
        ("backward-nudge", "backward_pass?activation=tanh", "backward-nudge"),
        ("backward-flat", "backward_pass?source=digits&parameter=0", "backward-nudge"),
        ("backward-digits", "backward_pass?source=digits&line=7", "backward-lines"),
        ("loss-surface", "loss?w=2&b=2", "loss-surface"),
        ("loss-batch", "loss?epochs_trained=5", "loss-bars"),
    ],
)
def test_the_parts_further_down_have_their_pictures_taken(go_on, shot, name, address, room, scheme):
    page = go_on(address, scheme=scheme)
    part = page.locator(f".st-key-{room}-room")
    part.scroll_into_view_if_needed()
    expect(part.locator(".inner")).to_be_visible()
    shot(page, f"{name}-{scheme}")


def test_the_point_of_each_page_is_on_the_first_screen_of_a_projector(look_at):
    page = look_at("backward_pass?line=2")
    box = page.locator('figure[data-link="product"]').bounding_box()
    assert box["y"] + box["height"] < 720
    page = look_at("loss")
    box = page.locator(".st-key-loss-curves-room .graph-readings").bounding_box()
    assert box["y"] < 720
