"""A term in a sentence tells its meaning to pointer and keyboard, and leads nowhere."""

from playwright.sync_api import expect

from nnviz.ui.widgets.glossary import MEANINGS


def test_a_term_tells_its_meaning(go_on):
    page = go_on("softmax")
    main, meaning = page.get_by_test_id("stMain"), page.locator(".term-meaning")
    term, other = (main.get_by_role("link", name=name, exact=True) for name in ("logit", "Softmax"))
    term.hover()
    expect(meaning).to_have_text(MEANINGS["logit"])
    entries = page.evaluate("history.length")
    term.click()
    assert page.evaluate("history.length") == entries and "#" not in page.url
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    page.keyboard.press("Tab")
    expect(other).to_be_focused()
    expect(meaning).to_have_text(MEANINGS["softmax"])
    expect(other).to_have_accessible_description(MEANINGS["softmax"])
