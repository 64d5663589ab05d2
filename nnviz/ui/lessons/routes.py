"""All routes of the hall, which `app.py` adds to Streamlit's."""

from starlette.routing import BaseRoute, Mount
from streamlit import config

from nnviz.lessons.hall.hall import Hall
from nnviz.ui.lessons.presenter_routes import presenter_routes
from nnviz.ui.lessons.votes_routes import votes_routes


def hall_routes() -> list[BaseRoute]:
    """Return them, below ``hall`` at the path that the app is served at; a hall that begins empty comes with them."""
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    routes = [*presenter_routes(), *votes_routes(Hall())]
    return [Mount(f"/{base}/hall" if base else "/hall", routes=routes)]
