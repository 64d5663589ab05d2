"""The cumulative distribution function of the normal distribution, exact to a few last digits, which NumPy lacks.

GELU needs it. The error function erf and erfc = 1 - erf are approximated by three rational functions, each on its own
part of the axis, from W. J. Cody 1969, Rational Chebyshev approximations for the error function, Mathematics of
Computation 23. Where erfc is tiny, the factor exp(-d^2) is taken out first, so that even erfc(26), about 1e-296, keeps
its digits.
"""

import numpy as np

from nnviz.engine.arrays import Array

# Coefficients with the highest power first: numerator, then denominator.
_CENTRE = (
    (
        1.85777706184603153e-1,
        3.16112374387056560e0,
        1.13864154151050156e2,
        3.77485237685302021e2,
        3.20937758913846947e3,
    ),
    (1.0, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3),
)
_MIDDLE = (
    (
        *(2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e0, 6.61191906371416295e1),
        *(2.98635138197400131e2, 8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3),
        1.23033935479799725e3,
    ),
    (
        *(1.0, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3),
        *(3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3),
    ),
)
_FAR = (
    (
        *(1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1),
        *(1.60837851487422766e-2, 6.58749161529837803e-4),
    ),
    (
        *(1.0, 2.56852019228982242e0, 1.87295284992346725e0, 5.27905102951428412e-1),
        *(6.05183413124413191e-2, 2.33520497626869185e-3),
    ),
)
_CENTRE_ENDS = 0.46875
_MIDDLE_ENDS = 4.0
_ROOT_PI = 1.7724538509055160273


def normal_cdf(Z: Array) -> Array:
    """The probability that a standard normal number is at most z, erfc(-z / sqrt 2) / 2.

    Parameters
    ----------
    Z : ndarray, any shape

    Returns
    -------
    ndarray, shape of Z
        From 0 to 1.
    """
    X = Z / np.sqrt(2.0)
    D = np.maximum(np.abs(X), _CENTRE_ENDS)
    # The bell is taken at z, not at the rounded z / sqrt 2: far out, that rounding would cost three digits.
    T = 0.5 * _bell(np.minimum(np.abs(Z), 40.0), 0.5) * _tail(D)
    return np.where(np.abs(X) <= _CENTRE_ENDS, 0.5 + 0.5 * _centre(X), np.where(X < 0.0, T, 1.0 - T))


def _centre(X: Array) -> Array:
    """Compute erf(x) for |x| up to 0.46875."""
    X = np.maximum(np.minimum(X, _CENTRE_ENDS), -_CENTRE_ENDS)
    return X * _fraction(_CENTRE, X * X)


def _tail(D: Array) -> Array:
    """Compute erfc(d) exp(d^2) for d from 0.46875 on."""
    near = _fraction(_MIDDLE, np.minimum(D, _MIDDLE_ENDS))
    beyond = D > _MIDDLE_ENDS
    if not np.any(beyond):
        return near
    R = 1.0 / np.maximum(D, _MIDDLE_ENDS)
    far = R * (1.0 / _ROOT_PI - R * R * _fraction(_FAR, R * R))
    return np.where(beyond, far, near)


def _bell(D: Array, factor: float) -> Array:
    """Compute exp(-factor d^2) for d from 0 to 40."""
    # d^2 is large, and its rounding error is as large in the exponent as it is small in d^2. So d is split: the square
    # of its leading part (in sixteenths) is exact, and d^2 - lead^2 = (d - lead)(d + lead) is small.
    lead = np.floor(16.0 * D) / 16.0
    return np.exp(-factor * lead * lead) * np.exp(-factor * (D - lead) * (D + lead))


def _fraction(coefficients: tuple[tuple[float, ...], tuple[float, ...]], X: Array) -> Array:
    """Divide one polynomial in x by another."""
    numerator, denominator = coefficients
    return _polynomial(numerator, X) / _polynomial(denominator, X)


def _polynomial(coefficients: tuple[float, ...], X: Array) -> Array:
    """Evaluate by Horner's rule, in an array of its own."""
    first, second, *rest = coefficients
    P = first * X + second
    for c in rest:
        P *= X
        P += c
    return P
