"""Pages as they are recorded: their words, what their drawings are sent, and the states after a lesson's actions."""

import pytest

import tests.quick_app_test  # noqa: F401  (what is the same for all runs, once)
from nnviz.lessons.lesson import Action, Step, View
from nnviz.ui.lessons.capture import capture_page, page_html
from tests.stage.decoding import unpack


def test_words_and_drawings_stand_in_the_order_of_the_page():
    (blocks,) = capture_page(Step("here", View("loss"))).phases
    assert blocks[0].html == "<h2>Loss</h2>"
    views = [unpack(block.messages[0])[0]["view"] for block in blocks if block.component]
    assert views == ["graph", "surface", "bars"]
    assert any(block.html.startswith("<p><math") for block in blocks)
    assert any("Learning rate: <strong>0.15</strong>" in block.html for block in blocks)
    assert not any("Before you look" in block.html for block in blocks)


def test_a_step_shows_the_sections_it_names_alone():
    step = Step("here", View("loss"), only=("The same losses over weight and bias",))
    (blocks,) = capture_page(step).phases
    assert [unpack(block.messages[0])[0]["view"] for block in blocks if block.component] == ["surface"]


def test_actions_lead_to_other_states_of_the_page_or_need_the_app():
    do = (Action("set", settings={"topic": "sizes"}), Action("open", target="Somewhere"))
    captured = capture_page(Step("here", View("convolution"), do=do))
    assert (captured.after, captured.done) == ((1, None), (True, False))
    views = [[unpack(b.messages[0])[0]["view"] for b in phase if b.component] for phase in captured.phases]
    assert views[0] != views[1]


def test_a_press_shows_what_a_page_keeps_back_in_the_section_on_view():
    section = "A confidently wrong neuron: two losses in lockstep"
    step = Step("here", View("loss"), only=(section,), do=(Action("press", target="Just show"),))
    before, after = capture_page(step).phases
    assert [[block.key for block in phase if block.component] for phase in (before, after)] == [[], ["loss-lockstep"]]


def test_a_reveal_answers_the_question_of_the_page_too():
    train = Action("press", target="Train")
    captured = capture_page(Step("here", View("transformer", {"topic": "tasks"}), reveal=(train,)))
    assert (captured.after, captured.done) == ((1,), (False,))
    messages = [block.messages[0] for phase in captured.phases for block in phase if block.component]
    assert [any(panel.get("veiled") for panel in unpack(message)[0]["panels"]) for message in messages] == [True, False]


def test_a_training_that_the_browser_asks_for_in_parts_is_sent_whole():
    step = Step("here", View("attention", {"topic": "scaling"}), only=("What it does to a training",))
    (blocks,) = capture_page(step).phases
    (training,) = [unpack(block.messages[0]) for block in blocks if block.component]
    assert training[0]["done"]
    assert len(training[0]["steps"]) == training[0]["total"]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("**Drag** it", "<p><strong>Drag</strong> it</p>"),
        ("a :green[good] :material/check: sign", "<p>a good  sign</p>"),
        ("see [the page](/loss)", "<p>see the page</p>"),
        ('a [loss](#term-loss "one number")', '<p>a <abbr title="one number">loss</abbr></p>'),
        ("- one\n- two", "<ul><li>one</li><li>two</li></ul>"),
        ("a <img src=x>", "<p>a &lt;img src=x&gt;</p>"),
        (r"**one W\*** and b\*", "<p><strong>one W*</strong> and b*</p>"),
        ("one\n\ntwo", "<p>one</p><p>two</p>"),
    ],
)
def test_markdown_of_pages(markdown, expected):
    assert page_html(markdown) == expected
