"""Recorded lessons on disk: what stands in the page, what does not, how large it is, and what is refused."""

import base64
import json
import re
import zlib

import pytest

from nnviz.experiments import RunSettings
from nnviz.lessons.lesson import Action, Ask, Choice, Lesson, Step, View
from nnviz.lessons.recording import writing
from nnviz.lessons.recording.moments import moment_data
from nnviz.lessons.recording.writing import Block, Captured, record_lesson
from nnviz.stage.run_player import RunPlayer
from tests.stage.decoding import unpack

EVIL = "</script><script>alert(1)</script>"
ASK = Ask(
    "What is the loss?",
    (Choice("high", "above 0.5"), Choice("low", "below 0.5")),
    "measured",
    measure="loss at step 20",
    why="It has just begun.",
)
PAGE = (Action("press", target="Just show"), Action("open", target="More"), Action("press", target="Train"))
PLAY = (Action("play", until="step 20"),)
LESSON = Lesson(
    "small",
    f"Small {EVIL}",
    "",
    "en",
    "",
    (
        Step(
            "first",
            View("playground"),
            say=f"**Look** {EVIL}",
            notes="SECRET",
            do=PLAY,
            ask=ASK,
        ),
        Step("same", View("playground"), do=PLAY),
        Step("page", View("loss"), do=PAGE),
    ),
)


def captured(step):
    blocks = (Block("<p>words</p>"), Block(component="drawings", key="bars", messages=(b"one", b"two")))
    return Captured((blocks, blocks[:1]), (1, None, None))


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recorded")
    return folder, record_lesson(LESSON, folder, captured, "https://nn.example.org/base")


def lesson_in(folder):
    page = (folder / "index.html").read_text(encoding="utf-8")
    return json.loads(re.search(r'id="lesson">(.*?)</script>', page, re.DOTALL)[1])


def data_of(folder, name):
    told, text = re.fullmatch(r'nnvizFile\("(.*)","(.*)"\);\n', (folder / "files" / f"{name}.js").read_text()).groups()
    assert told == name
    return zlib.decompress(base64.b64decode(text), -15)


def test_markup_in_texts_stays_text(recorded):
    page = (recorded[0] / "index.html").read_text(encoding="utf-8")
    assert "alert(1)</script>" not in page
    assert "&lt;/script&gt;" in lesson_in(recorded[0])["steps"][0]["say"]


def test_notes_are_in_no_file(recorded):
    folder, written = recorded
    assert not any(b"SECRET" in (folder / name).read_bytes() for name in written.sizes)


def test_the_answer_is_measured_when_it_is_recorded(recorded):
    ask = lesson_in(recorded[0])["steps"][0]["ask"]
    assert ask["answer"] == 0
    assert re.fullmatch(r"Measured: 0\.6\d+\.", ask["measured"])


def test_steps_that_show_the_same_share_their_files(recorded):
    first, same, _ = lesson_in(recorded[0])["steps"]
    assert first["training"]["stretches"] == same["training"]["stretches"]


def test_every_file_that_is_named_is_there_and_no_other(recorded):
    folder, written = recorded
    told = json.dumps(lesson_in(folder), separators=(",", ":"))
    named = set(re.findall(r'"file":"([^"]+)"', told)) | set(re.findall(r'"more":\["([^"]+)"', told))
    bundles = {f"{name}-{kind}" for name in ("stage", "drawings") for kind in ("script", "style")}
    assert {path.stem for path in (folder / "files").iterdir()} == named | bundles
    assert sum(written.sizes.values()) == written.bytes < writing.MOST_BYTES


def test_a_page_has_its_words_its_drawings_and_the_states_after_its_actions(recorded):
    step = lesson_in(recorded[0])["steps"][2]
    words, drawing = step["phases"][0]
    assert words == {"html": "<p>words</p>"}
    assert [data_of(recorded[0], name) for name in (drawing["file"], *drawing["more"])] == [b"one", b"two"]
    does = [{key: value for key, value in doing.items() if key != "words"} for doing in step["do"]]
    assert does == [{"phase": 1}, {"lacks": True}, {"press": "Train"}]


def test_a_lesson_that_is_too_large_has_fewer_frames(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "MOST_BYTES", 1)
    written = record_lesson(Lesson("small", "Small", "", "en", "", LESSON.steps[1:2]), tmp_path)
    assert written.frames == {"same": writing.FEWEST_FRAMES}


def test_a_place_that_is_none_is_refused(tmp_path):
    with pytest.raises(ValueError, match="expected a place such as https://host/"):
        record_lesson(LESSON, tmp_path, place="javascript:alert(1)")


def test_tensors_of_a_moment_have_formula_shape_and_line():
    header, arrays = unpack(moment_data(RunPlayer(RunSettings()).run))
    (index,) = [k for k, one in enumerate(header["tensors"]) if one["path"] == "layers[1].dW"]
    tensor = header["tensors"][index]
    assert tensor["shape"] == "4 × 2 (unit of the layer before × unit)" or "×" in tensor["shape"]
    assert tensor["formula"].startswith("<math")
    assert "A1.T @ dZ2" in tensor["line"]
    assert arrays[f"{index}.values"].shape == (4, 2)
