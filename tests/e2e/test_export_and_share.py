"""Export and share in a real browser: what is saved can be used, and an address leads back to the same numbers."""

import io
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.live_stage import file_field, open_stage, press, stage, wait_for

NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined });"
"""What a page finds that comes by plain http in a classroom's network."""


RUN = "playground?dataset=xor&hidden=6:tanh,3:relu&optimizer=adam"


def train(page: Page) -> None:
    """Train two epochs with a change of the rate between them, and open the panel."""
    wait_for(page, "s.painted > 0")
    press(page, "Epoch")
    wait_for(page, "s.step === 25")
    slider = page.get_by_role("combobox", name="Learning rate")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**learning_rate=**")
    press(page, "Epoch")
    wait_for(page, "s.step === 50")
    open_panel(page)
    expect(page.get_by_text("Step 50, as shown.")).to_be_visible()


def trained(open_page, **window) -> Page:
    """A page of one's own with a run that has been trained."""
    page = open_page(RUN, **window)
    train(page)
    return page


def open_panel(page: Page) -> None:
    page.get_by_role("radio", name="Export and share").click()
    expect(page.get_by_role("button", name="Copy address")).to_be_visible()


def saved(page: Page, button: str, folder: Path) -> Path:
    """Press a button and keep the file that comes."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def address(page: Page) -> str:
    return page.get_by_role("textbox", name="Address of this step").input_value()


def test_the_script_says_the_losses_on_the_screen(look_at, tmp_path, shot):
    page = look_at(RUN, prepared=train)
    script = saved(page, "NumPy script", tmp_path)
    assert script.name == "nnviz-xor-step-50.py"
    done = subprocess.run([sys.executable, "-I", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "The same as in nnviz." in done.stdout
    printed = {line.split()[0]: float(line.split()[2]) for line in done.stdout.splitlines()[:4]}
    assert np.isclose(printed["train_loss"], stage(page, "loss"), rtol=1e-6)
    assert np.isclose(printed["test_accuracy"], stage(page, "accuracy"), rtol=1e-6)
    page.get_by_role("button", name="NumPy script").scroll_into_view_if_needed()
    shot(page, "export-panel")


def test_weights_come_back_into_a_fresh_network(open_page, tmp_path):
    page = trained(open_page)
    loss = stage(page, "loss")
    weights = saved(page, "Weights .npz", tmp_path)
    press(page, "New weights")
    wait_for(page, f"s.step === 0 && s.loss !== {loss}")
    expect(page.get_by_text("Step 0, as shown.")).to_be_visible()
    file_field(page).set_input_files(weights)
    expect(page.get_by_text("The weights are loaded.")).to_be_visible()
    wait_for(page, f"Math.abs(s.loss - {loss}) < 1e-9 * {loss}")


@pytest.mark.long
def test_a_bad_file_of_weights_is_told_and_the_network_stays(open_page):
    page = trained(open_page)
    loss = stage(page, "loss")
    bad = {"name": "weights.npz", "mimeType": "application/zip", "buffer": b"PK\x03\x04 not a zip at all"}
    file_field(page).set_input_files(bad)
    expect(page.get_by_text("The weights were not loaded: expected an .npz file")).to_be_visible()
    assert stage(page, "loss") == loss and stage(page, "step") == 50


def test_tables_hold_the_run(look_at, tmp_path):
    page = look_at(RUN, prepared=train)
    history = saved(page, "History .csv", tmp_path).read_text().splitlines()
    assert history[0].startswith("step,epoch,train_loss") and history[-1].startswith("50,2.0,")
    assert np.isclose(float(history[-1].split(",")[2]), stage(page, "loss"), rtol=1e-6)
    assert "dataset,xor" in saved(page, "Settings .csv", tmp_path).read_text()
    assert "W1,0,0," in saved(page, "Weights .csv", tmp_path).read_text()
    with np.load(saved(page, "History .npz", tmp_path), allow_pickle=False) as file:
        assert file["step"][-1] == 50


def test_the_page_of_figures_stands_alone_and_a_camera_reads_the_code_off_the_screen(
    open_page, browser, tmp_path, shot
):
    trained_page = trained(open_page, scheme="dark")
    file = saved(trained_page, "Figures .html", tmp_path)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    page = context.new_page()
    wanted, wrong = [], []
    page.on("request", lambda request: wanted.append(request.url))
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(file.as_uri())
    for name in ("loss", "accuracy", "gradients", "output"):
        expect(page.locator(f"#figure-{name} .main-svg").first).to_be_visible()
    assert wanted == [file.as_uri()] and wrong == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 17, 23)"
    expect(page.get_by_text("step 25: learning_rate =")).to_be_visible()
    page.locator("#figure-output").scroll_into_view_if_needed()
    shot(page, "export-figures")
    context.close()

    page = trained_page
    page.get_by_role("textbox", name="Address at which others reach this app").fill("192.168.1.20:8501")
    page.keyboard.press("Enter")
    field = page.get_by_role("textbox", name="Address of this step")
    expect(field).to_have_value(re.compile(r"^http://192\.168\.1\.20:8501/playground\?dataset=xor&"))
    page.get_by_role("button", name="QR code for the room").click()
    expect(page.get_by_alt_text("QR code of the address below")).to_be_visible()
    read = zxingcpp.read_barcode(Image.open(io.BytesIO(page.screenshot())))
    assert read is not None and read.text == address(page)
    shot(page, "share-code")


def test_the_address_is_copied_also_where_a_browser_offers_no_clipboard(look_at):
    page = look_at(RUN, prepared=train)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy address").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address(page)
    expect(page.get_by_role("button", name="Copy address")).to_be_visible()
    page.evaluate(NO_CLIPBOARD)
    copied = "window.copied = new Promise((done) => document.addEventListener('copy', done, { once: true }))"
    page.evaluate(f"() => {{ {copied}; }}")
    page.get_by_role("button", name="Copy address").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    page.evaluate("() => window.copied.then(() => true)")


def test_the_address_leads_to_the_same_numbers(open_page):
    page = trained(open_page)
    shared = address(page)
    assert "step=50" in shared and "changes=25:learning_rate:" in shared
    again = open_stage(open_page, shared.split("/", 3)[3])
    wait_for(again, "s.step === 50")
    assert stage(again, "loss") == stage(page, "loss")
    assert stage(again, "testLoss") == stage(page, "testLoss")
    press(page, "Epoch")
    press(again, "Epoch")
    for one in (page, again):
        wait_for(one, "s.step === 75")
    assert stage(again, "loss") == stage(page, "loss")


@pytest.mark.long
def test_the_panel_fits_a_phone(open_page, shot):
    page = trained(open_page)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.get_by_role("button", name="Copy address")).to_be_visible()
    page.get_by_role("button", name="Copy address").scroll_into_view_if_needed()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    shot(page, "share-phone")
