"""A handout is made once for all who ask, and one at a time."""

from collections.abc import Callable

import pytest

from nnviz.lessons.lesson import Ask, Choice, Lesson, Step, View
from nnviz.ui.lessons import handout as module

LESSON = Lesson("own-1", "A trial", "author", "en", "licence", (Step("a", View("home")),))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What was made, lesson and place, instead of making it."""
    made: list[tuple[str, str]] = []

    def handout(lesson: Lesson, place: str = "") -> str:
        made.append((lesson.name, place))
        return f"{lesson.name} at {place}"

    monkeypatch.setattr(module, "handout", handout)
    module._made.clear()
    return made


def test_it_is_made_once_for_each_place(asked: list[tuple[str, str]]):
    for _ in range(3):
        assert module.kept_handout(LESSON, "https://a/") == "own-1 at https://a/"
    module.kept_handout(LESSON)
    assert asked == [("own-1", "https://a/"), ("own-1", "")]


def test_the_least_asked_for_goes_first(asked: list[tuple[str, str]]):
    for k in range(module.KEPT):
        module.kept_handout(LESSON, f"https://{k}/")
    module.kept_handout(LESSON, "https://0/")
    module.kept_handout(LESSON, "https://new/")
    assert len(module._made) == module.KEPT
    module.kept_handout(LESSON, "https://0/")
    assert len(asked) == module.KEPT + 1
    module.kept_handout(LESSON, "https://1/")
    assert len(asked) == module.KEPT + 2


def test_an_answer_that_cannot_be_measured_is_told_as_it_is_elsewhere():
    ask = Ask("How many?", (Choice("few", "below 1"), Choice("many", "above 1")), "measured", "accuracy at step 3")
    step = Step("a", View("playground", {"dataset": "reg-plane"}), ask=ask)
    with pytest.raises(ValueError, match="^expected data with classes"):
        module.handout(Lesson("own-1", "A trial", "", "en", "", (step,)))


def test_what_cannot_be_made_is_not_kept(asked: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch):
    def refuse(lesson: Lesson, place: str = "") -> str:
        raise ValueError("no")

    works: Callable[..., str] = module.handout
    monkeypatch.setattr(module, "handout", refuse)
    with pytest.raises(ValueError, match="no"):
        module.kept_handout(LESSON)
    monkeypatch.setattr(module, "handout", works)
    assert module.kept_handout(LESSON) == "own-1 at "
