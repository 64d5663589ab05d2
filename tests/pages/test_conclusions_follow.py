"""An open conclusion is that of the page as it stands, also where another part of the page has changed it alone."""

import pytest

from nnviz.ui.shell.catalogue import CATALOGUE, WITHOUT_SETTINGS
from nnviz.ui.widgets import conclusion as module

CHANGES = {
    "activation_functions": {"functions": ("tanh", "sigmoid")},
    "activation_race": {"vary": "initializer"},
    "backward_pass": {"nudge": -0.25},
    "clinic": {"case": "linear"},
    "convolution": {"digit": 3},
    "attention": {"hand_token": 3},
    "transformer": {"tasks_heads": 2},
    "recurrence": {"bits": "1101"},
    "forward_pass": {"threshold": 80},
    "gradient_descent": {"run": "slow"},
    "initialization_and_dropout": {"dropout_rate": 0.25},
    "learned_features": {"topic": "grokking"},
    "linear_collapse": {"hidden": (4, 1, 4)},
    "loss": {"z": 3.0},
    "matrices": {"n": 3},
    "playground": {"dataset": "xor"},
    "softmax": {"temperature_step": 6},
    "vanishing_gradients": {"depth": 3},
    "where_networks_learn": {"point": ("activation:relu",)},
    "width_and_depth": {"units": 16},
}

STEPS = {"playground": {"step": "30"}}
"""What a page is opened with, so that there is something to tell."""


def told_by(page):
    """The conclusion of a page, which is open."""
    return page.main.expander[-1].markdown[0].value


def test_every_page_with_settings_is_tried():
    assert set(CHANGES) == {entry.name for entry in CATALOGUE} - set(WITHOUT_SETTINGS)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_in_another_part_is_in_the_conclusion(run_page, monkeypatch, name):
    told, asked_for = [], {}
    draw = module.conclusion

    def changed_meanwhile(state, sentences):
        """Change settings when the page has run, as a fragment does, and ask the sentences of this run again."""
        told.append(list(sentences()))
        assert state.attempt(lambda now: now.changed(**CHANGES[name])) == ""
        told.append(list(sentences()))
        asked_for.update(state.settings.to_query())
        draw(state, sentences)

    monkeypatch.setattr(module, "conclusion", changed_meanwhile)
    run_page(name, **STEPS.get(name, {}))
    monkeypatch.setattr(module, "conclusion", draw)
    before, after = ("\n".join(f"- {sentence}" for sentence in sentences) for sentences in told)
    assert before != after, "the change was chosen so that it matters"
    assert after == told_by(run_page(name, concluded=True, **asked_for))


@pytest.mark.parametrize("name", ["softmax", "loss"])
def test_an_open_conclusion_can_be_computed_again_and_a_closed_one_cannot(run_page, name):
    page = run_page(name)
    labels = {button.label for button in page.main.button}
    assert "Compute it again" not in labels
    page.session_state[f"{name}.conclusion"] = True
    page.run()
    page.main.expander[-1].button[0].click().run()
    assert not page.exception and page.main.expander[-1].button[0].label == "Compute it again"
