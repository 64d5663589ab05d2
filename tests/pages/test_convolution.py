"""The page of convolution: every topic runs, asks before it shows, and concludes with numbers."""

import pytest

from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.ui.convolution.topics import TOPICS


def test_the_switch_shows_every_topic_that_has_a_section(run_page):
    page = run_page("convolution")
    switch = next(one for one in page.main.button_group if one.key == "convolution.topic")
    assert list(switch.options) == [topic.title for topic in TOPICS.values()]
    assert sum(len(topic.title) + 3 for topic in TOPICS.values()) < 140, "all of them stand in one line"


@pytest.mark.parametrize("topic", TOPICS)
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
