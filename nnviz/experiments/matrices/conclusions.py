"""What should have been seen on the page "Matrices", with the numbers of what is on view."""

from nnviz.engine import Array
from nnviz.experiments.inspection.formula import counted, term
from nnviz.experiments.matrices.operators import attempts, explain
from nnviz.experiments.matrices.product import affine
from nnviz.experiments.matrices.settings import MatrixSettings, parse_operand
from nnviz.experiments.matrices.tensor_ranks import chain, ranks


def conclusions(settings: MatrixSettings) -> tuple[str, ...]:
    """Describe the product, its models, the two operands and the ranks, each in a sentence with its numbers."""
    X, W, b = (settings.matrix(name) for name in ("X", "W", "b"))
    return (*_product(X, W, b, settings.row, settings.column), _operands(settings), _ranks(settings))


def _product(X: Array, W: Array, b: Array, row: int, column: int) -> tuple[str, str]:
    Z = affine(X, W, b).Z
    (n, d), p = X.shape, len(b)
    return (
        f"Z = XW + b takes X {X.shape} and W {W.shape} to Z {Z.shape}: the inner dimensions match ({d}), and all "
        f"{counted(Z.size, 'entry', 'entries')} of Z cost {counted(n * d * p, 'multiplication')}. Z[{row}, {column}] = "
        f"{term(float(Z[row, column]))} is the dot product of row {row} of X and column {column} of W, plus "
        f"b[{column}].",
        f"W and b are {counted(p, 'linear model')} of {counted(d, 'feature')}, {counted(W.size + b.size, 'parameter')} "
        f"in all: column j of W and b[j] give column j of Z, for all {counted(n, 'sample')} at once.",
    )


def _operands(settings: MatrixSettings) -> str:
    A, B = parse_operand(settings.left), parse_operand(settings.right)
    tried = {attempt.expression: attempt for attempt in attempts(A, B)}
    words = [f"**{sign}**: {explain(tried[sign])}" for sign in ("A @ B", "A * B", "A + B")]
    return f"A {A.shape} and B {B.shape}. " + " ".join(words)


def _ranks(settings: MatrixSettings) -> str:
    cuts = chain(ranks().T, settings.image, settings.image_row, settings.image_column)
    return (
        "Each index removes one axis: "
        + ", ".join(
            f"`{expression}` has rank {T.ndim}" + (f" and shape `{T.shape}`" if T.ndim else "")
            for expression, T in cuts
        )
        + "."
    )
