"""All routes of the hall, which `app.py` adds to Streamlit's."""

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Mount, Route
from streamlit import config

from nnviz.lessons.hall.hall import Hall
from nnviz.ui.lessons.presenter_routes import presenter_routes
from nnviz.ui.lessons.votes_routes import votes_routes


def hall_routes() -> list[BaseRoute]:
    """Return them, below ``hall`` at the path that the app is served at; a hall that begins empty comes with them."""
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    routes = [*presenter_routes(), *votes_routes(Hall())]
    hall = f"/{base}/hall" if base else "/hall"
    return [Route(hall, _with_slash), Mount(hall, routes=routes)]


def _with_slash(_: Request) -> RedirectResponse:
    """Lead whoever types the address by hand to where a room's code is typed."""
    return RedirectResponse("hall/", 303)
