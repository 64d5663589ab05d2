import pytest

from nnviz.experiments.address.record import AddressRecord
from nnviz.lessons.lesson import View
from nnviz.lessons.views import PAGES, address_of_view, read_view, settings_class, settings_of, training_of
from nnviz.ui.shell.catalogue import CATALOGUE
from tests.experiments.address.records import RECORDS


def test_every_page_of_the_app_can_be_shown():
    assert set(PAGES) == {entry.name for entry in CATALOGUE} - {"lessons"}


def test_every_class_of_settings_belongs_to_a_page():
    found = {settings_class(page) for page in PAGES if page != "home"}
    assert found == set(RECORDS)
    assert all(issubclass(kind, AddressRecord) for kind in found)


@pytest.mark.parametrize(
    "text",
    [
        "playground?hidden=8:relu&step=300",
        "http://localhost:8501/playground?hidden=8:relu&step=300",
        "https://host/base/playground?hidden=8%3Arelu&step=300",
        "/playground?hidden=8:relu&step=300",
    ],
)
def test_an_address_is_read_wherever_the_app_is_served(text):
    assert read_view(text) == View("playground", {"hidden": "8:relu", "step": "300"})


@pytest.mark.parametrize("text", ["", "home", "http://localhost:8501/", "home?projector=1", "softmax"])
def test_pages_without_settings_in_their_address_are_read(text):
    assert read_view(text).page in ("home", "softmax")


def test_a_view_is_written_as_it_is_read():
    text = "playground?hidden=8:relu,4:leaky_relu%28slope%3D0.2%29&step=300"
    assert address_of_view(read_view(text)) == text


def test_the_playground_is_read_with_its_changes():
    view = read_view("playground?step=900&changes=500:learning_rate:0.3")
    assert settings_of(view).learning_rate == 0.3
    assert training_of(view).step == 900


def test_a_bad_change_is_told():
    with pytest.raises(ValueError, match="the change 500:learning_rate:-1 was left out"):
        read_view("playground?step=900&changes=500:learning_rate:-1")


def test_pages_with_a_live_training_have_one():
    assert training_of(read_view("recurrence?topic=live&live_step=10")).step == 10
    assert training_of(read_view("convolution?topic=live")).start.dataset == "digits"
    assert training_of(read_view("convolution")) is None
    assert training_of(read_view("home")) is None


def test_an_address_that_no_browser_takes_is_refused():
    with pytest.raises(ValueError, match="at most 8,000 characters"):
        read_view("playground?hidden=" + "8," * 5000)
