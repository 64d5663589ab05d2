"""What should have been seen, at the foot of the pages on how a network learns: sentences with computed numbers."""

import pytest

from tests.pages.reading import texts

PAGES = {
    "loss": "of one neuron from 0.9820",
    "backward_pass": "All 27 gradients of the 4-3-3 network",
    "gradient_descent": "converges up to η = 2/λmax",
    "learned_features": "This is after 0 of 1500 steps",
    "linear_collapse": "W₁ … W₄ has rank 2",
    "width_and_depth": "straight pieces with 19 parameters",
    "vanishing_gradients": "reaches layer 1 before training",
    "initialization_and_dropout": "**0** with zero weights",
    "clinic": "the first finding is **Dead units**",
    "activation_race": "The race has not begun",
    "convolution": "is the sum of 9 products",
    "attention": "Its weights sum to 1",
    "transformer": "The network has **4,960 parameters**",
    "recurrence": "All 7 steps use the same",
}


@pytest.mark.parametrize("name", PAGES)
def test_the_page_ends_with_what_should_have_been_seen(run_page, name):
    page = run_page(name)
    assert page.main.expander[-1].label == "What you should have seen"
    assert PAGES[name] not in texts(page)
    page.session_state[f"{name}.conclusion"] = True
    page.run()
    assert not page.exception
    told = page.main.expander[-1].markdown[0].value
    assert PAGES[name] in told
    assert 1 <= told.count("\n- ") + 1 <= 5
