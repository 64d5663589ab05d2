import pytest

import tests.quick_app_test  # noqa: F401  (what is the same for all runs, once)
from nnviz.lessons.lesson import Action, Step
from nnviz.lessons.views import read_view
from nnviz.ui.lessons.check_views import look


def found(view, **keys):
    """What is wrong with a step of this view, as (key, message)."""
    return list(look(Step("one", read_view(view), **keys)))


def test_names_that_are_on_a_page_are_found():
    assert not found(
        "attention",
        hide=("Behind the picture", "the numbers as a table", "hand_causal", "Share"),
        lock=("Token that asks", "Causal mask"),
        only=("By hand",),
        point="column-1",
        do=(Action("press", target="Just show"), Action("open", target="Open every tensor")),
    )


@pytest.mark.parametrize(
    ("keys", "key", "part"),
    [
        ({"hide": ("Causal msk",)}, "hide", "did you mean Causal mask?"),
        ({"only": ("Inspector",)}, "only", "expected a name on the page attention, got Inspector"),
        ({"lock": ("learning_rate",)}, "lock", "got learning_rate"),
        ({"lock": ("stage",)}, "lock", "got stage"),
        ({"point": "nothing-of-this-kind"}, "point", "linked by, or a visible name, got nothing-of-this-kind"),
        ({"point": "layers[9].dW"}, "point", "expected the path of a tensor on view"),
        ({"do": (Action("open", target="Open all tensors"),)}, "do", "did you mean Open every tensor?"),
        ({"reveal": (Action("press", target="Trian"),)}, "reveal", "got Trian"),
    ],
)
def test_a_name_that_is_not_there_is_told_with_its_key(keys, key, part):
    ((told, message),) = found("attention", **keys)
    assert told == key
    assert part in message


def test_the_playground_has_a_stage_and_panels_below_it():
    assert not found("playground?step=5", hide=("Tensors",), lock=("hidden", "stage"), point="layers[0].dW")


def test_what_a_page_warns_of_is_told():
    step = Step("one", read_view("softmax"))
    step.view.query["temperature_step"] = "900"
    ((key, message),) = look(step)
    assert key == "view"
    assert message.startswith("expected a page without complaint, but it warns: temperature_step=900 was left out")


def test_names_appear_when_what_holds_them_is_opened():
    opened = (Action("open", target="Samples, split, scaling"), Action("press", target="Undo"))
    assert not found("playground", do=opened)
