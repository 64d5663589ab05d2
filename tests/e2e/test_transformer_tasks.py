"""Tasks in a real browser: predicted, played, told; another task is another training."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import state, wait_for

KEY = "transformer-tasks"


def test_a_task_is_predicted_and_learned_before_ones_eyes_and_another_is_another_training(open_page):
    page = open_page("transformer")
    assert state(page, KEY)["shown"] == 0
    page.locator(".st-key-transformer-question-tasks label").filter(has_text="down to the left").click()
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, KEY, "s.playing && s.step > 20")
    wait_for(page, KEY, "s.step > 100 && s.line.includes('running freely: 100.0 %')")
    expect(page.locator(".strip td.right")).to_have_count(6)
    page.locator(".layer-place canvas").first.hover(position={"x": 40, "y": 40})
    expect(page.locator(".attending small").first).to_contain_text(" at 1")

    page.get_by_role("button", name="Pause", exact=True).click()
    here = state(page, KEY)
    page.wait_for_url(re.compile(f"tasks_step={here['step']}(&|$)"))
    page.get_by_role("slider", name="step of training").press("Home")
    page.wait_for_function("!location.search.includes('tasks_step')")
    page.get_by_role("button", name="Undo").click()
    wait_for(page, KEY, f"s.step === {here['step']}")
    assert state(page, KEY)["line"] == here["line"], "the same step has the same numbers"

    page.locator(".st-key-transformer-tasks_task button").filter(has_text="Copy").click()
    page.wait_for_url(re.compile("tasks_task=copy"))
    wait_for(page, KEY, "s.step === 0 && s.generation.includes('copy')")
    assert "tasks_step" not in page.url
