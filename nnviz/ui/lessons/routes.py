"""All routes of the hall, which `app.py` adds to Streamlit's."""

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Mount, Route

from nnviz.lessons.hall.hall import Hall
from nnviz.ui.lessons.presenter_routes import presenter_routes
from nnviz.ui.lessons.votes_routes import votes_routes
from nnviz.ui.shell.served_page import base_path


def hall_routes() -> list[BaseRoute]:
    """Return them, below ``hall`` at the path that the app is served at; a hall that begins empty comes with them."""
    routes = [*presenter_routes(), *votes_routes(Hall())]
    hall = f"{base_path()}/hall"
    return [Route(hall, _with_slash), Mount(hall, routes=routes)]


def _with_slash(_: Request) -> RedirectResponse:
    """Lead whoever types the address by hand to where a room's code is typed."""
    return RedirectResponse("hall/", 303)
