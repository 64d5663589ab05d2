"""Where the lecturer's step is on a listener's own device."""

from urllib.parse import parse_qsl, quote, urlencode

from nnviz.lessons.hall.records import LecturersStep

OWN = frozenset({"room", "follow", "projector", "embed", "embed_options"})
"""Parameters that are about the lecturer's screen, not about what is on view."""


def lecture_address(lesson: str, step: LecturersStep, **more: str) -> str:
    """Return the address of a step, from the folder of the app on: ``playground?hidden=4&lesson=depth&at=fold``.

    Parameters
    ----------
    lesson : str
    step : LecturersStep
    more : str
        Further parameters.
    """
    page, _, query = step.address.partition("?")
    kept = {name: value for name, value in parse_qsl(query, keep_blank_values=True) if name not in OWN}
    place = {"lesson": lesson, "at": step.at} if step.at else {}
    parameters = urlencode({**kept, **place, **more}, quote_via=quote, safe=":,~.-_")
    return f"{'' if page == 'home' else page}?{parameters}"
