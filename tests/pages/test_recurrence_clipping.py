"""The topic "Clipping": what is hidden before the prediction, what follows the controls, the table and the tensors."""

from functools import partial

import numpy as np
import pytest

from nnviz.experiments.recurrence.clipping import CLIPPED, FREE, STEPS, ClippingTask, begin
from nnviz.experiments.recurrence.conclusions.clipping import clinic_words
from nnviz.ui.shell.run_cache import run_cache
from tests.pages.reading import code_lines, drawn, texts, views


def just_show(page):
    next(one for one in page.button if one.label == "Just show").click().run()
    return page


def panels(page):
    header, arrays = drawn(page, "recording")
    return {panel["title"]: panel for panel in header["panels"]}, header, arrays


def test_the_losses_come_after_the_prediction(run_page):
    page = run_page("recurrence", topic="clipping")
    before, header, _ = panels(page)
    assert before["Loss"]["series"] == [] and header["readings"] == []
    after, header, _ = panels(just_show(page))
    assert len(after["Loss"]["series"]) == 2 and len(header["readings"]) == 2 and header["note"] == ""


@pytest.mark.parametrize("seed", [0, 19])
def test_the_network_of_the_seed_is_drawn_and_the_limit_is_marked(run_page, seed):
    page = run_page("recurrence", topic="clipping", clipping_norm="0.3", clipping_seed=str(seed))
    shown, header, arrays = panels(page)
    frame = begin(ClippingTask(limit=0.3)).end
    assert header["steps"][0] == 1 and header["last"] == STEPS
    np.testing.assert_allclose(arrays["frame norms"][0], frame.norms[:, seed], rtol=1e-12)
    np.testing.assert_allclose(arrays["frame given"][0], frame.given[CLIPPED, seed], rtol=1e-12)
    assert [mark["value"] for mark in shown["Gradient norm"]["marks"]] == [0.3]


def test_a_complete_training_answers_in_the_clinics_words(run_page):
    task = ClippingTask(gain=2.0)
    run = run_cache().run_to_end(("clipping", task), partial(begin, task))
    page = just_show(run_page("recurrence", topic="clipping", clipping_gain="2", clipping_seed="18"))
    told = texts(page)
    assert f"Without clipping {run.end.learned[FREE]} of 20, with it {run.end.learned[CLIPPED]}" in told
    assert "the gradient explodes: the state of step" in clinic_words(run, 18) and clinic_words(run, 18) in told


def test_table_and_tensors_stand_in_panels_that_cost_nothing_closed(run_page):
    page = run_page("recurrence", topic="clipping")
    assert not page.dataframe and "tensor_list" not in views(page)
    assert code_lines(page)[0].startswith("norm = np.linalg.norm(dtheta)")
    for panel in ("table", "tensors"):
        page.session_state[f"recurrence.clipping.{panel}"] = True
    page.run()
    assert not page.exception
    assert list(page.dataframe[0].value.columns)[0] == "step"
    assert page.get("download_button") and "tensor_list" in views(page)
