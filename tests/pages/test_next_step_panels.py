"""Topics with a training open every tensor of its next step."""

import pytest

from tests.seeds import some

TOPICS = [
    ("transformer", "leak"),
    ("recurrence", "parity"),
    ("attention", "scaling"),
    ("transformer", "stream"),
    ("transformer", "own"),
    ("transformer", "names"),
    ("transformer", "induction"),
    ("transformer", "race"),
    ("recurrence", "echo"),
    ("recurrence", "memory"),
]


@pytest.mark.parametrize(("name", "topic"), some(TOPICS, 3))
def test_the_tensors_of_the_next_step_are_opened(run_page, name, topic):
    page = run_page(name, topic=topic)
    page.session_state[f"{name}.{topic}.tensors"] = True
    page.run()
    assert not page.exception
    assert any(one.value.startswith("Step 1") for one in page.caption)
