"""Pages of many topics: every topic runs, asks before it shows, and concludes with numbers."""

import pytest

from tests.topics import TOPICS


@pytest.mark.parametrize("name", TOPICS)
def test_the_switch_shows_every_topic_that_has_a_section(run_page, name):
    page, topics = run_page(name), TOPICS[name].pages.values()
    switch = next(one for one in page.main.button_group if one.key == f"{name}.topic")
    assert list(switch.options) == [topic.title for topic in topics]
    assert sum(len(topic.title) + 3 for topic in topics) < 140, "all of them stand in one line"


@pytest.mark.parametrize(("name", "topic"), [(name, topic) for name in TOPICS for topic in TOPICS[name].pages])
def test_a_topic_asks_before_it_shows_and_concludes(run_page, name, topic):
    page = run_page(name, topic=topic)
    questions = [radio for radio in page.radio if ".question." in (radio.key or "")]
    assert questions, "a question before the picture"
    show = [button for button in page.button if button.label == "Just show"]
    assert show, "which need not be answered"
    page.session_state[f"{name}.conclusion"] = True
    show[0].click().run()
    assert not page.exception
    told = page.main.expander[-1].markdown[0].value
    assert 2 <= told.count("\n- ") + 1 <= 5
    assert any(letter.isdigit() for letter in told)


@pytest.mark.parametrize("name", TOPICS)
def test_a_topic_that_is_unknown_is_told_and_the_first_one_is_shown(run_page, name):
    page = run_page(name, topic="kernels")
    assert "topic=kernels was left out" in page.warning[0].value.replace("\\", "")
    switch = next(one for one in page.main.button_group if one.key == f"{name}.topic")
    assert switch.value == next(iter(TOPICS[name].pages))
