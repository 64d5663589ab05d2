"""What the wanderer notes, and what it lets pass."""

import random

from scripts.wander import Wander

SITE = "http://127.0.0.1:8000/some/path/"


def note() -> Wander:
    return Wander(SITE, random.Random(0), now="loss, press")


def test_only_other_hosts_are_noted():
    wander = note()
    for address in (f"{SITE}a.js", "data:text/plain,x", "blob:http://127.0.0.1:8000/1", "ws://127.0.0.1:8000/stream"):
        wander.asked(address)
    assert not wander.bad
    wander.asked("https://fonts.example/icon.woff2")
    assert wander.bad and wander.hosts == {"fonts.example"}


def test_a_deep_link_that_a_host_answers_with_its_404_page_is_no_problem():
    wander = note()
    wander.said("Failed to load resource: the server responded with a status of 404 (Not Found)")
    wander.said("Client Error: Download Button source error - 404")
    assert not wander.bad
    wander.said("TypeError: x is undefined")
    assert wander.problems == ["loss, press: console: TypeError: x is undefined"]


def test_the_report_says_how_much_was_seen():
    wander = note()
    wander.done.update(press=3, slide=2)
    wander.pages.update(["loss", "home", "loss"])
    text = str(wander)
    assert text.startswith("5 steps: press 3, slide 2")
    assert "pages: home 1, loss 2" in text and "other hosts: none" in text and "0 problems" in text
