"""The page of convolution: every topic runs, asks before it shows, and concludes with numbers."""

import pytest

from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.ui.convolution.topics import TOPICS


def test_the_switch_shows_every_topic_that_has_a_section(run_page):
    page = run_page("convolution")
    switch = next(one for one in page.main.button_group if one.key == "convolution.topic")
    assert list(switch.options) == [topic.title for topic in TOPICS.pages.values()]
    assert sum(len(topic.title) + 3 for topic in TOPICS.pages.values()) < 140, "all of them stand in one line"


@pytest.mark.parametrize("topic", TOPICS.pages)
def test_a_topic_asks_before_it_shows_and_concludes(run_page, topic):
    page = run_page("convolution", topic=topic)
    questions = [radio for radio in page.radio if ".question." in (radio.key or "")]
    assert questions, "a question before the picture"
    show = [button for button in page.button if button.label == "Just show"]
    assert show, "which need not be answered"
    show[0].click().run()
    assert not page.exception
    page.session_state["convolution.conclusion"] = True
    page.run()
    assert not page.exception
    told = page.main.expander[-1].markdown[0].value
    assert 2 <= told.count("\n- ") + 1 <= 5
    assert any(letter.isdigit() for letter in told)


def test_a_topic_that_is_unknown_is_told_and_another_one_is_shown(run_page):
    page = run_page("convolution", topic="kernels")
    assert "topic=kernels was left out" in page.warning[0].value.replace("\\", "")
    assert ConvolutionSettings().topic == "kernel"


def test_an_image_is_typed_drawn_on_or_refused_and_nothing_is_lost(run_page):
    page = run_page("convolution", image="square")
    page.session_state["convolution.own"] = True
    page.run()
    area = page.text_area(key="convolution.typed_image")
    area.set_value("0 16 0\n0 16\n0 16 0").run()
    assert "rows of one length" in page.warning[0].value
    assert page.query_params.get("drawn") is None and page.query_params["image"] == "square"
    page.text_area(key="convolution.typed_image").set_value("0 16 0\n0 16 0\n0 16 0").run()
    assert not page.exception and page.query_params["drawn"] == "0g0-0g0-0g0"
    assert page.number_input(key="convolution.side").value == 3
    next(button for button in page.button if button.label == "Draw on blank paper").click().run()
    assert page.query_params["drawn"] == "000-000-000"


def test_settings_that_leave_no_output_are_told_and_kept(run_page):
    page = run_page("convolution", topic="sizes", size_in="2", size_kernel="5")
    assert "no output would be left" in page.warning[0].value
    page.slider(key="convolution.size_in").set_value(7).run()
    assert not page.exception and not page.warning
    assert page.query_params["size_kernel"] == "5"
