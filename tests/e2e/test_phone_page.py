"""The phone's page on the running app: with its program and without any, beside Streamlit's own pages."""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, Page, expect

from scripts.driving import Server
from tests.e2e.accessibility import AXE

QUESTION = {
    "at": "why-sigmoid",
    "address": "playground?hidden=4:sigmoid",
    "question": "Which of the two lowers its loss first, <b>after</b> 300 steps?",
    "options": ["ReLU", "sigmoid, whose slope is at most a quarter: averyveryverylongwordthatfitsnowhereonaphone"],
}

PHONE: dict[str, Any] = {"viewport": {"width": 320, "height": 640}, "has_touch": True}

# As a person who comes back to the phone sees it: the page looks at once.
SEEN_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"


def lecturer(server: Server, lesson: str = "depth") -> tuple[str, Callable[..., dict[str, Any]]]:
    """Open a room; return its address and what a presenter does in it."""

    def post(path: str, **content: object) -> dict[str, Any]:
        body = json.dumps(content).encode()
        with urlopen(Request(f"{server.url}/hall/{path}", body, {"Content-Type": "application/json"})) as answered:
            return json.load(answered)

    opened = post("rooms", lesson=lesson, title="Why six sigmoid layers do not learn")
    room = opened["room"]
    return f"{server.url}/hall/{room}", lambda name, **content: post(f"{room}/{name}", token=opened["token"], **content)


def findings(page: Page) -> list[str]:
    """What axe-core finds in both themes."""
    page.evaluate(AXE)
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        told = page.evaluate("async () => (await axe.run()).violations")
        found += [f"{scheme}: {one['id']} {[node['html'] for node in one['nodes']]}" for one in told]
    return found


def test_phones_vote_with_and_without_programs_while_the_app_answers_as_before(server: Server, browser: Browser):
    address, present = lecturer(server)
    with urlopen(f"{server.url}/_stcore/health") as health, urlopen(f"{server.url}/playground") as app:
        assert health.read() == b"ok" and b"window.__streamlit" in app.read()

    plain = browser.new_context(**PHONE, java_script_enabled=False).new_page()
    phone = browser.new_context(**PHONE).new_page()
    said: list[str] = []
    phone.on("console", lambda message: said.append(message.text))
    phone.on("pageerror", lambda error: said.append(str(error)))
    phone.on("websocket", lambda socket: said.append(f"a websocket to {socket.url}"))
    phone.goto(address)
    expect(phone.get_by_text("There is no question at the moment.")).to_be_visible()

    present("step", **QUESTION)
    present("round", open=True)
    plain.goto(address)
    plain.get_by_role("button", name="ReLU").click()
    expect(plain.get_by_role("status")).to_have_text("Your answer: ReLU. You can change it until the vote is closed.")
    phone.evaluate(SEEN_AGAIN)
    sigmoid = phone.get_by_role("button", name="sigmoid")
    assert not findings(phone)
    phone.context.set_offline(True)
    sigmoid.click()
    expect(phone.get_by_role("status")).to_have_text("No connection. Trying again …")
    phone.context.set_offline(False)
    expect(phone.get_by_role("status")).to_contain_text("Your answer: sigmoid")
    expect(sigmoid).to_be_focused()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    assert all(button.bounding_box()["height"] >= 44 for button in phone.get_by_role("button").all())
    follow = phone.get_by_role("link", name="Follow on this device")
    room = address.rpartition("/")[2]
    expect(follow).to_have_attribute(
        "href", re.compile(rf"\.\./playground\?.*lesson=depth&at=why-sigmoid&follow={room}")
    )

    assert present("measured", option=1, value="0.083", why="Its slope is at most a quarter.")["histograms"] == [[1, 1]]
    phone.evaluate(SEEN_AGAIN)
    expect(phone.get_by_role("status")).to_contain_text("The vote is closed. Your answer: sigmoid")
    expect(phone.get_by_text("Its slope is at most a quarter.")).to_be_visible()
    expect(phone.get_by_role("listitem").first).to_contain_text("Votes: 1 (50 %)")
    assert not findings(phone)
    plain.get_by_role("link", name="Look again").click()
    expect(plain.get_by_text("The network’s answer")).to_be_visible()

    present("close")
    phone.evaluate(SEEN_AGAIN)
    expect(phone.get_by_role("status")).to_contain_text("There is no room with this code")
    assert [text for text in said if "404" not in text and "ERR_INTERNET_DISCONNECTED" not in text] == []
    for page in (plain, phone):
        page.context.close()


def test_a_device_follows_the_lecture_leaves_it_and_comes_back(server: Server, open_page: Callable[..., Page]):
    address, present = lecturer(server, lesson="neuron")
    present("step", at="one-neuron", address="forward_pass")
    page = open_page(
        f"forward_pass?lesson=neuron&at=one-neuron&follow={address.rpartition('/')[2]}", width=390, height=844
    )
    strip = page.locator(".follow-strip")
    place = page.locator(".lesson-number")
    expect(strip.get_by_role("status")).to_have_text("Following the lecture")
    expect(place).to_contain_text("step 1 of")
    strip.get_by_role("button", name="Leave").click()
    present("step", at="the-activation", address="activation_functions", question="Which?", options=["tanh", "ReLU"])
    present("round", open=True)
    page.evaluate(SEEN_AGAIN)
    expect(strip.get_by_role("link", name="Vote now")).to_have_attribute("href", address)
    expect(strip.get_by_role("status")).to_have_text("The lecture goes on without you.")
    expect(place).to_contain_text("step 1 of")
    strip.get_by_role("button", name="Come back to the lecture").click()
    expect(place).to_contain_text("step 3 of")
    expect(page).to_have_url(re.compile(r"/activation_functions\?.*follow="))
