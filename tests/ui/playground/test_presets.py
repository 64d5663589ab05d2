"""The menu of examples and the field for addresses, by AppTest on a page of their own."""

import pytest
from streamlit.testing.v1 import AppTest

from nnviz.datasets import dataset
from nnviz.experiments import RunSettings
from nnviz.experiments.presets.catalogue import PRESETS
from nnviz.ui.playground.presets import FIELD, MENU, SUBMIT


def panel(settings: RunSettings, refuse: str = "") -> AppTest:
    """A page that holds the panel and the settings that it hands over."""

    def page() -> None:
        import streamlit as st

        from nnviz.ui.playground.presets import presets_panel

        def use(settings: object) -> None:
            if st.session_state["refuse"]:
                raise ValueError(st.session_state["refuse"])
            st.session_state["settings"] = settings

        presets_panel(st.session_state["settings"], use)

    app = AppTest.from_function(page, default_timeout=30)
    app.session_state["settings"] = settings
    app.session_state["refuse"] = refuse
    return ran(app)


def ran(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def menu(app):
    return app.selectbox(key=MENU)


def can_be_set_up_again(app):
    return any(button.key == "playground.preset_again" for button in app.button)


def texts(app):
    return " ".join(element.value for kind in (app.markdown, app.caption, app.info, app.error) for element in kind)


def test_settings_of_an_example_show_its_question_and_the_answer_with_what_was_tested():
    app = panel(RunSettings())
    assert menu(app).value == "circle"
    assert PRESETS["circle"].question in texts(app)
    assert PRESETS["circle"].answer in texts(app)
    assert "at least 95 % of the test samples are classified correctly" in texts(app)


@pytest.mark.parametrize("name", PRESETS)
def test_every_example_can_be_chosen(name):
    app = panel(RunSettings(seed=9))
    menu(app).set_value(name)
    ran(app)
    assert app.session_state["settings"] == PRESETS[name].settings
    assert menu(app).value == name
    assert PRESETS[name].question in texts(app)


def test_own_data_stay_known_while_an_example_is_trained_on():
    own = RunSettings().with_own(dataset("iris"))
    app = panel(own)
    menu(app).set_value("xor")
    ran(app)
    assert app.session_state["settings"] == PRESETS["xor"].settings.model_copy(update={"own": own.own})
    assert menu(app).value == "xor" and not can_be_set_up_again(app)


def test_other_settings_are_no_example():
    app = panel(RunSettings(seed=9))
    assert menu(app).value is None
    assert not can_be_set_up_again(app)


def test_what_was_changed_since_is_told_and_can_be_taken_back():
    app = panel(RunSettings())
    app.session_state["settings"] = RunSettings(noise=20.0, batch_size=5)
    ran(app)
    assert menu(app).value == "circle"
    assert "Changed since: noise, batch size" in texts(app).replace("\\", "")
    app.button(key="playground.preset_again").click()
    ran(app)
    assert app.session_state["settings"] == RunSettings()
    assert not can_be_set_up_again(app)


def test_other_data_end_an_example():
    app = panel(RunSettings())
    app.session_state["settings"] = RunSettings(dataset="xor")
    assert menu(ran(app)).value is None


def test_a_pasted_address_is_set_up_and_what_could_not_be_taken_is_told():
    app = panel(RunSettings())
    app.text_input(key=FIELD).set_value("https://playground.tensorflow.org/#dataset=xor&noise=80&seed=0.5")
    app.button(key=SUBMIT).click()
    ran(app)
    settings = app.session_state["settings"]
    assert (settings.dataset, settings.head, settings.noise, settings.seed) == ("xor", "tanh", 0.0, 50000)
    told = texts(app).replace("\\", "")
    assert "Set up as in TensorFlow Playground." in told
    assert "noise=80 was left out" in told


def test_the_news_of_an_address_go_with_the_next_example():
    app = panel(RunSettings())
    app.text_input(key=FIELD).set_value("playground.tensorflow.org")
    app.button(key=SUBMIT).click()
    assert ran(app).info
    menu(app).set_value("xor")
    assert not ran(app).info


@pytest.mark.parametrize("text", ["hello", "https://example.org", "[link](javascript:alert(1)) :red[x]", "x" * 9000])
def test_what_is_no_address_is_told_and_changes_nothing(text):
    app = panel(RunSettings())
    app.text_input(key=FIELD).set_value(text)
    app.button(key=SUBMIT).click()
    ran(app)
    assert app.session_state["settings"] == RunSettings()
    assert "TensorFlow Playground" in app.error[0].value
    assert "](" not in app.error[0].value and ":red[" not in app.error[0].value


def test_a_refusal_is_told():
    app = panel(RunSettings(), refuse="it cannot be split")
    menu(app).set_value("xor")
    ran(app)
    assert "It cannot be split" in app.error[0].value
    assert app.session_state["settings"] == RunSettings()
