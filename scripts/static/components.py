"""The app's own drawings on the static site: where stlite's pages look for their programs, and on which host."""

import shutil
import tomllib
from pathlib import Path

from scripts.static.pins import StaticSiteError

ROOT = Path(__file__).parents[2]

NO_HOST = 'new URL("https://stlite.invalid/")'
"""The host that stlite names for whatever its pages would ask of a server: links to pages, components' programs."""

OWN_HOST = "new URL(self.location.origin)"


def put_components(site: Path, stlite: Path) -> None:
    """Put the components' programs where Streamlit's pages ask for them, and have stlite's pages ask this host.

    Parameters
    ----------
    site, stlite : Path
        The folder of the site, and stlite's in it.

    Raises
    ------
    StaticSiteError
        stlite's program is not the one that was pinned: it names no such host, or more than once.
    """
    chunks = [path for path in sorted(stlite.glob("*.js")) if NO_HOST in path.read_text(encoding="utf-8")]
    if len(chunks) != 1 or (text := chunks[0].read_text(encoding="utf-8")).count(NO_HOST) != 1:
        raise StaticSiteError(f"stlite should name {NO_HOST} once; see where its pages get components from now")
    chunks[0].write_text(text.replace(NO_HOST, OWN_HOST), encoding="utf-8")
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["streamlit"]["component"]
    for component in table["components"]:
        target = site / "_stcore" / "bidi-components" / f"nnviz.{component['name']}"
        target.mkdir(parents=True)
        for ending in ("js", "css"):
            shutil.copy2(ROOT / "nnviz" / component["asset_dir"] / f"{component['name']}.{ending}", target)
