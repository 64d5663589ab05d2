"""Live, in a real browser: a recurrent network trains in sight, and a state that is clicked opens."""

import re

from playwright.sync_api import expect

from tests.e2e.frames import until
from tests.e2e.live_stage import press

SHORT = "recurrence?topic=live&live_length=6&live_units=4&live_cell=gru&live_task=echo"


def wait_for(page, condition: str) -> None:
    """Wait until a condition on ``s``, what the stage says of itself, holds."""
    until(page, f"() => {{ const s = window.__nnvizSequences; return s && ({condition}); }}")


def test_the_network_trains_in_sight_and_a_state_that_is_clicked_opens(go_on):
    page = go_on(SHORT)
    # The gradient is asked about before it is shown: it comes last of the rows.
    wait_for(page, "s.painted > 0 && s.locked !== '' && s.rows.join() === 'x,h,r,u,n,h,said,said,said,said'")
    page.get_by_role("button", name="Just show").click()
    wait_for(page, "!s.locked && s.rows.at(-1) === 'norms'")
    press(page, "Play")
    wait_for(page, "s.step > 3")
    press(page, "Pause")
    wait_for(page, "!s.playing && s.waiting === 0")
    expect(page).to_have_url(re.compile(f"live_step={page.evaluate('window.__nnvizSequences.step')}$"))

    page.get_by_label("Unit", exact=True).select_option("unit 3")
    page.get_by_label("Tensor of all units").select_option("dL/dhₜ")
    wait_for(page, "s.looked.unit === 2 && s.rows[1] === 'dh'")
    canvas = page.locator(".panel.through canvas")
    box = canvas.bounding_box()
    canvas.click(position={"x": box["width"] - 20, "y": 60})
    expect(page.get_by_text("layers[1].dH", exact=False).first).to_be_visible()
