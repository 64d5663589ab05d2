"""The page "Where networks learn" by AppTest: the map, its question, its networks, a map of one's own, tables."""

from functools import partial

import numpy as np
import pytest

from nnviz.experiments.run.run import advance, start
from nnviz.experiments.run.settings import RunSettings
from nnviz.experiments.sweep import address_of, run
from nnviz.experiments.sweep.table import table_bytes
from nnviz.experiments.where_networks_learn import WhereSettings, begin_own_map, learning_map
from nnviz.ui.shell.run_cache import run_cache
from nnviz.ui.where_networks_learn import map_drawing, own, sources, tables
from tests.pages.messages import warnings
from tests.pages.reading import drawn, in_address, texts, widget

PAGE = "where_networks_learn"
OWN = {"source": "own", "own_depths": "1,2", "own_scales": "0.5,1", "own_seeds": "2", "own_epochs": "2"}
SETTINGS = WhereSettings.from_query(OWN)[0]


def show(page, name):
    return widget(page, "button", f"{PAGE}.question.{name}.show").click().run()


@pytest.fixture
def answered(run_page):
    """A function that opens the page and has both answers shown."""
    return lambda **query: show(show(run_page(PAGE, **query), "border"), "theory")


def test_the_map_is_veiled_until_its_question_is_answered(run_page):
    page = run_page(PAGE)
    header, arrays = drawn(page, "learning_map")
    assert header["veiled"] and header["opened"] is None and header["predictions"] == 0
    header, _ = drawn(show(page, "border"), "learning_map")
    assert not header["veiled"] and header["predictions"] == 0
    header, arrays = drawn(show(page, "theory"), "learning_map")
    assert header["predictions"] == 1 and arrays["predicted 0"].shape[1] == 2
    assert "Yes" not in texts(page)


def test_what_is_sent_is_the_slice_through_the_point_of_the_address(answered):
    page = answered(point="activation:sigmoid,learning_rate:0.3,depth:4,weight_scale:1.41")
    header, arrays = drawn(page, "learning_map")
    sweep, results = sources.shipped_sweep()
    at = {"activation": "sigmoid", "dataset": "circle", "learning_rate": 0.3}
    shown = learning_map(sweep, results, "depth", "weight_scale", at)
    np.testing.assert_array_equal(arrays["shown"], shown.share)
    np.testing.assert_array_equal(arrays["run train_loss"], shown.measured["train_loss"])
    row, column = header["chosen"]
    assert (shown.rows.values[row], shown.columns.values[column]) == (4, 1.41)
    assert header["fixed"] == "sigmoid, Circle, learning rate 0.3"


def test_the_chosen_networks_are_trained_anew_and_are_those_of_the_playground(answered):
    page = answered(point="depth:2,weight_scale:1")
    while not drawn(page, "learning_map")[0]["opened"]["done"]:
        run_cache_of_opened(page)
        page = page.run()
    header, arrays = drawn(page, "learning_map")
    assert "to the last bit" in header["opened"]["note"]
    sweep, results = sources.shipped_sweep()
    shown = learning_map(sweep, results, "depth", "weight_scale", SETTINGS.at(sweep))
    row, column = header["opened"]["place"]
    page_name, query = address_of(shown.cells[row][column], sweep.seeds[0])
    playground = start(RunSettings.from_query(query)[0])
    playground = advance(playground, int(shown.measured["epochs"][row, column, 0]) * playground.batches.per_epoch)
    assert page_name == "playground"
    assert playground.evaluation.train_loss == arrays["opened losses"][0, -1]


def run_cache_of_opened(page):
    """Train the networks on view to their end, as the browser's questions do in steps."""
    sweep, results = sources.shipped_sweep()
    at = WhereSettings.from_query({"point": "depth:2,weight_scale:1"})[0].at(sweep)
    shown = learning_map(sweep, results, "depth", "weight_scale", at)
    run_cache().run_to_end(*map_drawing._opening(shown, shown.place(at)))


def test_a_cell_opens_its_network_on_the_playground(answered, monkeypatch):
    went = []
    monkeypatch.setattr(map_drawing, "switch_page", lambda page, query: went.append((page.url_path, query)))
    page = answered()
    page.session_state[map_drawing.OPENS] = ("playground", {"hidden": "8:tanh"})
    page.run()
    assert went == [("playground", {"hidden": "8:tanh"})]


def test_what_a_browser_asks_is_checked(answered, monkeypatch):
    page = answered()
    sweep, results = sources.shipped_sweep()
    shown = learning_map(sweep, results, "depth", "weight_scale", SETTINGS.at(sweep))
    now = sources.OnView(WhereSettings(), sweep, results, shown, None, None)
    kept = {}
    monkeypatch.setattr(map_drawing.st, "session_state", kept)
    monkeypatch.setattr(map_drawing.state, "change", lambda make: kept.update(settings=make(WhereSettings())))
    map_drawing._asked(now, {"look": [1, 2], "chosen": True})
    assert map_drawing._looked(now) == (1, 2)
    assert kept["settings"].at(sweep) == shown.point(1, 2)
    map_drawing._asked(now, {"open": [1, 2], "seed": 3})
    assert kept[map_drawing.OPENS] == address_of(shown.cells[1][2], sweep.seeds[3])
    for nonsense in ({"look": [99, 0]}, {"look": [-1, 0]}, {"look": ["1", 0]}, {"open": [0, 0], "seed": 99}):
        with pytest.raises((ValueError, KeyError)):
            map_drawing._asked(now, {"chosen": False} | nonsense)
    assert page


