"""The seven starts as an experiment of sweeps: each network is one of those that the page trains side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

from nnviz.experiments.address.codecs import one_of
from nnviz.experiments.initialization_and_dropout.initializations import INITIALIZATIONS
from nnviz.experiments.initialization_and_dropout.settings import InitializationAndDropoutSettings
from nnviz.experiments.sweep.depth import MEASURES, DepthTask
from nnviz.experiments.sweep.experiment import Experiment, SettingError, Value
from nnviz.experiments.sweep.records import changed

START = "start"
"""Which of the seven starts: a name of `INITIALIZATIONS`."""

_SETTINGS = ("data", "activation", "depth", "width", "learning_rate", "steps")
_INITIALIZERS = {one.name: one.initializer for one in INITIALIZATIONS}


@dataclass(frozen=True)
class StartTask(DepthTask):
    """A deep network with one of the seven starts."""

    page: InitializationAndDropoutSettings = InitializationAndDropoutSettings()

    def query(self, seed: int) -> Mapping[str, str]:
        """Return the parameters of the page's address, which trains all seven."""
        return self.page.changed(seed=seed).to_query()


def task(values: Mapping[str, Value]) -> StartTask:
    """Return the task of some settings.

    Raises
    ------
    SettingError
        If a setting is out of its bounds.
    """
    start = str(values.get(START, "he"))
    try:
        one_of(start, _INITIALIZERS)
    except ValueError as error:
        raise SettingError(START, str(error)) from None
    page = changed(InitializationAndDropoutSettings(), {name: value for name, value in values.items() if name != START})
    return StartTask(page.network, _INITIALIZERS[start], page)


EXPERIMENT = Experiment(
    "initialization",
    "seven initializations",
    "initialization_and_dropout",
    1,
    (START, *_SETTINGS),
    MEASURES,
    task,
)
