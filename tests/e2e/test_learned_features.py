"""The page of learned features in a browser: a topic after the other, a control each that shows a claim's limit."""

from playwright.sync_api import expect

from tests.e2e.drawings import wait_for

KEY = "learned-features"


def topic(page, name):
    page.get_by_test_id("stMain").get_by_role("radio", name=name, exact=True).click()


def test_every_topic_is_drawn_trains_and_answers_its_control(go_on):
    page = go_on("learned_features?modulus=23")
    page.get_by_role("button", name="Just show").click()
    expect(page.get_by_text("The answer comes with the end of the training.")).to_be_visible()
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, KEY, "s.step > 20")
    page.get_by_role("button", name="Pause", exact=True).click()
    wait_for(page, KEY, "!s.playing && s.line.includes('one sign everywhere')")
    page.get_by_role("slider", name="stage").fill("0.5")
    wait_for(page, KEY, "s.local.stage === 0.5")

    topic(page, "Layer by layer")
    wait_for(page, KEY, "s.panels.filter((kind) => kind === 'cloud').length === 5")
    page.locator(".recording-choose canvas").nth(0).click()
    page.wait_for_url(lambda url: "sample=" in url)

    topic(page, "One unit")
    wait_for(page, KEY, "s.line.includes('Z of the most exciting digit')")
    page.get_by_role("button", name="Just show").click()
    wait_for(page, KEY, "s.line.includes('of the input found')")

    topic(page, "Two seeds")
    wait_for(page, KEY, "s.panels.join() === 'matrix,course'")

    topic(page, "Information plane")
    wait_for(page, KEY, "s.panels.join() === 'trails,trails,course'")
    page.get_by_test_id("stMain").get_by_role("radio", name="over the range").click()
    page.wait_for_url(lambda url: "bins=range" in url)

    topic(page, "Grokking")
    wait_for(page, KEY, "s.panels.length === 6")
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, KEY, "s.step >= 200")
    assert page.evaluate(f"window.__nnvizConcept['{KEY}'].state().line").count("%") == 2
