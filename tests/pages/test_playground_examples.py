"""Examples, addresses of TensorFlow Playground, results and past runs on the Playground itself, by AppTest."""

from streamlit.testing.v1 import AppTest

from nnviz.experiments.diagnosis import TITLES
from nnviz.experiments.presets.catalogue import PRESETS
from nnviz.ui.playground.presets import FIELD, MENU, SUBMIT
from nnviz.ui.shell.session import PANEL, PLAYER, REOPEN, SETTINGS


def ran(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception, [error.value for error in page.exception]
    return page


def chosen(page: AppTest, name: str) -> AppTest:
    page.selectbox(key=MENU).set_value(name)
    return ran(page)


def texts(page: AppTest) -> str:
    return " ".join(element.value for kind in (page.markdown, page.caption) for element in kind).replace("\\", "")


def train(page: AppTest, epochs: int) -> None:
    """Train on the server as the stage does when the browser plays."""
    player = page.session_state[PLAYER]
    for _ in range(epochs):
        player.ahead.train(player.run.batches.per_epoch)


def test_an_example_begins_at_its_first_step_even_where_the_weights_could_stay(run_page):
    page = run_page("playground")
    kept = []
    first = ["rate-10", "rate-tiny", "circle"]  # what the page begins with, with other learning rates
    for name in [*first, *(name for name in PRESETS if name not in first)]:
        page.session_state[PLAYER].ahead.train(3)
        if not page.session_state[PLAYER].run.settings.must_restart(PRESETS[name].settings):
            kept.append(name)
        chosen(page, name)
        run = page.session_state[PLAYER].run
        assert page.session_state[SETTINGS + "playground"] == run.settings == PRESETS[name].settings, name
        assert run.step == 0, name
    assert {*first} <= {*kept}


def test_a_failing_example_is_diagnosed_under_results_and_the_remedy_can_be_tried(run_page):
    page = chosen(run_page("playground", seed="7"), "rate-10")
    train(page, 20)
    page.session_state[PANEL] = "Results"
    ran(page)
    assert f"**{TITLES['too_large']}.**" in texts(page)
    page.button(key="remedy.too_large.rate").click()
    ran(page)
    run = page.session_state[PLAYER].run
    assert page.session_state[SETTINGS + "playground"].learning_rate == run.settings.learning_rate == 0.03
    assert run.step == 0


def test_a_run_that_broke_down_starts_again_with_the_remedy_and_learns(run_page):
    page = chosen(run_page("playground"), "breakdown")
    train(page, PRESETS["breakdown"].outcome.epochs)
    page.session_state[PANEL] = "Results"
    assert "no longer finite" in ran(page).warning[0].value
    page.button(key="remedy.diverged.rate").click()
    ran(page)
    train(page, 5)
    run = page.session_state[PLAYER].run
    assert run.stop is None and run.evaluation.test_loss < 0.1


def test_a_past_run_can_be_reopened_and_has_the_same_numbers(run_page):
    page = run_page("playground")
    train(page, 12)
    before = page.session_state[PLAYER].run
    chosen(page, "xor")
    train(page, 2)
    page.session_state[PANEL] = "Results"
    ran(page)
    page.selectbox(key=REOPEN).set_value(1)
    ran(page)
    page.button(key="results.reopen").click()
    ran(page)
    after = page.session_state[PLAYER].run
    assert (after.settings, after.step) == (before.settings, before.step)
    assert after.state.network.theta.tobytes() == before.state.network.theta.tobytes()
    assert [one.number for one in page.session_state[PLAYER].past_runs] == [1, 2]


def test_an_address_of_tensorflow_playground_becomes_the_run(run_page):
    page = run_page("playground")
    page.text_input(key=FIELD).set_value("https://playground.tensorflow.org/#dataset=spiral&networkShape=8,8&seed=0.1")
    page.button(key=SUBMIT).click()
    ran(page)
    run = page.session_state[PLAYER].run
    assert [layer.n_out for layer in run.state.network.layers if hasattr(layer, "W")] == [8, 8, 1]
    assert run.settings.dataset == "spiral" and run.head.name == "tanh"
    assert page.query_params["head"] in ("tanh", ["tanh"])
