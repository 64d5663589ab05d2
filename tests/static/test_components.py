"""The drawings' programs on the static site: where stlite's pages look for them, and on this host."""

import pytest

from scripts.static.components import NO_HOST, OWN_HOST, put_components
from scripts.static.pins import StaticSiteError

ASKS = f"getBaseUriParts() {{ let e = {NO_HOST}; return e.pathname = this.props.kernel.basePath, e; }}"


def site_with(tmp_path, *chunks):
    stlite = tmp_path / "stlite"
    stlite.mkdir()
    for k, text in enumerate(chunks):
        (stlite / f"index-{k}.js").write_text(text, encoding="utf-8")
    return stlite


def test_stlite_asks_this_host_and_finds_every_component_there(tmp_path):
    stlite = site_with(tmp_path, ASKS, "export {};")
    put_components(tmp_path, stlite)
    assert (stlite / "index-0.js").read_text(encoding="utf-8") == ASKS.replace(NO_HOST, OWN_HOST)
    found = {path.relative_to(tmp_path).as_posix() for path in (tmp_path / "_stcore").rglob("*.*s") if path.is_file()}
    names = ("activation_race", "drawings", "page", "sequences", "share", "stage")
    kinds = ("js", "css")
    assert found == {f"_stcore/bidi-components/nnviz.{name}/{name}.{kind}" for name in names for kind in kinds}


@pytest.mark.parametrize("chunks", [("export {};",), (ASKS, ASKS), (ASKS + ASKS,)])
def test_another_stlite_is_refused(tmp_path, chunks):
    with pytest.raises(StaticSiteError, match="stlite should name"):
        put_components(tmp_path, site_with(tmp_path, *chunks))
