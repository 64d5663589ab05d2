import pytest

from nnviz.experiments.yaml_files.problem import FileError
from nnviz.lessons.lesson import MEASURED, Action, Choice, View
from nnviz.lessons.reading import read_lesson
from tests.lessons.malformed import SHORT, problem, problems, with_ask, with_step, with_view


def test_a_lesson_of_seven_lines_is_read():
    lesson = read_lesson(SHORT, "short")
    assert (lesson.name, lesson.title, lesson.language) == ("short", "A short lesson", "en")
    assert lesson.step("one").view == View("playground", {"hidden": "8:relu"})


def test_actions_are_read_in_their_order():
    do = """
    do:
      - set: {learning_rate: 0.3}
      - play: until loss < 0.1
      - play
      - pause
      - seek: 300
      - open: Tensors
      - press: Train
    """
    assert read_lesson(with_step(do), "short").steps[0].do == (
        Action("set", settings={"learning_rate": "0.3"}),
        Action("play", until="loss < 0.1"),
        Action("play"),
        Action("pause"),
        Action("seek", step=300),
        Action("open", target="Tensors"),
        Action("press", target="Train"),
    )


def test_one_entry_may_stand_without_a_list():
    step = read_lesson(with_step("hide: Tensors\nreveal: play"), "short").steps[0]
    assert (step.hide, step.reveal) == (("Tensors",), (Action("play"),))


def test_words_such_as_yes_stay_texts():
    ask = read_lesson(with_ask("options: [Yes, No]\nanswer: No"), "short").steps[0].ask
    assert ask.options == (Choice("Yes"), Choice("No"))
    assert ask.answer == "No"


def test_a_measured_answer_has_values_behind_its_options():
    lines = "options: {it learns: below 0.3, it does not: above 0.3}\nanswer: measured\nmeasure: loss at step 300"
    ask = read_lesson(with_ask(lines), "short").steps[0].ask
    assert ask.options == (Choice("it learns", "below 0.3"), Choice("it does not", "above 0.3"))
    assert (ask.answer, ask.measure) == (MEASURED, "loss at step 300")


def test_a_vote_has_seconds_and_a_second_round():
    ask = read_lesson(with_ask("options: [a, b]\nanswer: a\nvote: true\nseconds: 45\nagain: yes"), "short").steps[0].ask
    assert (ask.vote, ask.seconds, ask.again) == (True, 45, True)


def test_notes_may_have_several_lines():
    step = read_lesson(with_step("notes: |\n  One.\n\n  Two.\nminutes: 2.5"), "short").steps[0]
    assert (step.notes, step.minutes) == ("One.\n\nTwo.", 2.5)


def test_a_colon_in_a_view_needs_no_quotes():
    assert read_lesson(with_view("playground?hidden=6:sigmoid,6:sigmoid&step=300"), "short").steps[0].view.query == {
        "hidden": "6:sigmoid,6:sigmoid",
        "step": "300",
    }


def test_a_message_names_file_line_and_key():
    found = problem(with_step("minute: 3"))
    assert (
        str(found) == "short.yaml, line 7, steps[one].minute: expected a known key, got minute; did you mean minutes?"
    )


