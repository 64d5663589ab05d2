"""A training of a small transformer as a Jupyter notebook: the cells of its script, and what each head looks at."""

from nnviz.engine import TrainState
from nnviz.experiments.attending.recipe import TransformerRecipe
from nnviz.export.notebook import PICTURES, TRAIN_ON, compared_once, matrices_section, notebook
from nnviz.export.run_notebook import WORDS
from nnviz.export.section import Section
from nnviz.export.transformer_script import transformer_sections, transformer_title, transformer_words

HEADS = Section(
    "heads",
    "### What each head looks at\n\nA row for each token, a column for each that it may look at. Rows sum to 1.",
    """X, _ = sequences(np.random.default_rng(0), 1)
_, kept = forward(parameters, X)
attended = [inner[4] for _, inner in kept if len(inner) == 6]  # P of every block: (1, heads, T, T)
if plt:
    figure, axes = plt.subplots(blocks, heads, figsize=(3.0 * heads, 3.0 * blocks), squeeze=False)
    for row, P in zip(axes, attended):
        for ax, weights in zip(row, P[0]):
            ax.imshow(weights, cmap="Blues", vmin=0.0, vmax=1.0)
            ax.set_xticks(range(X.shape[1]), X[0])
            ax.set_yticks(range(X.shape[1]), X[0])
    figure.tight_layout()
    plt.show()""",
)


def transformer_notebook(recipe: TransformerRecipe, state: TrainState, address: str = "") -> str:
    """Write a notebook whose cells are the parts of `transformer_script`, with figures between them.

    Parameters
    ----------
    recipe : TransformerRecipe
    state : TrainState
        As for the script.
    address : str
        Where the app shows this training.

    Raises
    ------
    ValueError
        For another recipe than the script takes.
    """
    *before, comparison = transformer_sections(recipe, state)
    pictures = (PICTURES, matrices_section("parameters"), HEADS)
    words = f"{transformer_words(recipe)} {WORDS}"
    sections = (*before, *pictures, compared_once(comparison), TRAIN_ON)
    return notebook(transformer_title(recipe, state), words, sections, address)
