"""The pages of activation functions and softmax in a real browser: a hand drags, the numbers follow, nothing jumps."""

import math

import pytest
from playwright.sync_api import expect

from nnviz.figures.theme import DARK, LIGHT
from tests.e2e.drawings import THEMES, answers, drag, settle, state, wait_for
from tests.e2e.frames import paint

BAR = 60
"""Pixels of the app's own bar, under which a page scrolls."""


def test_curves_and_the_neuron_are_dragged_and_the_numbers_are_those_of_z(go_on):
    page = go_on("activation_functions")
    plot = page.locator("svg.curve-plot").nth(1)
    drag(page, plot, 0.6, 0.85)
    expect(page.locator(".readings .number.value").nth(1)).not_to_have_text("0.7311")
    shown = state(page, "activation-curves")
    z = round(shown["z"], 2)
    assert z > 3
    assert shown["values"] == pytest.approx([z, 1 / (1 + math.exp(-z)), z], rel=1e-9)
    assert shown["slopes"][1] == pytest.approx(math.exp(-z) / (1 + math.exp(-z)) ** 2, rel=1e-9)
    expect(page.locator(".readings .number.value").nth(1)).to_have_text(f"{1 / (1 + math.exp(-z)):.4f}")
    expect(page.locator(".readings .state").nth(1)).to_have_text("saturated" if z >= 4.36 else "learns")
    page.wait_for_url(f"**z={z:g}*")

    slider = page.locator(".neuron-controls input[name=w1]")
    drag(page, slider, 0.5, 0.8, following="activation-neuron")
    settle(page, "activation-neuron")
    found = state(page, "activation-neuron")
    values = found["values"]
    z = values["x1"] * values["w1"] + values["x2"] * values["w2"] + values["b"]
    assert values["w1"] > 1.5
    assert found["Z"] == pytest.approx(z)
    assert found["A"] == pytest.approx(max(z, 0))
    page.wait_for_url(f"**w1={values['w1']:g}*")

    page.evaluate("WebSocket.prototype.send = () => {}")  # from here on without the server
    drag(page, page.locator("svg.curve-plot").first, 0.3, 0.75)
    z = state(page, "activation-curves")["z"]
    assert z > 2
    expect(page.locator(".readings .number.value").nth(1)).to_have_text(f"{1 / (1 + math.exp(-z)):.4f}")


def test_arrow_keys_move_z_too_and_relus_slope_at_zero_is_shown(go_on):
    page = go_on("activation_functions?functions=relu:0.5&z=0.1")
    page.locator("svg.curve-plot").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".readings .number.slope")).to_have_text("0.5000")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".readings .number.slope")).to_have_text("0.0000")
    expect(page.locator(".readings .state")).to_have_text("blocked")


def test_logits_are_dragged_shifted_and_aimed_at_and_the_engine_answers_at_once(go_on):
    page = go_on("softmax")
    drag(page, page.locator(".cell.logit .track").nth(2), 0.55, 0.9, following="softmax-logits")
    settle(page, "softmax-logits")
    found = state(page, "softmax-logits")
    E = [math.exp(z) for z in found["z"]]
    assert found["z"][2] > 4
    assert found["P"] == pytest.approx([e / sum(E) for e in E], rel=1e-9)
    assert sum(found["dZ"]) == pytest.approx(0, abs=1e-12)
    assert answers(page, "softmax-logits") > 3, "probabilities follow while the hand moves, not only at the end"
    page.wait_for_url("**z=2%2C1%2C*")

    before = found["P"]
    slider = page.locator(".logits-controls input[name=shift]")
    for _ in range(5):
        slider.press("ArrowRight")
    wait_for(page, "softmax-logits", "s.shift === 2.5")
    assert state(page, "softmax-logits")["P"] == pytest.approx(before, abs=1e-14), "a constant changes no probability"

    page.get_by_role("button", name="target: dog").click()
    wait_for(page, "softmax-logits", "s.target === 1 && s.dZ[1] < 0")
    assert state(page, "softmax-logits")["dZ"][0] > 0
    chosen = page.get_by_role("button", name="target: dog", pressed=True)
    expect(chosen).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
    page.wait_for_url("**target=1*")


def test_pointing_at_a_class_marks_it_everywhere(look_at):
    page = look_at("softmax")
    page.locator(".cell.share").nth(1).hover()
    expect(page.locator(".region.linked")).to_have_count(1)
    linked = page.locator(".cell.linked")
    assert page.locator('.cell.linked:not([data-link~="class-1"])').count() == 0, "one class, and no column besides"
    framed = [cell.evaluate("cell => getComputedStyle(cell).outlineStyle") for cell in linked.all()]
    assert sorted(framed) == ["none"] * (len(framed) - 1) + ["solid"], "one frame, on what is pointed at"
    assert len(framed) == 7


def test_pointing_at_a_number_of_a_curve_marks_that_curve_alone(look_at):
    page = look_at("activation_functions")
    page.locator(".readings .number.value").first.hover()
    expect(page.locator(".curve.linked")).to_have_count(1)
    assert page.locator(".inner.curves .linked:not(svg *)").count() == 2, "its range and its value"


def test_a_term_of_the_sum_marks_its_input_its_weight_and_the_drawing(look_at):
    page = look_at("activation_functions")
    page.locator(".neuron-right .symbol[data-link=w1]").first.hover()
    expect(page.locator(".edge.linked")).to_have_count(1)
    expect(page.locator(".neuron-controls label.linked")).to_have_count(1)


