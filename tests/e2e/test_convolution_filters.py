"""What filters look for in a real browser: trained, and another filter chosen at the same step."""

from tests.e2e.drawings import wait_for

KEY = "convolution-filters"


def test_filters_train_and_another_one_is_looked_at_where_the_training_stands(go_on):
    page = go_on("convolution?topic=filters")
    wait_for(page, KEY, "s.step === 0 && s.line.includes('Z of the most exciting patch')")
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, KEY, "s.step > 4")
    page.get_by_role("button", name="Pause", exact=True).click()
    wait_for(page, KEY, "!s.playing")
    step = page.evaluate(f"window.__nnvizConcept['{KEY}'].state().step")
    page.get_by_test_id("stMain").get_by_role("radio", name="second", exact=True).click()
    wait_for(page, KEY, f"s.step === {step}")
    page.get_by_text("Kernel of filter 1, on the 4 maps below").wait_for()
