"""Every colour and font size of the project, once for light and once for dark.

Blue is positive, orange is negative, and zero has the colour of the paper, always in the middle of the scale. Classes
have hues of their own, so a point of the data is never mistaken for a weight. The class colours were chosen so that the
nearest two stay apart also with protanopia, deuteranopia and tritanopia, and each has 3:1 on the page; text has 4.5:1
(tests/figures/test_theme.py measures it).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import plotly.graph_objects as go

FONT = '"Source Sans", system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif'
"""The app's own, which Streamlit brings; where a saved figure is looked at without it, the system's."""

TEXT_SIZE = 16
"""Size of labels and numbers in figures, in pixels at a width of 1280."""

TITLE_SIZE = 20
"""Size of a figure's title, in pixels at a width of 1280."""


@dataclass(frozen=True)
class Theme:
    """The colours of one mode, as #rrggbb.

    Attributes
    ----------
    dark : bool
        Whether the paper is dark.
    paper, panel, hairline, grid : str
        The page, what figures stand on, lines between panels, lines of a chart's grid.
    ink, muted : str
        Text; text of lesser weight.
    positive, negative, zero : str
        The two ends and the middle of the diverging scale.
    soft_positive, soft_negative : str
        Half-way to the ends, so that small numbers are already seen.
    train, test : str
        Lines of the training and of the test data.
    gradient, update : str
        Bars for sizes, which have no sign.
    right, warning : str
        What is as it should be; what went wrong.
    classes : tuple of str
        One colour a class, the easiest to tell apart first.
    lines : tuple of str
        Curves on one axis, such as activations: dark enough for a thin line, and never blue or orange.
    """

    dark: bool
    paper: str
    panel: str
    hairline: str
    grid: str
    ink: str
    muted: str
    positive: str
    negative: str
    zero: str
    soft_positive: str
    soft_negative: str
    train: str
    test: str
    gradient: str
    update: str
    right: str
    warning: str
    classes: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def diverging(self) -> list[tuple[float, str]]:
        """The scale from negative to positive as (share, colour) stops; the same stops serve Plotly and the stage."""
        return [
            (0.0, self.negative),
            (0.25, self.soft_negative),
            (0.5, self.zero),
            (0.75, self.soft_positive),
            (1.0, self.positive),
        ]

    def class_colour(self, index: int) -> str:
        """The colour of a class; after the last colour they start again."""
        return self.classes[index % len(self.classes)]


LIGHT = Theme(
    dark=False,
    paper="#ffffff",
    panel="#ffffff",
    hairline="#d9dee6",
    grid="#e8ecf1",
    ink="#17202c",
    muted="#566273",
    positive="#1257b0",
    negative="#d95f02",
    zero="#ffffff",
    soft_positive="#7fb0e8",
    soft_negative="#f9b27c",
    train="#17202c",
    test="#c2185b",
    gradient="#3f6f76",
    update="#7a989d",
    right="#1a7f4b",
    warning="#b3261e",
    classes=(
        "#6d2a8f",
        "#27a854",
        "#ca76ba",
        "#003311",
        "#a12bdd",
        "#268e11",
        "#41084c",
        "#91787f",
        "#be4cb5",
        "#4515c1",
    ),
    lines=("#6d2a8f", "#17804a", "#c2185b", "#5a5200"),
)

DARK = Theme(
    dark=True,
    paper="#0e1117",
    panel="#0e1117",
    hairline="#2a313c",
    grid="#232a34",
    ink="#eef2f7",
    muted="#a3adba",
    positive="#62b0ff",
    negative="#ff9838",
    zero="#0e1117",
    soft_positive="#2f5f94",
    soft_negative="#9a5a1f",
    train="#eef2f7",
    test="#ff6fa5",
    gradient="#7fb8c0",
    update="#456a72",
    right="#4fd08a",
    warning="#ff8a80",
    classes=(
        "#a765d8",
        "#60dd89",
        "#f4c5f1",
        "#d3729e",
        "#8632d5",
        "#23727f",
        "#b8fe61",
        "#738166",
        "#ce24a2",
        "#ab721a",
    ),
    lines=("#c08bf0", "#5fdf8f", "#ff7fb0", "#e6dc8a"),
)


def theme(dark: bool) -> Theme:
    """The theme of one mode."""
    return DARK if dark else LIGHT


def themes_for_browser() -> dict[str, dict[str, Any]]:
    """Both themes as plain JSON; the stage picks by the page's own background, which may change while it runs."""
    return {name: _as_json(colours) for name, colours in (("light", LIGHT), ("dark", DARK))}


def _as_json(colours: Theme) -> dict[str, Any]:
    """One theme with lists for tuples, and the diverging scale."""
    fields = {**asdict(colours), "diverging": [list(stop) for stop in colours.diverging]}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}


def diverging_colorscale(dark: bool) -> list[list[float | str]]:
    """The diverging scale for Plotly's `colorscale`; use it with `zmid=0`."""
    return [list(stop) for stop in theme(dark).diverging]


def template(dark: bool) -> go.layout.Template:
    """A Plotly template with these colours and a lecture's font sizes.

    Parameters
    ----------
    dark : bool
        Which theme.

    Returns
    -------
    plotly.graph_objects.layout.Template
        Give it to `figure.update_layout(template=...)`.
    """
    import plotly.graph_objects as go

    colours = theme(dark)
    axis = {
        "gridcolor": colours.grid,
        "zerolinecolor": colours.hairline,
        "linecolor": colours.hairline,
        "ticks": "outside",
        "tickcolor": colours.hairline,
        "automargin": True,
        "title": {"font": {"size": TEXT_SIZE}, "standoff": 8},
        "tickfont": {"size": TEXT_SIZE, "color": colours.muted},
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": TEXT_SIZE, "color": colours.ink},
            "title": {"font": {"size": TITLE_SIZE}, "x": 0, "xanchor": "left"},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": [colours.train, colours.test, *colours.classes],
            "colorscale": {"diverging": diverging_colorscale(dark)},
            "xaxis": axis,
            "yaxis": axis,
            "hoverlabel": {
                "font": {"size": TEXT_SIZE, "color": colours.ink},
                "bgcolor": colours.panel,
                "bordercolor": colours.hairline,
            },
            "legend": {"font": {"size": TEXT_SIZE}},
            "margin": {"l": 64, "r": 24, "t": 56, "b": 56},
        }
    )
