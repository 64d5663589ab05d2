"""The matrices page by AppTest: its numbers, its refusals, its address."""

import numpy as np

from nnviz.experiments.matrices.settings import MatrixSettings
from nnviz.ui.matrices import product
from nnviz.ui.shell import page_state
from tests.pages.messages import warnings
from tests.pages.reading import code_lines, drawn, in_address, texts, widget


def test_the_product_is_right_and_every_part_is_sent(run_page):
    header, arrays = drawn(run_page("matrices"), "product")
    np.testing.assert_allclose(arrays["Z"], np.einsum("ik,kj->ij", arrays["X"], arrays["W"]) + arrays["b"])
    assert arrays["X"].shape == (4, 2) and arrays["W"].shape == (2, 3)
    assert header["shown"] == -1


def test_the_address_brings_sizes_entries_and_the_chosen_cell_back(run_page):
    page = run_page("matrices", n="2", d="1", p="2", X="3,-1", W="2,0.5", b="1,1", row="1", column="1")
    header, arrays = drawn(page, "product")
    assert arrays["Z"].tolist() == [[7.0, 2.5], [-1.0, 0.5]]
    assert (header["row"], header["column"]) == (1, 1)


def test_the_formula_of_the_chosen_cell_is_filled_in(run_page):
    page = run_page("matrices", row="1", column="0")
    widget(page, "toggle", "matrices.numbers").set_value(True).run()
    (written,) = [element.value for element in page.latex if "aligned" in element.value]
    assert r"(-1) \cdot 1 + 1 \cdot 0.5 + 0.5" in written
    assert r"\begin{aligned} Z_{1,0} &= 0 \\" in written, "the result first"
    assert code_lines(page)[:2] == ["Z = X @ W + b", "Z = X @ W + b[..., None, :]"]


def test_real_flowers_can_be_chosen_and_stand_in_the_address(run_page):
    page = run_page("matrices", d="5")
    widget(page, "button_group", "matrices.source").set_value("iris").run()
    assert not page.exception
    header, arrays = drawn(page, "product")
    assert arrays["X"][0].tolist() == [5.1, 3.5, 1.4, 0.2]
    assert header["features"][0] == "sepal length"
    assert in_address(page, "source") == "iris"


def test_the_question_about_a_weight_is_answered_by_computing_again(run_page):
    page = run_page("matrices")
    widget(page, "radio", "matrices.question.weight").set_value("entries of one column only").run()
    assert "[0, 2], [1, 2], [2, 2]" in texts(page)
    assert "Where x0 is 0 (1 of 4 rows)" in texts(page)


def test_a_mismatch_is_explained_and_not_refused(run_page):
    page = run_page("matrices")
    widget(page, "radio", "matrices.question.fits").set_value("both").run()
    header, arrays = drawn(page, "operators")
    matmul = header["attempts"][0]
    assert not matmul["fits"] and matmul["pairs"] == [[3, 2, False]]
    assert "mismatch" in matmul["complaint"]
    np.testing.assert_array_equal(arrays["value1"], arrays["A"] * arrays["B"])


def test_typed_nonsense_keeps_the_last_matrix_and_says_why(run_page):
    page = run_page("matrices")
    widget(page, "button", "matrices.question.fits.show").click().run()
    widget(page, "text_input", "matrices.left").set_value("1 two").run()
    assert "expected numbers, got 'two' in row 1" in warnings(page)[0]
    assert drawn(page, "operators")[1]["A"].shape == (2, 3)
    widget(page, "text_input", "matrices.left").set_value("1 2").run()
    assert not page.warning
    assert drawn(page, "operators")[1]["A"].tolist() == [1.0, 2.0]


def test_the_ranks_are_told_with_their_shapes(run_page):
    page = run_page("matrices", image="2", image_row="1", image_column="0")
    assert "| `T[2, 1]` | 1 | `(8,)` | 8 |" in texts(page)
    assert "| `T[2, 1, 0]` | 0 | `()` | 1 |" in texts(page)


def test_what_a_browser_asks_is_done_or_told(run_page, monkeypatch):
    kept = {}
    monkeypatch.setattr(page_state.st, "session_state", kept)
    monkeypatch.setattr(product.state, "show_in_address", lambda: None)
    product.state.keep(MatrixSettings())
    ask = product._asked
    ask({"what": "entry", "name": "W", "index": [0, 1], "text": "2.5", "done": True})
    assert product.state.settings.matrix("W")[0, 1] == 2.5
    ask({"what": "entry", "name": "W", "index": [0, 1], "text": "much"})
    assert kept[product.REFUSED].startswith("Expected numbers, got 'much'")
    assert product.state.settings.matrix("W")[0, 1] == 2.5
    ask({"what": "size", "sizes": [1, 2, 1]})
    assert product.state.settings.matrix("W").tolist() == [[1.0], [0.5]]
    ask({"what": "cell", "row": 5, "column": 0, "shown": -1})
    assert "got row 5" in kept[product.REFUSED]
