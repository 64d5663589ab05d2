"""Every page in Firefox and in WebKitGTK: opened, played, dragged; run by `make test-browsers`, not by `make test`.

Each test also fails on an error of a script or of the console, on an exception that Streamlit shows and on a traceback
in the server's log.
"""

import pytest

from nnviz.ui.shell.catalogue import CATALOGUE, tab_title


@pytest.mark.parametrize("name", [entry.name for entry in CATALOGUE])
def test_a_page_opens_by_its_address(visit, name):
    window = visit("" if name == "home" else name)
    assert window.evaluate("document.title") == tab_title(name)
    assert window.find("h1")["width"] > 0


def test_the_playground_learns(visit):
    window = visit("playground")
    start = window.wait("window.__nnviz.painted > 0 && window.__nnviz")
    window.click(".nnviz-stage button.play")
    window.wait("window.__nnviz.epoch >= 40")
    window.click(".nnviz-stage button.play")
    end = window.wait("!window.__nnviz.playing && !window.__nnviz.waiting && window.__nnviz")
    assert end["painted"] > start["painted"] + 10
    assert end["loss"] < start["loss"]


def test_the_race_is_run(visit):
    window = visit("activation_race?epochs=6&seeds=10")
    window.click("button", "just watch")
    window.wait("window.__nnvizRace.locked === ''")
    window.click("button.play")
    window.wait("window.__nnvizRace.epoch >= 6")
    window.find("h2, h3", "Verdict")
    window.wait_until_ready()


def test_a_logit_is_dragged_and_the_probabilities_follow(visit):
    window = visit("softmax")
    state = "window.__nnvizConcept['softmax-logits'].state()"
    before = window.wait(state)
    window.drag(".cell.logit .track", 0.55, 0.9, k=2)
    window.wait("!window.__nnvizConcept['softmax-logits'].view.requests.busy")
    after = window.evaluate(state)
    assert after["z"][2] > before["z"][2] + 1
    assert after["P"][2] > before["P"][2]
    assert sum(after["P"]) == pytest.approx(1)
    window.wait_until_ready()


def test_errors_of_scripts_and_of_the_console_are_noticed(visit):
    window = visit("")
    assert window.complaints() == []
    window.evaluate(
        """new Promise((done) => {
            console.error("said");
            Promise.reject(new Error("rejected"));
            setTimeout(() => { setTimeout(done); throw new Error("thrown"); });
        })"""
    )
    found = window.complaints()
    assert len(found) == 3
    assert {word for word in ("said", "rejected", "thrown") for line in found if word in line} == {
        "said", "rejected", "thrown",
    }  # fmt: skip
