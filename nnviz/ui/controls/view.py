"""Which plane of more than two features the stage shows: two of them, two principal components, or single samples."""

from collections.abc import Sequence
from functools import partial

from nnviz.experiments import RunSettings
from nnviz.experiments.run.view import COMPONENTS, SAMPLES, features_view, view_columns, views
from nnviz.ui.widgets.fields import Fields

FEATURES = "features"
_TITLES = {FEATURES: "two features", COMPONENTS: "two principal components", SAMPLES: "single samples"}
_HELP = (
    "The network uses all features. A plane through two of them fixes the others at their means; the plane of the "
    "first two principal components lies where the training data vary most."
)


def offers_view(settings: RunSettings) -> bool:
    """Return whether there is a choice: several features, neither made from the points of a plane nor steps in time."""
    return not settings.plane and settings.n_features > 1 and not settings.is_sequence


def view_choice(fields: Fields[RunSettings], columns: Sequence[str]) -> None:
    """Draw the choice, where there is one; a change keeps the weights.

    Parameters
    ----------
    fields : Fields
    columns : sequence of str
        Names of the features; they are numbered unless there is a name for each.
    """
    settings = fields.settings
    if not offers_view(settings):
        return
    pair = view_columns(settings.view_name)
    usual = next((pair for pair in map(view_columns, views(settings.info)) if pair), (0, 1))
    wanted = {FEATURES: features_view(*usual), COMPONENTS: COMPONENTS, SAMPLES: SAMPLES}
    fields.select(
        "view",
        "The output shows",
        {name: title for name, title in _TITLES.items() if name == FEATURES or name in views(settings.info)},
        value=settings.view_name if pair is None else FEATURES,
        make=lambda now, name: now.changed(view=wanted[name]),
        help=_HELP,
    )
    if pair is not None:
        _pair_choice(fields, pair, _names(columns, settings.n_features))


def _pair_choice(fields: Fields[RunSettings], pair: tuple[int, int], names: Sequence[str]) -> None:
    """Two menus of features; who chooses the same one twice exchanges the two."""
    for k, (name, label) in enumerate((("across", "Across"), ("up", "Up"))):
        make = partial(_with_column, pair, k)
        fields.select(name, label, range(len(names)), names.__getitem__, value=pair[k], make=make)


def _with_column(pair: tuple[int, int], k: int, now: RunSettings, column: int) -> RunSettings:
    other = pair[k] if column == pair[1 - k] else pair[1 - k]
    return now.changed(view=features_view(*((column, other) if k == 0 else (other, column))))


def _names(columns: Sequence[str], n: int) -> Sequence[str]:
    return columns if len(columns) == n else [f"feature {j + 1}" for j in range(n)]
