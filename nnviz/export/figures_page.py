"""The figures of a run as one HTML file that needs nothing but a browser: it loads nothing."""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

from nnviz import __version__
from nnviz.engine import confusion_matrix
from nnviz.experiments import Run, RunRecipe
from nnviz.experiments.run.preparation import TEST_IS_TRAIN
from nnviz.experiments.run.target_units import has_target_units, scaling_sentence
from nnviz.export.changes import change_sentence
from nnviz.export.tables import settings_rows
from nnviz.figures import fitted_curve, layer_sizes, learning_curves, output_plane
from nnviz.figures.theme import FONT, Theme, theme

MEGABYTES = 5
"""About how large a page is: nearly all of it is Plotly's own program."""

MOST_CLASSES = 30
"""Classes beyond which decisions are not listed as a table."""

_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:"
)


def figures_page(
    run: Run,
    history: Sequence[Sequence[float]],
    recipe: RunRecipe | None = None,
    address: str = "",
    dark: bool = False,
) -> str:
    """Return the page: results, curves, gradients, output, decisions, settings, and the address of this step.

    The page asks the browser to load nothing from anywhere, and Plotly's program is part of it.

    Parameters
    ----------
    run : Run
    history : sequence of sequence of float
        Rows of step, epoch, train_loss, test_loss, train_accuracy, test_accuracy; what comes behind is not drawn.
    recipe : RunRecipe, optional
        The changes during the run are listed from it.
    address : str
        Where the app shows this step again; left out where empty.
    dark : bool
        Which colours.
    """
    from plotly.offline import get_plotlyjs

    colours = theme(dark)
    title = f"nnviz: {run.data.data.title}, step {run.step:,}"
    body = [
        f"<h1>{escape(title)}</h1>",
        _results(run),
        *_figures(run, history, dark),
        *_decisions(run),
        "<h2>Settings</h2>",
        _table(("setting", "value"), [row for row in settings_rows(run.settings) if row[1]]),
        *_way(recipe, address),
        f"<footer>Written by nnviz {__version__}. Contains plotly.js, under the MIT licence.</footer>",
    ]
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title>",
            f"<style>{_style(colours)}</style>",
            f"<script>{get_plotlyjs()}</script>",
            "</head>\n<body>\n<main>",
            *body,
            "</main>\n</body>\n</html>\n",
        ]
    )


def _figures(run: Run, history: Sequence[Sequence[float]], dark: bool) -> Iterable[str]:
    rows = list(history)
    same = run.data.test_is_train
    yield _figure("loss", learning_curves.figure(learning_curves.info(rows, "loss", same), dark))
    if run.head.targets != "values":
        yield _figure("accuracy", learning_curves.figure(learning_curves.info(rows, "accuracy", same), dark))
    yield _figure("gradients", layer_sizes.figure(layer_sizes.info(run), dark))
    fitted = fitted_curve.info(run)
    if fitted is not None:
        yield _figure("curve", fitted_curve.figure(fitted, dark))
    plane = output_plane.info(run)
    if plane is not None:
        yield _figure("output", output_plane.figure(plane, dark))


def _figure(name: str, figure: Any) -> str:
    text: str = figure.to_html(
        full_html=False,
        include_plotlyjs=False,
        div_id=f"figure-{name}",
        default_height=f"{figure.layout.height}px",
        config={"displaylogo": False, "responsive": True},
    )
    return f"<section>{text}</section>"


def _results(run: Run) -> str:
    seen = run.evaluation
    rows = [("training loss", seen.train_loss), ("test loss", seen.test_loss)]
    if run.head.targets != "values":
        rows += [("training accuracy", seen.train_accuracy), ("test accuracy", seen.test_accuracy)]
    elif has_target_units(run) and seen.train_rmse is not None and seen.test_rmse is not None:
        name = run.data.target_title
        rows += [
            (f"training RMSE, in units of {name}", seen.train_rmse),
            (f"test RMSE, in units of {name}", seen.test_rmse),
        ]
    notes = [scaling_sentence(run)] if has_target_units(run) else []
    if run.data.test_is_train:
        rows = [(f"{name} (the training part)" if name.startswith("test") else name, value) for name, value in rows]
        notes.append(TEST_IS_TRAIN)
    stopped = f"<p>Training ended: {escape(run.stop.message)}</p>" if run.stop is not None else ""
    head = (
        f"<p>Step {run.step:,}, epoch {run.epoch:.4g}. All digits are given, so that another run can be compared.</p>"
    )
    told = "".join(f"<p>{escape(note)}</p>" for note in notes)
    return head + stopped + told + _table(("result", "value"), rows, number=repr)


def _decisions(run: Run) -> Iterable[str]:
    """Count, on the test part, how each class was classified."""
    names = run.data.data.class_names
    if run.head.targets == "values" or not 2 <= len(names) <= MOST_CLASSES:
        return
    decided, test = run.head.decide(run.output(run.data.test.X)), run.data.test
    counts = confusion_matrix(decided[test.counted], test.labels[test.counted], len(names))
    part = "training data, which are the test data" if run.data.test_is_train else "test data"
    yield f"<h2>Predictions on the {part}</h2><p>One row per true class, one column per predicted class.</p>"
    yield _table(("true class", *names), [(name, *counts[k].tolist()) for k, name in enumerate(names)])


def _way(recipe: RunRecipe | None, address: str) -> Iterable[str]:
    if recipe is not None and recipe.changes:
        items = "".join(f"<li>{escape(change_sentence(change))}</li>" for change in recipe.changes)
        yield f"<h2>Changes along the way</h2><ol>{items}</ol>"
    if address.startswith(("http://", "https://")):
        link = escape(address, quote=True)
        yield f'<h2>Reproduce it</h2><p>The app arrives at the same numbers: <a href="{link}">{link}</a></p>'


def _table(head: Sequence[str], rows: Iterable[Sequence[Any]], number: Callable[[Any], str] = str) -> str:
    def cell(value: Any) -> str:
        numeric = isinstance(value, int | float)
        return f'<td class="n">{number(value)}</td>' if numeric else f"<td>{escape(str(value))}</td>"

    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    lines = "".join(f'<tr><th scope="row">{escape(str(row[0]))}</th>{"".join(map(cell, row[1:]))}</tr>' for row in rows)
    return f'<div class="wide"><table><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table></div>'


def _style(colours: Theme) -> str:
    return f"""
:root {{ color-scheme: {"dark" if colours.dark else "light"}; }}
body {{ margin: 0; background: {colours.paper}; color: {colours.ink}; font: 16px/1.5 {FONT}; }}
main {{ max-width: 1000px; margin: 0 auto; padding: 1rem 1.25rem 3rem; }}
h1 {{ font-size: 1.6rem; }} h2 {{ font-size: 1.2rem; margin-top: 2rem; }}
.wide {{ overflow-x: auto; }}
table {{ border-collapse: collapse; }}
th, td {{ border-bottom: 1px solid {colours.hairline}; padding: 0.25rem 0.9rem 0.25rem 0; text-align: left; }}
tbody th {{ font-weight: 400; color: {colours.muted}; }}
td {{ font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }}
td.n {{ text-align: right; overflow-wrap: normal; }}
a {{ color: {colours.positive}; overflow-wrap: anywhere; }}
footer {{ margin-top: 3rem; color: {colours.muted}; }}
section {{ margin: 1.5rem 0; }}
"""
