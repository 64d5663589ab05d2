"""A whole lesson in one window: its bar, its keys, what its steps do to pages, its answer, leaving and coming back."""

from playwright.sync_api import Page, expect

from tests.e2e.accessibility import AXE

LESSON = """
lesson: 1
title: A trial
author: the nnviz authors
language: en
licence: CC BY 4.0
steps:
  - id: guess
    view: softmax?z=2,1,0
    say: Which **class** wins? $P_1$ says it.
    notes: Wait for it.
    hide: [Type logits]
    ask:
      question: What if $z_1$ grows?
      options: [P falls, P grows]
      answer: P grows
      why: It gains what the others lose.
  - id: train
    view: playground?hidden=4:relu
    say: Watch twelve steps.
    lock: [learning_rate]
    hide: [Decision map]
    point: Loss
    do: [play: until step 12]
    ask:
      question: Where is the loss then?
      options: {above 0.01: above 0.01, below: below 0.01}
      answer: measured
      measure: loss at step 12
    reveal: [set: {learning_rate: 0.05}, set: {batch_size: 20}, play: until step 20]
"""


def stands(page: Page, at: str, phase: str, step: int = -1) -> None:
    """Wait until a step of the lesson is on view, and the stage, where there is one, at a step of its training."""
    page.wait_for_function(
        """([at, phase, step]) => {
            const now = window.__nnvizLesson;
            return now?.at === at && now.phase === phase && !now.waiting && !now.busy
                && (step < 0 || window.__nnviz?.step === step);
        }""",
        arg=[at, phase, step],
    )


def test_a_lesson_leads_through_pages_by_the_keys_of_a_clicker(open_page, wait_for_app):
    page = open_page("lessons")
    bar = page.get_by_role("region", name="Lesson", exact=True)
    trial = {"name": "trial.yaml", "mimeType": "text/yaml", "buffer": LESSON.encode()}
    page.get_by_test_id("stFileUploader").locator("input").set_input_files(trial)
    page.locator("[class*='st-key-lessons-start-own-']").get_by_role("button").click()
    page.evaluate("window.sameWindow = true")

    stands(page, "guess", "asked")
    expect(page.get_by_role("heading", name="Softmax", exact=True)).to_be_visible()
    expect(bar.locator(".lesson-say strong")).to_have_text("class")
    expect(page.get_by_role("button", name="Type logits")).to_be_hidden()
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    bar.get_by_role("button", name="P falls").click()
    page.keyboard.press("PageDown")
    expect(bar.locator(".lesson-option.right")).to_contain_text("P grows")
    expect(bar.locator(".lesson-option.wrong")).to_contain_text("your answer")
    page.evaluate(AXE)
    found = page.evaluate("axe.run('.lesson-layer', {resultTypes: ['violations']})")["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []

    page.keyboard.press("PageDown")
    stands(page, "train", "view", 0)
    assert page.evaluate("window.sameWindow"), "the window was loaded anew"
    expect(page.locator(".panel.out")).to_be_hidden()
    expect(page.locator(".settings > .learning_rate")).to_have_attribute("data-lesson", "locked")
    expect(page.locator(".lesson-ring").first).to_be_visible()
    page.keyboard.press("PageDown")
    stands(page, "train", "done", 12)
    page.keyboard.press("PageDown")
    page.keyboard.press("r")
    expect(bar.locator(".lesson-option.right")).to_contain_text("measured: 0.")
    stands(page, "train", "revealed", 20)
    page.wait_for_url(lambda url: "learning_rate=0.05&batch_size=20&" in url)  # none of two settings in a row is lost
    page.get_by_role("button", name="Reset", exact=True).focus()
    page.keyboard.press("PageUp")  # the step again, as it was opened
    stands(page, "train", "view", 0)
    page.go_back()  # Streamlit writes the parameters of the next page behind the path of the one that is left
    stands(page, "guess", "asked")
    page.go_forward()
    stands(page, "train", "view", 0)

    page.keyboard.press("b")
    expect(page.get_by_role("img", name="Black screen")).to_be_visible()
    page.keyboard.press("b")
    page.reload()
    stands(page, "train", "view", 0)
    expect(page.get_by_role("region", name="Notes")).to_be_hidden()
    page.keyboard.press("PageUp")
    stands(page, "guess", "asked")
    page.keyboard.press("n")
    expect(page.get_by_role("region", name="Notes")).to_have_text("Wait for it.")

    bar.get_by_role("button", name="Leave the lesson").click()
    expect(bar).to_be_hidden()
    expect(page.get_by_role("button", name="Type logits")).to_be_visible()
    page.wait_for_url(lambda url: "lesson=" not in url)
    wait_for_app(page)
    page.get_by_test_id("stTopNavLink").filter(has_text="Lessons").click()
    page.get_by_role("button", name="Continue the lesson").click()
    stands(page, "guess", "asked")