def test_a_plot_follows_its_panel_whatever_made_it_narrower(look_at):
    page = look_at("activation_functions")
    wait_for(page, "activation-curves", "true")
    widths = """() => {
        const { view } = window.__nnvizConcept["activation-curves"];
        const plots = [...view.root.querySelectorAll(".curve-plot")];
        return plots.map((plot) => [Number(plot.getAttribute("width")), plot.parentElement.clientWidth]);
    }"""
    assert all(drawn == room for drawn, room in page.evaluate(widths))
    view = 'window.__nnvizConcept["activation-curves"].view'
    page.evaluate(f"() => {{ {view}.root.style.height = '60em'; }}")  # the drawing as a whole keeps its size
    paint(page)
    page.evaluate(f"() => {{ {view}.panels.style.gridTemplateColumns = '1fr 2fr 1fr'; }}")
    page.wait_for_function(f"() => ({widths})().every(([drawn, room]) => drawn === room)")
    widest = [drawn for drawn, _ in page.evaluate(widths)]
    assert widest[1] > 1.9 * widest[0]


@pytest.mark.long
@pytest.mark.screenshots
@pytest.mark.parametrize("scheme", THEMES)
@pytest.mark.parametrize("address", ["activation_functions", "softmax"])
def test_the_page_fits_a_phone(go_on, shot, address, scheme):
    page = go_on(address, scheme=scheme, width=390, height=844)
    expect(page.locator(".inner").first).to_be_visible()
    shot(page, f"{address}-phone-{scheme}")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"


@pytest.mark.long
@pytest.mark.screenshots
@pytest.mark.parametrize("scheme", THEMES)
@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("one-axis", "activation_functions?one_plot=True&functions=relu,tanh,gelu,elu"),
        ("digit", "softmax?source=digits&sample=7"),
        ("iris", "softmax?source=iris&sample=4"),
    ],
)
def test_other_views_have_their_pictures_taken(go_on, shot, name, address, scheme):
    page = go_on(address, scheme=scheme)
    expect(page.locator(".inner svg:visible, .inner .pixels:visible").first).to_be_visible()
    shot(page, f"{name}-{scheme}")


def test_the_point_of_the_page_is_on_the_first_screen_of_a_projector(look_at):
    page = look_at("activation_functions")
    assert page.locator(".readings").first.bounding_box()["y"] < 700
    page = look_at("softmax")
    assert page.locator(".logits-controls").bounding_box()["y"] < 700


def test_the_fraction_stands_there_with_numbers_and_each_term_marks_its_class(look_at):
    page = look_at("softmax")
    page.locator(".cell.share").nth(1).hover()
    expect(page.locator(".fraction")).to_have_text("P dog = 0.3679 / (1.0000 + 0.3679 + 0.1496) = 0.2424")
    page.locator(".fraction b").nth(4).hover()
    assert page.locator(".cell.name.linked").all_inner_texts() == ["bird"]


def test_figures_and_lines_of_code_follow_the_theme_of_the_system(look_at):
    page = look_at("softmax")
    figure = page.locator(".st-key-softmax-two-classes-room")
    figure.scroll_into_view_if_needed()
    name = figure.locator(".xtitle").first
    line = page.locator(".numpy-lines code").last  # as if it had a number
    line.evaluate("line => line.classList.add('number')")
    for scheme, theme in (("light", LIGHT), ("dark", DARK), ("light", LIGHT)):
        page.emulate_media(color_scheme=scheme)
        expect(name).to_have_css("fill", rgb(theme.ink))
        expect(line).to_have_css("color", rgb(theme.positive))
    line.evaluate("line => line.classList.remove('number')")


def test_an_area_that_waits_says_so_in_its_place(look_at):
    page = look_at("softmax")
    area = page.get_by_test_id("stElementContainer").filter(has=page.locator(".numpy-lines")).first
    area.evaluate("area => { area.dataset.stale = 'true'; }")
    expect(area).to_have_attribute("aria-busy", "true")
    page.wait_for_function("area => getComputedStyle(area, '::before').opacity > 0.3", arg=area.element_handle())
    area.evaluate("area => { area.dataset.stale = 'false'; }")
    expect(area).not_to_have_attribute("aria-busy", "true")


def rgb(colour: str) -> str:
    """A colour as a browser writes it."""
    return "rgb({}, {}, {})".format(*bytes.fromhex(colour[1:]))


CAUSES = {
    "matrices": ('[data-name="w"]', [".models-figure svg >> nth=0", ".product-sum"]),
    "forward_pass": (".inner.forward .icon-button", [".network-drawing", ".step-panel", ".inner.forward .line"]),
    "softmax": (".cell.logit", [".logits-table", ".fraction", ".raw", ".inner.jacobian .square"]),
    "activation_functions": (".curve-plot", [".readings"]),
}


@pytest.mark.parametrize("name", CAUSES)
def test_a_control_and_what_it_changes_fit_on_one_screen(go_on, name):
    page = go_on(name)
    control, effects = CAUSES[name]
    for effect in effects:
        boxes = [page.locator(part).first.bounding_box() for part in (control, effect)]
        top, bottom = min(box["y"] for box in boxes), max(box["y"] + box["height"] for box in boxes)
        assert bottom - top < 720 - BAR, f"{effect} is changed by {control}"


def test_the_error_of_typed_logits_stands_in_its_popover_and_goes_with_a_change(go_on):
    page = go_on("softmax")
    page.get_by_role("button", name="Type logits").click()
    field = page.get_by_label("Logits, one per class")
    field.fill("1 2")
    field.press("Enter")
    popover = page.get_by_test_id("stPopoverBody")
    expect(popover).to_contain_text("Expected 3 logits, one per class, got 2")
    track = page.locator(".cell.logit .track").first
    track.focus()
    track.press("ArrowRight")
    settle(page, "softmax-logits")
    expect(page.get_by_text("Expected 3 logits")).to_have_count(0)
    page.wait_for_url("**z=2.1*")
    expect(field).to_have_value("2.1 1 0.1")
