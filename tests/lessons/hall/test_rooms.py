"""Rooms: who may do what, what is taken and kept, and when it is forgotten."""

import re
import threading
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.lessons.hall import limits
from nnviz.lessons.hall.hall import Hall
from nnviz.lessons.hall.hall_error import HallError
from nnviz.lessons.hall.lecture_address import lecture_address
from nnviz.lessons.hall.records import LecturersStep
from nnviz.lessons.hall.room_code import AVOIDED, LETTERS, new_code, read_code
from nnviz.lessons.library import lessons
from nnviz.lessons.views import address_of_view
from tests.lessons.hall.halls import QUESTION, Clock, Lecture, phone


@given(st.integers(0))
def test_a_code_is_five_letters_that_make_no_word_and_look_like_nothing_else(seed):
    code = new_code((), Random(seed).choice)
    assert re.fullmatch("[A-Z]{5}", code) and not set(code) & set("AEIOUYLQV")
    assert not AVOIDED.search(code)
    assert read_code(f" {code.lower()} ") == code


def test_a_code_that_is_taken_or_would_blush_is_not_given():
    letters = iter("BCDFG" + "FCKBC" + "HJKMN")
    assert new_code({"BCDFG"}, lambda _: next(letters)) == "HJKMN"
    assert len(set(LETTERS)) == len(LETTERS)


@pytest.mark.parametrize("text", ["", "BCDF", "BCDFGH", "rooms", "BCDF1", "BCDFG\n\n/", "ＢＣＤＦＧ"])
def test_what_is_no_code_is_no_room(text):
    assert read_code(text) is None
    with pytest.raises(HallError, match="no room"):
        Lecture().hall.state(text)