def test_a_map_of_ones_own_fills_cell_by_cell_and_keeps_what_is_done(run_page):
    page = run_page(PAGE, **OWN)
    header, arrays = drawn(page, "learning_map")
    assert header["progress"] == {"done": 0, "total": 4, "running": False, "left": ""} and not header["veiled"]
    assert np.isnan(arrays["shown"]).all()
    key, begin = ("own map", SETTINGS.own_sweep), partial(begin_own_map, SETTINGS.own_sweep)
    run_cache().advance(key, begin, 0.0)
    header, arrays = drawn(page.run(), "learning_map")
    assert header["progress"]["done"] == 1 and np.isfinite(arrays["shown"]).sum() == 1
    run_cache().run_to_end(key, begin)
    page = show(page.run(), "border")
    header, arrays = drawn(page, "learning_map")
    assert header["progress"]["done"] == 4 and not header["progress"]["running"]
    expected = learning_map(SETTINGS.own_sweep, run(SETTINGS.own_sweep), "depth", "weight_scale")
    np.testing.assert_array_equal(arrays["run train_loss"], expected.measured["train_loss"])


def test_the_button_starts_ones_own_map(run_page):
    page = run_page(PAGE)
    page.session_state[own.state.key("own")] = True
    page.run()
    widget(page, "text_input", f"{PAGE}.own_depths").set_value("1, 3").run()
    widget(page, "button", f"{PAGE}.start").click().run()
    assert in_address(page, "source") == "own" and in_address(page, "own_depths") == "1,3"
    assert drawn(page, "learning_map")[0]["progress"]["running"]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"own_depths": "2,1"}, "the smallest first"),
        ({"own_depths": "13"}, "12"),
        ({"own_seeds": "9"}, "5"),
        ({"own_depths": "1,2,3,4,5,6,7,8,9,10,11,12", "own_scales": "1,2,3,4,5,6,7,8,9,10,11"}, "120 cells"),
        ({"own_depths": "12", "own_epochs": "200", "own_scales": "1,2,3,4,5,6,7,8,9", "own_seeds": "3"}, "60,000"),
    ],
)
def test_a_map_that_is_too_large_is_refused_in_words(values, why):
    with pytest.raises(ValueError, match=why):
        changes = WhereSettings.from_query(values)
        assert changes[1], "nothing was left out"
        raise ValueError(" ".join(changes[1]))


def test_a_table_is_taken_home_and_read_again(run_page, monkeypatch):
    sweep = SETTINGS.own_sweep
    page = run_page(PAGE, source="table")
    assert drawn(page, "learning_map")[0]["fixed"]  # nothing is loaded: the packaged sweep
    found = tables.read_table(table_bytes(sweep, run(sweep)), "own.csv")
    page.session_state[sources.TABLE] = (found.sweep, found.cells)
    header, arrays = drawn(page.run(), "learning_map")
    assert header["rows"]["labels"] == ["1", "2"] and arrays["shown"].shape == (2, 2)


def test_a_table_that_is_none_is_refused_without_its_markup(run_page, monkeypatch):
    class Given:
        name, file_id = "<b>bad</b>.csv", "1"

        def getvalue(self):
            return b"a,b\n<script>alert(1)</script>,2\n"

    page = run_page(PAGE)
    monkeypatch.setattr(tables.st, "file_uploader", lambda *_, **__: Given())
    page.session_state[tables.state.key("tables")] = True
    page.run()
    assert "table of nnviz sweep" in page.error[0].value and "<script>" not in texts(page)


def test_the_theory_is_explained_with_the_numbers_of_the_chosen_cell(answered):
    page = answered(point="activation:tanh,depth:8,weight_scale:0.5")
    page.session_state[tables.state.key("theory")] = True
    page.run()
    assert "**χ₁ = 0.250**: gradients vanish" in texts(page) and "down to 4.3 hidden layers" in texts(page)


def test_the_numbers_are_a_table_too(answered):
    page = answered()
    page.session_state[tables.state.key("numbers")] = True
    page.run()
    assert '<th scope="row" role="rowheader">12</th>' in " ".join(one.proto.body for one in page.get("html"))


@pytest.mark.parametrize("point", ["depth", "nonsense:<b>", "depth:8," * 20, "weight_scale:nan", "depth:1e999"])
def test_a_point_that_means_nothing_leads_to_a_map(run_page, point):
    page = run_page(PAGE, point=point)
    assert not page.exception and drawn(page, "learning_map")[0]["veiled"]
    assert all("<b>" not in one for one in warnings(page))
