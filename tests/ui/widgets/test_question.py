"""What a question shows before and after its answer."""

from streamlit.testing.v1 import AppTest


def script():
    import streamlit as st

    from nnviz.experiments.questions.question import Prediction, Question
    from nnviz.ui.widgets.question import ask

    right = st.number_input("right", 0, 1, key="right")
    other = st.checkbox("none", key="none")
    question = None if other else Question.pick("Which?", ["zero", "one"], right, f"computed {right}")
    if st.checkbox("in training", key="training"):
        question = Prediction("Which?", ("zero", "one"))
    st.write(f"seen {ask('q', question)}")


def page():
    return AppTest.from_function(script).run()


def texts(page):
    return " ".join(element.value for element in (*page.markdown, *page.caption))


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()


def test_nothing_is_told_before_the_answer():
    before = page()
    assert "seen False" in texts(before)
    assert "computed" not in texts(before).replace("computed result", "")


def test_a_choice_is_marked_and_taken_back():
    answered = page()
    answered.radio(key="q").set_value("one").run()
    assert "**No: zero.**" in texts(answered)
    answered.radio(key="q").set_value("zero").run()
    assert "**Yes.**" in texts(answered)
    assert "seen True" in texts(answered)
    press(answered, "Ask again")
    assert answered.radio(key="q").value is None
    assert "seen False" in texts(answered)


def test_an_answer_never_marks_the_next_question():
    answered = page()
    answered.radio(key="q").set_value("zero").run()
    answered.number_input(key="right").set_value(1).run()
    assert answered.radio(key="q").value is None
    assert "**No" not in texts(answered)
    assert "seen False" in texts(answered)


def test_shown_without_an_answer_until_asked_again():
    shown = page()
    press(shown, "Just show")
    assert "**zero.** computed 0" in texts(shown)
    shown.number_input(key="right").set_value(1).run()
    assert "**one.** computed 1" in texts(shown)
    assert "Yes" not in texts(shown)
    press(shown, "Ask again")
    assert "seen False" in texts(shown)


def test_where_there_is_no_question_nothing_is_hidden():
    nothing = page()
    nothing.checkbox(key="none").check().run()
    assert not nothing.radio
    assert "seen True" in texts(nothing)


def test_a_prediction_is_marked_at_the_end_and_not_of_another_training():
    predicted = page()
    predicted.checkbox(key="training").check().run()
    predicted.radio(key="q").set_value("one").run()
    assert "seen True" in texts(predicted) and "**No" not in texts(predicted)
    predicted.checkbox(key="training").uncheck().run()
    assert "**No: zero.**" in texts(predicted)
    predicted.checkbox(key="training").check().run()
    assert predicted.radio(key="q").value is None
    assert "seen False" in texts(predicted)
