"""Two replicas behind nginx, one of which is killed while a visitor trains on it: browser, proxy and app."""

import http.client
import os
import signal
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import expect

from nnviz.experiments import RunRecipe, replay
from scripts.driving import PATIENCE, READY, chromium
from scripts.replicas import running_replicas

pytestmark = pytest.mark.e2e

SECONDS = 5.0
"""In which a visitor must be back, where nothing else computes."""

ADDRESS = "playground?hidden=4:tanh,2:tanh&projector=0"

NAME = "nnviz.example:8443"

LOST = "() => document.querySelector('[data-testid=stApp]').dataset.testConnectionState !== 'CONNECTED'"
BACK = "scene => window.__nnviz && window.__nnviz.scene !== scene && window.__nnviz.step >= 0"


def led_to(url: str, scheme: str) -> str:
    """Where the app leads whoever leaves out the last slash, behind a proxy that speaks so with the browser."""
    with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)) as connection:
        connection.request("GET", "/nnviz", headers={"Host": NAME, "X-Forwarded-Proto": scheme})
        return connection.getresponse().headers["Location"]


def test_a_visitor_is_back_at_the_same_step_when_the_replica_dies(tmp_path: Path):
    """Below a path of its own, with a setting changed on the way: all of it is in the address."""
    with running_replicas(tmp_path, 2, "/nnviz") as replicas, chromium() as browser:
        assert led_to(replicas.url, "https") == f"https://{NAME}/nnviz/", "what the browser speaks"
        assert led_to(replicas.url, "http") == f"http://{NAME}/nnviz/"
        context = browser.new_context(viewport={"width": 1280, "height": 720})
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        page.goto(f"{replicas.url}/{ADDRESS}")
        page.wait_for_function(READY)
        page.get_by_role("button", name="Play", exact=True).first.click()
        page.wait_for_function("window.__nnviz.step > 60")
        page.get_by_label("Learning rate", exact=True).first.select_option("0.03")
        page.wait_for_function("Math.abs(window.__nnviz.learningRate - 0.03) < 1e-6")
        page.wait_for_function("window.__nnviz.queue > 0")

        (number,) = (int(str(c["value"])) for c in context.cookies() if c["name"] == "nnviz_replica")
        seen, scene = page.evaluate("[window.__nnviz.step, window.__nnviz.scene]")
        os.kill(replicas.servers[number - 1].pid, signal.SIGKILL)
        killed = time.monotonic()
        page.wait_for_function(LOST)
        held, loss = page.evaluate("[window.__nnviz.step, window.__nnviz.loss]")
        assert held >= seen
        page.wait_for_function(BACK, arg=scene)
        passed = time.monotonic() - killed

        step, again, playing = page.evaluate("[window.__nnviz.step, window.__nnviz.loss, window.__nnviz.playing]")
        query = dict(parse_qsl(urlsplit(page.url).query))
        assert (step, again, playing) == (held, loss, False), page.url
        assert query["step"] == str(held) and "learning_rate:0.03" in query["changes"]
        recipe, notes = RunRecipe.from_query({name: text for name, text in query.items() if name != "projector"})
        assert not notes
        assert replay(recipe).evaluation.train_loss == pytest.approx(loss, rel=1e-6)
        assert [c["value"] for c in context.cookies() if c["name"] == "nnviz_replica"] == [str(3 - number)]
        busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
        assert passed < SECONDS * busy, f"{passed:.1f} s, with {busy:.1f} times the work that the cores can do"

        page.wait_for_function(READY)
        page.get_by_role("button", name="Play", exact=True).first.click()
        page.wait_for_function(f"window.__nnviz.step > {held}")
        expect(page.get_by_test_id("stException")).to_have_count(0)