@pytest.mark.parametrize(
    ("text", "line", "key", "part"),
    [
        (with_step("hiden: Tensors"), 7, "steps[one].hiden", "did you mean hide?"),
        (SHORT.replace("title:", "titel:"), 2, "titel", "did you mean title?"),
        (with_ask("options: [a, b]\nanswer: a\nsecond: 3"), 11, "steps[one].ask.second", "did you mean seconds?"),
        (with_view("playgroud?hidden=8"), 5, "steps[one].view", "did you mean playground?"),
        (with_view("playground?hiden=8"), 5, "steps[one].view", "did you mean hidden?"),
        (with_view("playground?noise=900"), 5, "steps[one].view", "expected a number from 0 to 50, got '900'"),
        (with_view("playground?changes=5:learning_rate:9&step=3"), 5, "steps[one].view", "after the last step"),
        (with_view("playground?noise=1&noise=2"), 5, "steps[one].view", "noise stands there twice"),
        (with_view("playground?dataset=own"), 5, "steps[one].view", "own data are not part of an address"),
        (with_view("playground?lesson=other"), 5, "steps[one].view", "lesson belongs to the app"),
        (with_view("home?x=1"), 5, "steps[one].view", "no setting x"),
        (with_view("'javascript:alert(1)'"), 5, "steps[one].view", "expected a page"),
        (with_step("minutes: long"), 7, "steps[one].minutes", "expected a number from 0 to 120, got long"),
        (with_step("minutes: inf"), 7, "steps[one].minutes", "got inf"),
        (with_step("hide: [a, a]"), 7, "steps[one].hide", "expected each entry once, got a again"),
        (with_step("hide: a\nonly: b"), 8, "steps[one].only", "expected hide or only, got both"),
        (with_step("hide: []"), 7, "steps[one].hide", "expected at least one entry"),
        (with_step("notes:"), 7, "steps[one].notes", "expected a text, got nothing"),
        (with_step("notes: [a]"), 7, "steps[one].notes", "expected a text, got a list"),
        (with_step("do: playy"), 7, "steps[one].do", "expected one action an entry"),
        (with_step("do:\n  - ply: until loss < 1"), 8, "steps[one].do", "did you mean play?"),
        (with_step("do:\n  - play: loss < 1"), 8, "steps[one].do", "expected play: until and a condition"),
        (with_step("do:\n  - play: until loss = 1"), 8, "steps[one].do", "got loss = 1"),
        (with_step("do:\n  - seek: -3"), 8, "steps[one].do", "a whole number from 0"),
        (with_step("do:\n  - set: {learnig_rate: 1}"), 8, "steps[one].do", "did you mean learning_rate?"),
        (with_step("do:\n  - set: {learning_rate: -1}"), 8, "steps[one].do", "a number above 0"),
        (
            with_ask("options: [a, b]\nanswer: c"),
            10,
            "steps[one].ask.answer",
            "expected measured or one of the options",
        ),
        (with_ask("options: [a, b]\nanswer: a\nseconds: 9"), 11, "steps[one].ask.seconds", "vote: true"),
        (with_ask("options: [a]\nanswer: a"), 9, "steps[one].ask.options", "expected 2 to 6 options, got 1"),
        (with_ask("options: [a, a]\nanswer: a"), 9, "steps[one].ask.options", "got one twice"),
        (with_ask("options: [a, b]\nanswer: a\nvote: maybe"), 11, "steps[one].ask.vote", "expected true or false"),
        (
            with_ask("options: {a: below 1, b: above 2}\nanswer: measured\nmeasure: loss at step 3"),
            9,
            "steps[one].ask.options",
            "between 1 and 2 none holds",
        ),
        (
            with_ask("options: {a: below 1, b: above 1}\nanswer: measured\nmeasure: lossy"),
            11,
            "steps[one].ask.measure",
            "what the page playground measures",
        ),
        (SHORT.replace("lesson: 1", "lesson: 2"), 1, "lesson", "expected 1, the version of the format, got 2"),
        (SHORT.replace("id: one", "id: Step One"), 4, "steps[1].id", "small letters, digits and hyphens"),
        (SHORT.replace("title: A short lesson", f"title: {'x' * 200}"), 2, "title", "at most 120 characters, got 200"),
        (SHORT.replace("title: A short lesson", "title: x\nlanguage: english!"), 3, "language", "a language's code"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text, line, key, part):
    found = problem(text)
    assert (found.line, found.key) == (line, key)
    assert part in found.message


def test_a_missing_id_is_told_with_the_steps_line():
    found = problem(SHORT.replace("- id: one\n    view", "- view"))
    assert (found.line, found.key) == (4, "steps[1].id")


def test_two_equal_ids_are_told_with_both_lines():
    found = problem(SHORT + "  - id: one\n    view: softmax\n")
    assert (found.line, found.key) == (7, "steps[one].id")
    assert "on line 4 too" in found.message


def test_a_lesson_without_steps_is_refused():
    assert problem("lesson: 1\ntitle: x\nsteps: []\n").key == "steps"


def test_all_that_is_wrong_is_told_at_once():
    text = with_step("minutes: long\ndo: jump").replace("title: A short lesson\n", "")
    assert [found.line for found in problems(text)] == [1, 6, 7]


def test_many_problems_are_cut_short_in_the_message():
    text = SHORT + "".join(f"  - id: s{i}\n    view: nowhere\n" for i in range(30))
    with pytest.raises(FileError, match="and 10 more"):
        read_lesson(text, "short")


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b>",
        "<script>alert(1)</script>",
        "<!-- hidden -->",
        "[here](https://example.org)",
        "![picture](x.png)",
        "see https://example.org",
        ":red[danger]",
        ":material/home:",
        "$$x$$",
        r"$\href{https://example.org}{x}$",
        "# A heading",
    ],
)
@pytest.mark.parametrize("key", ["say", "notes"])
def test_markup_in_texts_is_refused(key, text):
    step = SHORT.replace("    say: Eight units, **all** ReLU.\n", f"    {key}: '{text}'\n")
    found = problem(step)
    assert (found.line, found.key) == (6, f"steps[one].{key}")
    assert found.message.startswith(("expected words", "expected a formula"))


def test_a_smaller_sign_and_a_formula_are_no_markup():
    text = with_step("notes: 'Until loss < 0.1 or $a<b$, `x<y`, then 3 > 2: what [0, 1] holds.'")
    assert read_lesson(text, "short").steps[0].notes.startswith("Until loss < 0.1")
