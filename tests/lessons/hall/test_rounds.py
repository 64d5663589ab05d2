"""Rounds: the last answer counts, histograms are of closed rounds only, a second round stands beside the first."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.lessons.hall import limits
from nnviz.lessons.hall.hall_error import HallError
from nnviz.lessons.hall.records import LecturersStep
from tests.lessons.hall.halls import QUESTION, Lecture, phone

VOTES = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 2)), max_size=30)
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("vote"), st.integers(0, 6), st.integers(0, 2)),
        st.tuples(st.sampled_from(["open", "close", "elsewhere", "back", "wait"]), st.just(0), st.just(0)),
    ),
    max_size=40,
)


@given(VOTES)
def test_of_each_phone_the_last_answer_counts(votes):
    lecture = Lecture()
    lecture.show()
    lecture.open()
    for number, option in votes:
        lecture.vote(number, option)
    last = dict(votes)
    assert lecture.state.voted == len(last)
    assert [lecture.hall.answer(lecture.room, phone(n)) for n in last] == list(last.values())
    chosen = list(last.values())
    assert lecture.close().histograms == (tuple(chosen.count(option) for option in range(3)),)


@given(DEEDS)
def test_whatever_is_done_a_round_counts_what_was_chosen_while_it_was_open_and_shows_nothing_before(deeds):
    lecture = Lecture()
    lecture.show()
    rounds: list[dict[int, int]] = []  # what each round of the question holds, by a second way of counting
    is_open, here, deadline = False, True, 0.0
    for deed, number, option in deeds:
        if is_open and lecture.clock.now >= deadline:
            is_open = False
        if deed == "vote":
            if is_open:
                rounds[-1][number] = option
                lecture.vote(number, option)
            else:
                with pytest.raises(HallError):
                    lecture.vote(number, option)
        elif deed == "open" and here and (is_open or len(rounds) < limits.ROUNDS):
            lecture.open(30)
            deadline = lecture.clock.now + 30
            if not is_open:
                rounds.append({})
            is_open = True
        elif deed == "close":
            lecture.close()
            is_open = False
        elif deed in ("elsewhere", "back"):
            here = deed == "back"
            lecture.show(QUESTION if here else LecturersStep("next", "softmax"))
            is_open = is_open and here
        elif deed == "wait":
            lecture.clock.now += 11
        is_open = is_open and lecture.clock.now < deadline
        state = lecture.state
        closed = rounds[:-1] if is_open else rounds
        expected = tuple(tuple(list(r.values()).count(o) for o in range(3)) for r in closed) if here else ()
        assert state.histograms == expected
        assert state.open == is_open
        assert state.round == (len(rounds) if here else 0)
        assert state.voters >= state.voted == (len(rounds[-1]) if here and rounds else 0)


def test_a_closed_round_takes_no_answer_and_says_so():
    lecture = Lecture()
    lecture.show()
    with pytest.raises(HallError, match="closed"):
        lecture.vote(1, 0)
    lecture.open()
    lecture.vote(1, 0)
    lecture.close()
    with pytest.raises(HallError, match="closed") as refusal:
        lecture.vote(1, 1)
    assert refusal.value.reason == "closed"
    assert lecture.state.histograms == ((1, 0, 0),)


def test_a_round_closes_by_itself_when_its_time_is_over():
    lecture = Lecture()
    lecture.show()
    assert lecture.open(20).left == 20
    lecture.vote(1, 2)
    version = lecture.state.version
    lecture.clock.now += 19.9
    assert lecture.state.open
    lecture.clock.now += 0.1
    with pytest.raises(HallError, match="closed"):
        lecture.vote(2, 2)
    assert lecture.state.histograms == ((0, 0, 1),)
    assert lecture.state.version == version + 1, "phones look again"


def test_a_second_opening_of_a_step_is_a_second_round_beside_the_first():
    lecture = Lecture()
    lecture.show()
    lecture.open()
    lecture.vote(1, 0)
    lecture.close()
    state = lecture.open()
    assert (state.round, state.voted, state.histograms) == (2, 0, ((1, 0, 0),))
    assert lecture.hall.answer(lecture.room, phone(1)) is None
    lecture.vote(1, 2)
    assert lecture.close().histograms == ((1, 0, 0), (0, 0, 1))


def test_opening_an_open_round_begins_no_other_one():
    lecture = Lecture()
    lecture.show()
    lecture.open()
    lecture.vote(1, 0)
    state = lecture.open(10)
    assert (state.round, state.voted, state.left) == (1, 1, 10)


def test_there_are_no_more_than_so_many_rounds():
    lecture = Lecture()
    lecture.show()
    for _ in range(limits.ROUNDS):
        lecture.open()
        lecture.close()
    with pytest.raises(HallError, match="at most"):
        lecture.open()


def test_going_on_closes_the_round_and_coming_back_shows_it_again():
    lecture = Lecture()
    lecture.show()
    lecture.open()
    lecture.vote(1, 1)
    lecture.show(LecturersStep("next", "softmax"))
    assert lecture.state.histograms == () and not lecture.state.open
    assert lecture.show().histograms == ((0, 1, 0),)
    assert lecture.hall.answer(lecture.room, phone(1)) is None, "who chose what is not kept"


def test_showing_the_same_step_again_changes_nothing():
    lecture = Lecture()
    lecture.show()
    lecture.open()
    lecture.vote(1, 1)
    before = lecture.state
    assert lecture.show() == before


def test_a_step_shown_without_its_question_keeps_its_rounds():
    lecture = Lecture()
    lecture.show()
    lecture.open()
    lecture.vote(1, 1)
    lecture.show(replace(QUESTION, question="", options=()))
    assert lecture.state.histograms == ()
    assert lecture.show().histograms == ((0, 1, 0),)


def test_another_question_at_the_same_step_begins_anew():
    lecture = Lecture()
    lecture.show()
    lecture.open()
    lecture.vote(1, 1)
    state = lecture.show(replace(QUESTION, options=("yes", "no")))
    assert (state.round, state.open, state.histograms) == (0, False, ())


def test_a_vote_on_what_is_not_on_view_any_more_is_refused():
    lecture = Lecture()
    lecture.show()
    lecture.open()
    with pytest.raises(HallError, match="another step"):
        lecture.hall.vote(lecture.room, phone(1), 0, at="before")
    lecture.close()
    lecture.open()
    with pytest.raises(HallError, match="another round"):
        lecture.hall.vote(lecture.room, phone(1), 0, at="why-sigmoid", number=1)
    assert lecture.hall.vote(lecture.room, phone(1), "0", at="why-sigmoid", number="2").voted == 1


def test_no_vote_without_a_question():
    lecture = Lecture()
    lecture.show(LecturersStep("start", "softmax"))
    with pytest.raises(HallError, match="question"):
        lecture.open()


@pytest.mark.parametrize("option", [3, -1, 1.0, True, None, "x", "١", [], "1" * 30])
def test_an_option_that_is_none_is_refused(option):
    lecture = Lecture()
    lecture.show()
    lecture.open()
    with pytest.raises(HallError, match="expected"):
        lecture.hall.vote(lecture.room, phone(1), option)
    assert lecture.state.voted == 0


def test_the_measured_answer_ends_the_vote_and_another_round_takes_it_away():
    lecture = Lecture()
    lecture.show()
    lecture.open()
    lecture.vote(1, 0)
    state = lecture.hall.measure(lecture.room, lecture.token, 1, "0.083", "Its slope is at most a quarter.")
    assert not state.open and state.histograms == ((1, 0, 0),)
    assert state.measured is not None and (state.measured.option, state.measured.value) == (1, "0.083")
    lecture.show(LecturersStep("next", "softmax"))
    assert lecture.state.measured is None
    assert lecture.show().measured == state.measured
    assert lecture.open().measured is None
    with pytest.raises(HallError, match="option"):
        lecture.hall.measure(lecture.room, lecture.token, 5)
