import json

import pytest

from nnviz.experiments.yaml_files.problem import FileError
from nnviz.lessons import library
from nnviz.lessons.transfer import lesson_data
from tests.lessons.malformed import SHORT, with_ask


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(library.FOLDER, str(tmp_path))
    return tmp_path


def test_every_lesson_of_the_package_can_be_used():
    names = {path.stem for path in library.PACKAGED.glob("*.yaml")}
    assert {lesson.name for lesson in library.lessons()} == names
    assert library.problems() == ()


def test_the_lessons_of_the_package_come_in_the_order_of_a_course():
    assert [lesson.name for lesson in library.lessons()] == list(library.COURSE)


def test_a_folder_brings_lessons_and_replaces_those_of_the_package(folder):
    packaged = library.lessons()[0].name
    (folder / "mine.yaml").write_text(SHORT, encoding="utf-8")
    (folder / f"{packaged}.yaml").write_text(SHORT, encoding="utf-8")
    assert library.lesson("mine").title == "A short lesson"
    assert library.lesson(packaged).title == "A short lesson"
    assert [lesson.name for lesson in library.lessons()][:2] == sorted(["mine", packaged])


def test_a_file_that_has_changed_is_read_again(folder):
    (folder / "mine.yaml").write_text(SHORT, encoding="utf-8")
    assert library.lesson("mine").title == "A short lesson"
    (folder / "mine.yaml").write_text(SHORT.replace("A short", "Another"), encoding="utf-8")
    assert library.lesson("mine").title == "Another lesson"


def test_a_broken_file_is_told_and_the_others_stay(folder):
    (folder / "broken.yaml").write_text("lesson: 1\n\ttitle: x", encoding="utf-8")
    (folder / "Not A Name.yaml").write_text(SHORT, encoding="utf-8")
    (folder / "own-1234.yaml").write_text(SHORT, encoding="utf-8")
    (folder / "mine.yaml").write_text(SHORT, encoding="utf-8")
    assert [(one.file, one.line) for one in library.problems()] == [
        ("Not A Name.yaml", 0),
        ("own-1234.yaml", 0),
        ("broken.yaml", 2),
    ]
    assert "mine" in {lesson.name for lesson in library.lessons()}
    with pytest.raises(FileError, match="got a tab"):
        library.lesson("broken")


def test_a_folder_that_is_not_there_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv(library.FOLDER, str(tmp_path / "nowhere"))
    assert "expected a folder" in library.problems()[0].message
    assert library.lessons()


@pytest.mark.parametrize("name", ["nothing", "../secret", "", "x" * 1000])
def test_a_name_that_is_no_lesson_lists_those_that_are(name):
    with pytest.raises(ValueError, match="expected the name of a lesson, one of"):
        library.lesson(name)


def test_a_file_larger_than_a_lesson_is_not_read_to_its_end(folder):
    (folder / "huge.yaml").write_bytes(b"# x\n" * 1_000_000)
    with pytest.raises(FileError, match="at most 64,000 bytes, got 64,001"):
        library.lesson("huge")


def test_an_upload_is_named_by_what_it_holds():
    first, again = (library.read_upload(SHORT.encode(), "any name.yaml") for _ in range(2))
    assert first == again
    assert first.name.startswith("own-")
    assert len(first.name) == 20
    assert library.read_upload(SHORT.encode() + b"\n").name != first.name


def test_an_upload_that_is_wrong_names_its_file():
    with pytest.raises(FileError, match=r"week 3.yaml: expected a lesson, got an empty file"):
        library.read_upload(b"", "week 3.yaml")


ASKED = with_ask("options: {yes: below 1, no: above 1}\nanswer: measured\nmeasure: loss at step 3\nwhy: Since.") + (
    "    notes: For the speaker.\n    do:\n      - play: until loss < 0.1\n      - set: {learning_rate: 0.3}\n"
)


def test_notes_and_answers_go_nowhere_unless_asked_for():
    lesson = library.read_upload(ASKED.encode())
    text = json.dumps(lesson_data(lesson))
    assert "For the speaker" not in text
    assert "Since." not in text
    assert "below 1" not in text
    assert "loss at step 3" not in text
    full = lesson_data(lesson, notes=True, answers=True)["steps"][0]
    assert full["notes"] == "For the speaker."
    assert full["ask"]["options"] == [{"text": "yes", "when": "below 1"}, {"text": "no", "when": "above 1"}]
    assert full["ask"]["measure"] == "loss at step 3"


def test_a_browser_gets_addresses_and_actions_it_can_carry_out():
    step = lesson_data(library.read_upload(ASKED.encode()))["steps"][0]
    assert step["address"] == "playground?hidden=8:relu"
    assert step["do"] == [
        {"kind": "play", "until": {"quantity": "loss", "sign": "<", "bound": 0.1}},
        {"kind": "set", "settings": {"learning_rate": "0.3"}},
    ]
