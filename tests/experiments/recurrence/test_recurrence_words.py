"""Conclusions of the page of recurrence where little can be concluded: one step, numbers that are not finite."""

from dataclasses import replace

import numpy as np

from nnviz.experiments.recurrence.conclusions import live, unroll
from nnviz.experiments.recurrence.live import run_settings
from nnviz.experiments.recurrence.settings import RecurrenceSettings
from nnviz.experiments.run.run import start


def test_one_step_is_told_as_one():
    steps, answer, _ = unroll.conclusions(RecurrenceSettings(bits="1"))
    assert steps.startswith("The one step uses the same ")
    assert " of 1** step; " in answer


def test_a_network_that_diverged_is_not_said_to_have_a_gradient_of_zero():
    settings = RecurrenceSettings(live_cell="elman", live_length=4)
    run = start(run_settings(settings))
    network = run.state.network
    lost = replace(
        run, state=replace(run.state, network=network.with_theta(np.full_like(network.theta, np.nan)), step=5)
    )
    told = live.conclusions(settings, lost)[1]
    assert "no longer finite" in told and "zero" not in told
