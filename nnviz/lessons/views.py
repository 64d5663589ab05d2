"""Views of a lesson: addresses of the app, read by the same parsers as the pages read theirs."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from typing import Any, cast
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from nnviz.experiments.address.echo import echo
from nnviz.experiments.address.record import AddressRecord
from nnviz.experiments.replay.recipe import CHANGES, STEP, RunRecipe
from nnviz.experiments.run.settings import RunSettings
from nnviz.lessons.lesson import View

MAX_ADDRESS = 8000
"""Characters of an address that browsers and servers take."""

PLAYGROUND = "playground"

_SETTINGS = {
    "activation_functions": "activation_functions.settings.ActivationSettings",
    "activation_race": "activation_race.settings.RaceSettings",
    "attention": "attention.settings.AttentionSettings",
    "backward_pass": "backward_pass.settings.BackwardSettings",
    "clinic": "clinic.settings.ClinicSettings",
    "convolution": "convolution.settings.ConvolutionSettings",
    "forward_pass": "forward_pass.settings.ForwardSettings",
    "gradient_descent": "gradient_descent.settings.DescentSettings",
    "initialization_and_dropout": "initialization_and_dropout.settings.InitializationAndDropoutSettings",
    "learned_features": "learned_features.settings.LearnedFeaturesSettings",
    "linear_collapse": "linear_collapse.settings.CollapseSettings",
    "loss": "loss.settings.LossSettings",
    "matrices": "matrices.settings.MatrixSettings",
    PLAYGROUND: "run.settings.RunSettings",
    "recurrence": "recurrence.settings.RecurrenceSettings",
    "softmax": "softmax.settings.SoftmaxSettings",
    "transformer": "transformer.settings.TransformerSettings",
    "vanishing_gradients": "depth.settings.DepthSettings",
    "where_networks_learn": "where_networks_learn.settings.WhereSettings",
    "width_and_depth": "width_and_depth.settings.WidthAndDepthSettings",
}

WITHOUT_SETTINGS = ("home",)

PAGES = (*WITHOUT_SETTINGS, *_SETTINGS)
"""Every page that a step may show; `home` has no settings."""

SHARED = frozenset({"projector"})
"""Parameters that every page understands."""

_OF_THE_APP = frozenset({"lesson", "at", "room", "follow", "embed", "embed_options"})


@cache
def settings_class(page: str) -> type[AddressRecord]:
    """Return the class of a page's settings; that of the Playground is `RunSettings`.

    Raises
    ------
    ValueError
        If there is no such page, or it has no settings.
    """
    if page not in _SETTINGS:
        raise ValueError(f"expected a page with settings, one of {', '.join(_SETTINGS)}, got {echo(page)}")
    module, name = f"nnviz.experiments.{_SETTINGS[page]}".rsplit(".", 1)
    kind: type[AddressRecord] = getattr(import_module(module), name)
    return kind


def settings_of(view: View) -> AddressRecord:
    """Return the settings that a view leads to; on the Playground those at its step."""
    if view.page == PLAYGROUND:
        return recipe_of(view).settings
    return settings_class(view.page).from_query(view.query)[0]


def recipe_of(view: View) -> RunRecipe:
    """Return the recipe that a view of the Playground leads to."""
    return RunRecipe.from_query(view.query)[0]


def training_of(view: View) -> RunRecipe | None:
    """Return the training that a view shows; None where the page trains nothing step by step."""
    if view.page == PLAYGROUND:
        return recipe_of(view)
    live = _LIVE.get(view.page)
    if live is None:
        return None
    settings: Any = settings_of(view)
    return live(settings) if settings.topic == "live" else None


def _recurrence(settings: Any) -> RunRecipe:
    recipe, _ = import_module("nnviz.experiments.recurrence.live").live_recipe(settings)
    return cast(RunRecipe, recipe)


def _convolution(settings: Any) -> RunRecipe:
    return RunRecipe(import_module("nnviz.experiments.convolution.live").run_settings(settings))


_LIVE: dict[str, Callable[[Any], RunRecipe]] = {"recurrence": _recurrence, "convolution": _convolution}
"""Pages with a topic "Live", whose modules are loaded where a view needs them."""


def address_of_view(view: View) -> str:
    """Return a view as an address below that of the app: ``playground?hidden=8``."""
    query = urlencode(view.query, quote_via=quote, safe=":,~.-_")
    return view.page + (f"?{query}" if query else "")


def read_view(text: str) -> View:
    """Read an address as the Share panel gives it, with or without the place of the server.

    Raises
    ------
    ValueError
        With all that the page would complain about.
    """
    if len(text) > MAX_ADDRESS:
        raise ValueError(f"expected an address of at most {MAX_ADDRESS:,} characters, got {len(text):,}")
    try:
        parts = urlsplit(text.strip())
        pairs = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError:
        raise ValueError(
            f"expected an address of the app such as playground?hidden=8:relu, got {echo(text)}; copy it from the "
            "Share panel"
        ) from None
    page = parts.path.strip("/").rpartition("/")[2] or "home"
    if page not in PAGES:
        near = get_close_matches(page, PAGES, 1)
        meant = f"; did you mean {near[0]}?" if near else ""
        raise ValueError(f"expected a page, one of {', '.join(PAGES)}, got {echo(page)}{meant}")
    view = View(page, dict(pairs))
    twice = {key for key, _ in pairs if [other for other, _ in pairs].count(key) > 1}
    complaints = [f"{echo(key)} stands there twice; leave one out" for key in sorted(twice)]
    complaints += complaints_about(view)
    if complaints:
        raise ValueError("; ".join(complaints))
    return view


def complaints_about(view: View) -> list[str]:
    """Return what the page would say, or silently leave alone, of an address; empty where all is well."""
    if view.page in WITHOUT_SETTINGS:
        unknown: Mapping[str, str] = view.query
        messages: tuple[str, ...] = ()
        known: list[str] = []
    else:
        kind = settings_class(view.page)
        unknown = kind.foreign(view.query)
        known = [key for keys in kind.address_keys().values() for key in keys]
        reader = RunRecipe if kind is RunSettings else kind
        _, messages = reader.from_query(view.query)
        if kind is RunSettings:
            known += [STEP, CHANGES]
            unknown = {key: text for key, text in unknown.items() if key not in (STEP, CHANGES)}
    return [*messages, *(_unknown(key, view.page, known) for key in unknown if key not in SHARED)]


def _unknown(key: str, page: str, known: list[str]) -> str:
    if key in _OF_THE_APP:
        return f"{key} belongs to the app that shows the lesson; leave it out"
    near = get_close_matches(key, known, 1)
    meant = f"; did you mean {near[0]}?" if near else "; leave it out"
    return f"the page {page} has no setting {echo(key)}{meant}"
