"""Parity in a real browser: predicted, played, a state marked."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import state, wait_for

KEY = "recurrence-parity"
PLACE = f"""() => {{
    const {{ frames, shown }} = window.__nnvizConcept['{KEY}'].view;
    return [...frames[shown].arrays.plane.slice(206, 208)];
}}"""
"""Of the 104th state of the first network."""


def test_the_lengths_are_predicted_the_training_plays_and_a_state_is_marked(go_on):
    page = go_on("recurrence?topic=parity&parity_cell=elman&parity_steps=80")
    assert state(page, KEY)["shown"] == 0
    expect(page.locator(".race-median")).to_have_count(0)
    page.locator(".st-key-recurrence-question-parity label").filter(has_text=re.compile("^at most 5$")).click()
    expect(page.locator(".race-median")).to_have_count(4)
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, KEY, "s.step === 80")
    expect(page.get_by_text("100 bits they answer correctly on", exact=False)).to_be_visible()
    cloud = page.locator(".race .recording-choose canvas")
    x, y = page.evaluate(PLACE)
    box = cloud.bounding_box()
    scale = min(box["width"], box["height"]) / 3.9
    cloud.click(position={"x": box["width"] / 2 + scale * x, "y": box["height"] / 2 - scale * y})
    expect(page).to_have_url(re.compile("parity_state="))
    wait_for(page, KEY, "s.line.startsWith('The marked state has read')")
