"""The clinic in a browser: patients train, diagnoses are judged, treated networks train beside, nothing is cut off."""

import re

import pytest
from playwright.sync_api import Page, expect

from nnviz.experiments.clinic import CASES
from tests.e2e.drawings import settle, wait_for
from tests.seeds import some

WARD = "clinic"


def choose(page: Page, title: str) -> None:
    """Choose a diagnosis."""
    page.get_by_role("combobox", name="Your diagnosis").click()
    page.get_by_role("option", name=title, exact=True).click()


def told(page: Page) -> str:
    return page.evaluate(f"window.__nnvizConcept['{WARD}'].state().told")


def row(page: Page, lane: int) -> list[float]:
    return page.evaluate(f"window.__nnvizConcept['{WARD}'].state().row({lane})")


def pill(page: Page, name: str):
    return page.get_by_test_id("stMain").get_by_role("radio", name=name, exact=True)


def test_a_patient_trains_is_diagnosed_and_the_treated_network_trains_beside_it(go_on):
    page = go_on("clinic?case=linear")
    assert "choose your diagnosis" in told(page)
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, WARD, "s.step === 400 && !s.playing")
    choose(page, "Linear layers only")
    wait_for(page, WARD, "s.told.startsWith('Yes: Linear layers only.')")
    assert "With 2 linear hidden layers the whole network is one matrix" in told(page)
    expect(page.get_by_text("Why, at step 400.")).to_be_visible()
    pill(page, "tanh in the hidden layers").click()
    wait_for(page, WARD, "s.frames[1] === 81 && !s.playing && s.shown === 80")
    expect(page).to_have_url(re.compile("remedy=tanh"))
    assert row(page, 1)[2] < 0.3 < row(page, 0)[2]
    assert "No problems found." in told(page)
    expect(page.get_by_text("no problems remain")).to_be_visible()


def test_going_back_in_time_takes_words_and_tensors_along(go_on):
    page = go_on("clinic?case=diverged&remedy=rate")
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, WARD, "s.shown === 60 && !s.playing")
    expect(page.get_by_text(re.compile("was the first tensor to become"))).to_be_visible()
    assert "Diverged." in told(page)
    slider = page.get_by_label("step of training")
    slider.evaluate("input => { input.value = 2; input.dispatchEvent(new Event('input')); }")
    expect(page.get_by_text("Why, at step 2.")).to_be_visible()
    page.get_by_text("Open the tensors of the step on view").click()
    expect(page.get_by_text("Patient, step 2", exact=True)).to_be_visible()


@pytest.mark.long
def test_leaky_relu_revives_the_same_dead_units(go_on):
    page = go_on("clinic?case=dead")
    pill(page, "leaky ReLU, same weights").click()
    wait_for(page, WARD, "s.ended && !s.playing && s.step === 600")
    dead = "window.__nnvizConcept['clinic'].state().array"
    slopes = [page.evaluate(f"{dead}({lane}, 'slopes', 75)") for lane in (0, 1)]
    assert min(slopes[0]) == 0.0 < 0.009 < min(slopes[1])
    weights = [page.evaluate(f"{dead}({lane}, 'weights', 25)") for lane in (0, 1)]
    assert weights[0] == weights[1]


def test_a_mysterious_patient_is_named_and_the_next_one_is_unknown(go_on):
    page = go_on("clinic?case=mystery&patient=3", calm=True)  # a list opens at the first press with less motion, too
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, WARD, "s.ended && !s.playing")
    assert "All measurements are shown" in told(page)
    expect(page.get_by_text("Open the tensors")).to_have_count(0)
    choose(page, "Class imbalance")
    wait_for(page, WARD, "s.told.startsWith('No: ')")
    page.get_by_role("button", name="Another patient").click()
    expect(page).to_have_url(re.compile("patient=4"))
    wait_for(page, WARD, "s.told.startsWith('All measurements')")
    expect(page.get_by_text("Why, at step")).to_have_count(0)


@pytest.mark.parametrize(("case", "scheme"), some([("dead", "light"), ("unscaled", "dark"), ("mystery", "light")]))
def test_networks_losses_and_diagnosis_fit_on_the_first_screen(go_on, shot, case, scheme):
    remedy = f"&remedy={CASES[case].remedies[0].name}" if case in CASES else ""
    page = go_on(f"clinic?case={case}{remedy}", scheme=scheme)
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, WARD, "s.ended && !s.playing")
    settle(page, WARD)
    shot(page, f"clinic-{case}-{scheme}-trained")
    lanes = page.locator(".comparison-network")
    assert lanes.count() == (1 if case == "mystery" else 2)
    losses = page.locator(".comparison-column").nth(2).locator(".comparison-panel").first
    bottoms = [lanes.nth(k).bounding_box() for k in range(lanes.count())] + [losses.bounding_box()]
    assert max(box["y"] + box["height"] for box in bottoms) <= 720


@pytest.mark.parametrize("case", some(["dead", "overfitting"]))
def test_diagnosis_and_remedies_stand_in_one_row_above_the_networks(look_at, case):
    main = look_at(f"clinic?case={case}").get_by_test_id("stMain")
    first, last = main.get_by_text("Treat:").first, main.get_by_role("button", name="New weights")
    assert abs(first.bounding_box()["y"] - last.bounding_box()["y"]) < 30


@pytest.mark.parametrize(("case", "scheme"), some([("dead&remedy=leaky", "light"), ("mystery", "dark")]))
def test_nothing_is_cut_off_on_a_phone(go_on, shot, case, scheme):
    page = go_on(f"clinic?case={case}", scheme=scheme, width=390, height=844)
    shot(page, f"clinic-{case.split('&')[0]}-{scheme}-390")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    patients = page.get_by_test_id("stMain").get_by_role("radiogroup").first.get_by_role("radio").all()
    assert len(patients) == len(CASES) + 1
    for patient in patients:
        box = patient.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