DEEDS = {
    "step": lambda hall, room, token: hall.show_step(room, token, QUESTION),
    "open": lambda hall, room, token: hall.open_round(room, token),
    "close": lambda hall, room, token: hall.close_round(room, token),
    "measured": lambda hall, room, token: hall.measure(room, token, 0),
    "close room": lambda hall, room, token: hall.close_room(room, token),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_only_who_opened_the_room_may_present(deed):
    lecture = Lecture()
    stranger = lecture.hall.open_room("other", "Other").token
    before = lecture.show()
    for token in (lecture.room, stranger, "", None, 7, ["x"], lecture.token[:-1], lecture.token + "x", "\ud800"):
        with pytest.raises(HallError, match="token") as refusal:
            deed(lecture.hall, lecture.room, token)
        assert refusal.value.reason == "token"
    assert lecture.state == before


def test_the_token_is_in_nothing_that_anybody_may_know():
    lecture = Lecture()
    lecture.show()
    assert lecture.token not in repr(lecture.state) and lecture.room not in lecture.token


def test_a_room_is_forgotten_after_two_hours_without_use_but_not_while_it_is_used():
    lecture = Lecture()
    for _ in range(4):
        lecture.clock.now += limits.UNUSED - 1
        lecture.show()
        lecture.show(LecturersStep("next", "softmax"))
    lecture.clock.now += limits.UNUSED - 1
    lecture.arrive(1)
    lecture.clock.now += limits.UNUSED + 1
    with pytest.raises(HallError, match="no room") as refusal:
        lecture.hall.state(lecture.room)
    assert refusal.value.reason == "gone"
    assert len(lecture.hall) == 0


def test_looks_alone_keep_no_room():
    lecture = Lecture()
    lecture.arrive(1)
    for _ in range(100):
        lecture.clock.now += limits.UNUSED / 100
        lecture.hall.state(lecture.room, phone(1))
    lecture.clock.now += 1
    with pytest.raises(HallError, match="no room"):
        lecture.hall.state(lecture.room, phone(1))


def test_forgotten_rooms_leave_memory_when_anybody_asks_for_anything():
    lecture = Lecture()
    lecture.clock.now += limits.UNUSED + 1
    with pytest.raises(HallError):
        lecture.hall.state("BCDFG")
    assert not lecture.hall._rooms


def test_a_closed_room_is_gone():
    lecture = Lecture()
    lecture.hall.close_room(lecture.room, lecture.token)
    with pytest.raises(HallError, match="no room"):
        lecture.hall.state(lecture.room)


def test_phones_that_were_heard_of_lately_are_present():
    lecture = Lecture()
    lecture.arrive(1)
    lecture.clock.now += 300
    lecture.arrive(2)
    lecture.hall.state(lecture.room, "a-stranger-who-only-looks")
    assert lecture.state.voters == 2
    lecture.clock.now += limits.PRESENT - 200
    assert lecture.state.voters == 1
    lecture.hall.state(lecture.room, phone(1))
    assert lecture.state.voters == 2


def test_a_full_room_refuses_the_next_phone_until_one_has_gone(monkeypatch):
    monkeypatch.setattr(limits, "VOTERS", 3)
    lecture = Lecture()
    lecture.show()
    lecture.open()
    for number in range(3):
        lecture.vote(number, 0)
    with pytest.raises(HallError, match="full"):
        lecture.vote(3, 0)
    lecture.vote(2, 1)
    lecture.clock.now += limits.PRESENT + 1
    with pytest.raises(HallError, match="full"):
        lecture.hall.arrive(lecture.room, phone(3))  # their answers count
    lecture.open()
    assert lecture.close().histograms == ((2, 1, 0),)
    lecture.show(LecturersStep("next", "softmax"))
    lecture.arrive(3)
    assert lecture.state.voters == 1


def test_too_many_rooms_are_refused_until_one_has_stood_empty(monkeypatch):
    monkeypatch.setattr(limits, "ROOMS", 2)
    lecture = Lecture()
    lecture.arrive(1)
    lecture.hall.open_room("b", "B")
    with pytest.raises(HallError, match="in use") as refusal:
        lecture.hall.open_room("c", "C")
    assert refusal.value.reason == "full"
    lecture.clock.now += limits.EMPTY + 1
    lecture.hall.state(lecture.room, phone(1))
    lecture.hall.open_room("c", "C")
    assert len(lecture.hall) == 2
    assert lecture.state.voters == 1, "the room with a phone is still there"


def test_a_room_whose_phones_have_gone_makes_way_too(monkeypatch):
    monkeypatch.setattr(limits, "ROOMS", 1)
    lecture = Lecture()
    lecture.arrive(1)
    lecture.clock.now += max(limits.EMPTY, limits.PRESENT) + 1
    lecture.hall.open_room("b", "B")
    with pytest.raises(HallError, match="no room"):
        lecture.hall.state(lecture.room)


def test_who_never_comes_back_takes_nobodys_place(monkeypatch):
    monkeypatch.setattr(limits, "VOTERS", 3)
    lecture = Lecture()
    lecture.arrive(0)
    for number in range(100, 200):
        lecture.hall.arrive(lecture.room, phone(number))
    assert lecture.state.voters == 1 and len(lecture.hall._rooms[lecture.room]._newcomers) == 3
    lecture.arrive(1)
    lecture.show()
    lecture.open()
    assert lecture.vote(2, 0).voters == 3, "a vote counts at once"
    lecture.hall.state(lecture.room, phone(199))  # a full room is no error to who only looks
    assert lecture.state.voters == 3


def test_only_so_many_steps_are_remembered(monkeypatch):
    monkeypatch.setattr(limits, "STEPS", 3)
    lecture = Lecture()
    for i in range(5):
        lecture.show(LecturersStep(f"s{i}", "softmax", "Why?", ("a", "b")))
        lecture.open()
    assert lecture.show(LecturersStep("s3", "softmax", "Why?", ("a", "b"))).round == 1
    assert lecture.show(LecturersStep("s0", "softmax", "Why?", ("a", "b"))).round == 0


BAD_STEPS = {
    "no at": {"at": None},
    "empty at": {"at": " "},
    "long at": {"at": "x" * 81},
    "address elsewhere": {"address": "https://evil.example/"},
    "address of another host": {"address": "//evil.example"},
    "address above": {"address": "../secret"},
    "address of a program": {"address": "javascript:alert(1)"},
    "address with quotes": {"address": 'playground?x="'},
    "address with a space": {"address": "playground?a b"},
    "long address": {"address": "playground?" + "x" * limits.ADDRESS},
    "long question": {"question": "x" * (limits.QUESTION + 1)},
    "question that is none": {"question": {"a": 1}},
    "one option": {"options": ["a"]},
    "seven options": {"options": list("abcdefg")},
    "equal options": {"options": ["a", "a "]},
    "options in a text": {"options": "ab"},
    "an option that is no text": {"options": ["a", 1]},
    "a long option": {"options": ["a", "b" * (limits.OPTION + 1)]},
    "options without a question": {"question": ""},
}


@pytest.mark.parametrize("change", BAD_STEPS.values(), ids=BAD_STEPS)
def test_a_step_that_is_none_is_refused(change):
    good = {"at": "a", "address": "playground?hidden=4", "question": "Why?", "options": ["a", "b"]}
    LecturersStep.read(**good)
    with pytest.raises(HallError, match="expected") as refusal:
        LecturersStep.read(**{**good, **change})
    assert refusal.value.reason == "input"


@given(st.text(max_size=30), st.text(max_size=30))
def test_texts_are_one_line_of_letters_that_can_be_seen(at, question):
    try:
        step = LecturersStep.read(at, "playground", question, ["a", "b"])
    except HallError:
        assert not at.strip() or not question.strip() or not (at + question).isprintable()
    else:
        assert "\n" not in step.at + step.question
        assert "\u202e" not in step.question


@pytest.mark.parametrize("language", ["", "e", "en us", "<b>", None, 7, "en-" + "x" * 20])
def test_a_language_that_is_none_is_refused(language):
    with pytest.raises(HallError, match="language"):
        Hall().open_room("depth", "Why", language)


def test_the_address_of_a_step_leaves_out_what_is_about_the_lecturers_screen():
    step = LecturersStep("fold", "playground?hidden=4:relu,2&projector=1&room=BCDFG&note=a%20b%26c&at=old")
    assert lecture_address("depth", step, follow="HJKMN") == (
        "playground?hidden=4:relu,2&note=a%20b%26c&at=fold&lesson=depth&follow=HJKMN"
    )
    assert lecture_address("depth", LecturersStep("a", "home")) == "?lesson=depth&at=a"


def test_a_hundred_threads_lose_no_vote():
    lecture = Lecture()
    lecture.show()
    lecture.open()

    def vote(first: int) -> None:
        for number in range(first, first + 10):
            lecture.vote(number, number % 3)
            lecture.hall.state(lecture.room, phone(number))

    threads = [threading.Thread(target=vote, args=(10 * i,)) for i in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lecture.close().histograms == ((334, 333, 333),)


def test_a_large_hall_is_asked_to_look_less_often():
    lecture = Lecture()
    for number in range(1000):
        lecture.arrive(number)
    assert lecture.state.poll == 1000 / limits.LOOKS
    assert Lecture(Clock()).state.poll == limits.ASK_AGAIN


def test_a_hall_takes_every_step_that_a_lesson_may_have():
    step = LecturersStep.read("a" * 40, f"playground?{'x' * 7900}", "q" * 300, ["o" * 119 + str(i) for i in range(6)])
    assert len(step.options) == 6
    for known in lessons():
        for one in known.steps:
            ask = one.ask
            LecturersStep.read(
                one.id,
                address_of_view(one.view),
                ask and ask.question,
                ask and [option.text for option in ask.options],
            )
