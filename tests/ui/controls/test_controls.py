"""The controls by AppTest: every parameter is within reach and reaches the settings, whatever an address says."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from streamlit.testing.v1 import AppTest

from nnviz.engine import ACTIVATIONS, OPTIMIZERS, SCHEDULES, Parameter
from nnviz.experiments import LIVE, HiddenSettings, RunSettings
from nnviz.experiments.run.choice import CHOICE_KINDS, values_of
from nnviz.ui.controls.group import KEEPS, RESTARTS
from nnviz.ui.controls.parameters import step_of
from nnviz.ui.playground.on_picture import ROW
from nnviz.ui.shell.session import SETTINGS
from tests.experiments.run.valid_settings import valid_settings
from tests.pages.messages import warnings
from tests.pages.reading import open_groups

SETTINGS_KEY = SETTINGS + "controls"
WIDGET = "controls."


def page() -> None:
    """What AppTest runs: the controls alone, with the settings of the session."""
    from nnviz.experiments import RunSettings
    from nnviz.ui.controls import settings_controls
    from nnviz.ui.shell.page_state import PageState
    from nnviz.ui.widgets.fields import Fields

    settings_controls(Fields(PageState("controls", RunSettings)))


def opened(settings: RunSettings) -> AppTest:
    app = AppTest.from_function(page)
    app.session_state[SETTINGS_KEY] = settings
    open_groups(app, "controls")
    app.run(timeout=30)
    assert not app.exception, [error.value for error in app.exception]
    return app


def test_a_closed_group_has_no_controls_to_compute_or_to_send():
    closed = AppTest.from_function(page).run(timeout=30)
    assert len(closed.expander) == 4
    assert not [one for kind in (closed.number_input, closed.checkbox) for one in kind if "seed" in one.key]
    assert len(list(closed.number_input)) < len(list(opened(RunSettings()).number_input)) - 4


def widget(app: AppTest, name: str):
    kinds = (app.selectbox, app.slider, app.number_input, app.select_slider, app.button_group, app.checkbox)
    found = [one for kind in kinds for one in kind if one.key == WIDGET + name]
    assert len(found) == 1, f"{len(found)} controls {name!r}"
    return found[0]


def after(settings: RunSettings, name: str, value) -> RunSettings:
    """The settings after a person set one control."""
    app = opened(settings)
    widget(app, name).set_value(value).run()
    assert not app.exception, [error.value for error in app.exception]
    assert not app.warning, [warning.value for warning in app.warning]
    return app.session_state[SETTINGS_KEY]


@limits(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(valid_settings())
def test_any_settings_can_be_shown(settings):
    app = opened(settings)
    assert app.session_state[SETTINGS_KEY] == settings


@pytest.mark.parametrize("field", ["optimizer", "schedule", "initializer"])
def test_every_parameter_of_a_choice_has_an_input_that_shows_it(field):
    for name in CHOICE_KINDS[field].names:
        app = opened(RunSettings(**{field: name}))
        for parameter, value in values_of(field, name).items():
            assert widget(app, f"{field}.{parameter}").value == value


@pytest.mark.parametrize("names", [ACTIVATIONS[:11], ACTIVATIONS[11:]], ids=["first", "last"])
def test_every_parameter_of_an_activation_has_an_input_at_its_layer(names):
    app = opened(RunSettings(hidden=[{"activation": name} for name in names]))
    for i, name in enumerate(names):
        for parameter, value in values_of("activation", name).items():
            assert widget(app, f"activation{i}.{parameter}").value == value


@pytest.mark.parametrize(
    ("settings", "name", "value", "field", "text"),
    [
        ({"optimizer": "momentum"}, "optimizer.momentum", 0.5, "optimizer", "momentum(momentum=0.5)"),
        ({"optimizer": "adam"}, "optimizer.beta2", 0.99, "optimizer", "adam(beta2=0.99)"),
        ({"optimizer": "adam(beta1=0.5)"}, "optimizer.beta2", 0.99, "optimizer", "adam(beta1=0.5;beta2=0.99)"),
        ({"optimizer": "adam(beta1=0.5)"}, "optimizer.beta1", 0.9, "optimizer", "adam"),
        ({"optimizer": "adam(beta1=0.5)"}, "optimizer", "sgd", "optimizer", "sgd"),
        ({"schedule": "step"}, "schedule.every", 50, "schedule", "step(every=50)"),
        ({}, "schedule.warm_up", 20, "schedule", "constant(warm_up=20)"),
        ({"initializer": "constant"}, "initializer.value", 0.0, "initializer", "constant(value=0)"),
        ({"dataset": "reg-plane", "loss": "huber"}, "loss.delta", 0.5, "loss", "huber(delta=0.5)"),
        ({}, "samples", 60, "samples", 60),
        ({"samples": 60}, "samples", None, "samples", None),
        ({}, "shuffle", False, "shuffle", False),
        ({}, "penalty_after_step", True, "penalty_after_step", True),
        ({}, "clip_norm", 0.5, "clip_norm", 0.5),
    ],
)
def test_a_control_changes_its_setting_and_no_other(settings, name, value, field, text):
    before = RunSettings(**settings)
    found = after(before, name, value)
    assert getattr(found, field) == text
    assert found == before.model_copy(update={field: text})


THREE = RunSettings(
    hidden=({"units": 3, "activation": "elu(alpha=2)"}, {"units": 2, "dropout": 0.5}, {"activation": "relu"})
)


@pytest.mark.parametrize(
    ("name", "value", "layer", "expected"),
    [
        ("dropout0", 0.25, 0, {"units": 3, "activation": "elu(alpha=2)", "dropout": 0.25}),
        ("dropout1", 0.0, 1, {"units": 2}),
        ("units0", 7, 0, {"units": 7, "activation": "elu(alpha=2)"}),
        ("activation0", "leaky_relu", 0, {"units": 3, "activation": "leaky_relu"}),
        ("activation0.alpha", 1.0, 0, {"units": 3, "activation": "elu"}),
        ("activation2.slope_at_zero", 0.5, 2, {"activation": "relu(slope_at_zero=0.5)"}),
    ],
)
def test_a_layer_changes_and_the_others_stay(name, value, layer, expected):
    found = after(THREE, name, value).hidden
    assert found[layer] == HiddenSettings(**expected)
    assert [part for i, part in enumerate(found) if i != layer] == [
        part for i, part in enumerate(THREE.hidden) if i != layer
    ]


@pytest.mark.parametrize(
    ("settings", "name", "value", "reason"),
    [
        (RunSettings(optimizer="adam"), "optimizer.beta1", 1.0, "from 0 up to, but not including, 1, got 1.0"),
        (THREE, "activation0.alpha", 0.0, "expected alpha of ELU to be a number above 0"),
        (THREE, "dropout2", 1.0, "xpected a number of at least 0 and below 1"),
        (RunSettings(dataset="reg-plane", loss="huber"), "loss.delta", 0.0, "expected a positive finite delta"),
        (RunSettings(), "clip_norm", 0.0, "xpected a number above 0"),
    ],
)
def test_a_value_on_a_bound_that_it_may_not_reach_is_refused_with_the_reason(settings, name, value, reason):
    app = opened(settings)
    shown = widget(app, name).value
    widget(app, name).set_value(value).run()
    assert not app.exception
    assert reason in warnings(app)[0] and len(app.warning) == 1
    assert app.session_state[SETTINGS_KEY] == settings and widget(app, name).value == shown


def test_what_is_set_behind_a_layer_s_button_stands_on_it():
    labels = [block.proto.popover.label for block in opened(THREE).get("popover")]
    assert [text for text in labels if "dropout" in text] == [
        ":small[:gray[no dropout, alpha 2]]",
        ":small[:gray[dropout 0.5]]",
        ":small[:gray[no dropout]]",
    ]


def test_a_person_sees_before_a_change_what_it_does_to_the_weights():
    """Walk down the controls: each stands below a line that says what `must_restart` does with it."""
    app = opened(RunSettings(dataset="iris"))
    group, found = None, {}
    for element in walk(app.main):
        if element.type in ("caption", "markdown") and element.value in (KEEPS, RESTARTS):
            group = element.value
        key = getattr(element, "key", None)
        if key and key.startswith(WIDGET):
            found[key.removeprefix(WIDGET).split(".")[0]] = group
    assert {name: found[name] == KEEPS for name in found if name in RunSettings.model_fields} == {
        name: name in LIVE for name in found if name in RunSettings.model_fields
    }
    assert {"units0", "dropout0", "across", "optimizer", "max_epochs", "loss"} <= found.keys()
    assert found["units0"] == found["dropout0"] == RESTARTS and found["across"] == KEEPS


def walk(block):
    """All elements below a block, from top to bottom."""
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from walk(child)
        else:
            yield child


def test_every_setting_of_the_engine_has_one_control_beside_the_picture_or_on_it():
    shown = set()
    functions = ("reg-sine", "reg-sawtooth", "reg-step", "reg-drawn")
    for name in ("circle", "iris", "blobs", "bars", "reg-gauss", *functions, "echo", "parity"):
        settings = RunSettings(dataset=name)
        shown |= {
            element.key.removeprefix(WIDGET) for element in walk(opened(settings).main) if getattr(element, "key", 0)
        }
    layers = {"layers", "units0", "activation0", "dropout0", "image_depth", "sequence_depth"}
    names = set(RunSettings.model_fields) - {"own", "hidden", "image_layers", "sequence_layers"} | layers
    assert names <= shown | set(ROW)
    assert not shown & set(ROW), "what stands in the row above the picture stands nowhere else"


@pytest.mark.parametrize(
    ("parameter", "step"),
    [
        (Parameter("a", "a", "", 0.999, at_least=0.0, below=1.0), 1e-4),
        (Parameter("a", "a", "", 0.9, at_least=0.0, below=1.0), 0.01),
        (Parameter("a", "a", "", 1e-8, at_least=0.0, below=1.0), 1e-9),
        (Parameter("a", "a", "", 1000, whole=True), 100),
        (Parameter("a", "a", "", 1, whole=True), 1),
        (Parameter("a", "a", "", 0.25), 0.01),
        (Parameter("a", "a", "", 0.0), 0.05),
    ],
)
def test_a_press_changes_a_value_by_a_tenth_of_its_size(parameter, step):
    assert step_of(parameter) == pytest.approx(step)


@pytest.mark.parametrize(
    "kind", [{"optimizer": name} for name in OPTIMIZERS] + [{"schedule": name} for name in SCHEDULES]
)
def test_one_press_from_the_usual_value_stays_legal(kind):
    ((field, name),) = kind.items()
    for parameter in CHOICE_KINDS[field].parameters(name):
        assert parameter.allows(parameter.default + step_of(parameter))
