from textwrap import dedent, indent

import pytest

from nnviz.lessons import running
from nnviz.lessons.check import check_lesson
from tests.lessons.malformed import SHORT, with_ask, with_step


@pytest.fixture
def check(tmp_path):
    def checked(text, look=None):
        path = tmp_path / "short.yaml"
        path.write_text(text, encoding="utf-8")
        return check_lesson(path, look)

    return checked


def only_problem(report):
    (problem,) = report.problems
    return problem


def measured(options, measure, answer="measured"):
    """A lesson that asks: options on line 9, answer on line 10, measure on line 11."""
    return with_ask(f"options: {options}\nanswer: {answer}\nmeasure: {measure}")


def test_a_lesson_without_a_fault_is_fine(check):
    report = check(with_step("minutes: 3"))
    assert report.fine
    assert report.lesson.minutes == 3
    assert str(report).splitlines() == [
        "A short lesson: 1 step, 3 minutes, 0 questions",
        "one: playground?hidden=8:relu",
        "short.yaml: no problems found",
    ]


def test_a_file_that_cannot_be_read_is_told(check, tmp_path):
    report = check("lesson: 1\n\ttitle: x")
    assert report.lesson is None
    assert only_problem(report).line == 2
    assert "expected a file that can be read" in str(check_lesson(tmp_path / "nowhere.yaml"))


def test_a_condition_that_is_reached_is_told_with_its_step(check):
    report = check(with_step("reveal:\n  - play: until step 307\n  - play: until loss < 0.1"))
    assert report.fine
    at_step, at_loss = (line.strip() for line in report.lines[2:])
    assert at_step.startswith("reveal: until step 307: step 307, loss 0.")
    assert at_loss.startswith("reveal: until loss < 0.1: step ")
    assert at_loss.partition(", loss ")[2].startswith("0.09")


def test_a_condition_that_is_never_reached_says_what_it_came_to(check, monkeypatch):
    monkeypatch.setattr(running.train_until, "__defaults__", (200,))
    problem = only_problem(check(with_step("do:\n  - play: until loss < 0.0000001")))
    assert (problem.line, problem.key) == (7, "steps[one].do")
    assert "expected loss < 1e-07 to be reached, but after step " in problem.message
    assert "it came to " in problem.message


def test_a_training_that_ends_before_its_condition_says_why(check):
    text = with_step("do:\n  - play: until loss < 0.001").replace("hidden=8:relu", "hidden=8:relu&max_epochs=1")
    assert "the budget of 1 epoch is used up" in only_problem(check(text)).message


def test_an_accuracy_of_numbers_is_never_reached(check):
    text = with_step("do:\n  - play: until accuracy > 0.9").replace("hidden=8:relu", "dataset=reg-plane&max_epochs=1")
    assert "there is none on these data" in only_problem(check(text)).message


def test_actions_follow_each_other(check):
    actions = """
    do:
      - seek: 10
      - set: {learning_rate: 0.3}
      - play: until step 20
      - set: {hidden: "4:tanh"}
      - play: until step 5
    """
    report = check(with_step(actions))
    assert [line.split(",")[0].strip() for line in report.lines[2:]] == [
        "do: until step 20: step 20",
        "do: until step 5: step 5",
    ]


def test_a_measured_answer_is_the_same_on_three_seeds(check):
    report = check(measured("{low: below 0.3, high: above 0.3}", "loss at step 5"))
    assert report.fine
    line = report.lines[2].strip()
    assert line.startswith("loss at step 5: 0.")
    assert line.endswith(" -> high")
    assert line.count(",") == 2


def test_an_answer_that_depends_on_the_seed_is_refused(check):
    seen = [running.values_of(running.run_at(running.with_seed(running.RunRecipe(), k), 0))["loss"] for k in range(3)]
    cut = f"{sorted(seen)[1]:.6f}"
    text = measured(f"{{low: below {cut}, high: above {cut}}}", "loss at step 0").replace("?hidden=8:relu", "")
    problem = only_problem(check(text))
    assert (problem.line, problem.key) == (11, "steps[one].ask.measure")
    assert "expected the same answer on 3 seeds, got " in problem.message


def test_a_named_answer_that_is_not_the_measured_one_is_refused(check):
    problem = only_problem(check(measured("{low: below 0.3, high: above 0.3}", "loss at step 5", "low")))
    assert (problem.line, problem.key) == (10, "steps[one].ask.answer")
    assert "expected the measured answer, 'high' (0." in problem.message
    assert "got 'low'" in problem.message


def test_what_cannot_be_measured_is_told_with_its_line(check):
    problem = only_problem(check(measured("{low: below 1, high: above 1}", "norm of layers[5].dW at step 0")))
    assert (problem.line, problem.key) == (11, "steps[one].ask.measure")


def test_a_tensor_that_does_not_exist_is_told_with_those_that_do(check):
    assert check(with_step("point: layers[0].dW")).fine
    assert check(with_step("point: weights")).fine
    problem = only_problem(check(with_step("point: layers[4].dW")))
    assert (problem.line, problem.key) == (7, "steps[one].point")
    assert "such as layers[0].dW, layers[1].dW, got layers[4].dW" in problem.message


def test_settings_that_cannot_be_carried_out_are_told(check):
    text = SHORT.replace("hidden=8:relu", "hidden=8:relu&step=30000")
    assert "at most step 20,000" in only_problem(check(text)).message


def test_pages_without_a_training_wait_for_steps_alone(check):
    on_softmax = SHORT.replace("playground?hidden=8:relu", "softmax")
    assert check(on_softmax + "    do:\n      - play: until step 30\n").fine
    assert (
        "expected until step and a number"
        in only_problem(check(on_softmax + "    do:\n      - play: until loss < 1\n")).message
    )


def test_what_looks_at_pages_adds_to_the_report(check):
    problem = only_problem(check(with_step("hide: Nothing"), lambda step: [("hide", f"{step.id} has no such panel")]))
    assert (problem.line, problem.key, problem.message) == (7, "steps[one].hide", "one has no such panel")


def test_all_steps_are_checked_though_one_is_wrong(check):
    more = "- id: two\n  view: playground\n  point: layers[9].W\n"
    report = check(with_step("point: layers[4].dW") + indent(dedent(more), "  "))
    assert [problem.line for problem in report.problems] == [7, 10]
