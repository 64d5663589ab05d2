"""A table to try the reading of tables with: the iris flowers as a spreadsheet would save them."""

from nnviz.datasets.bundled import iris

EXAMPLE_NAME = "iris.csv"


def example_table() -> str:
    """Return 150 flowers as CSV text with names in the first row and the species in words."""
    data = iris()
    lines = [",".join((*data.feature_names, "species"))]
    for sample, label in zip(data.X.tolist(), data.labels.tolist(), strict=True):
        lines.append(",".join((*(f"{value:g}" for value in sample), data.class_names[label])))
    return "\n".join(lines) + "\n"
