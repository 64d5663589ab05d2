"""Own task on its page: lines that cannot be used change nothing and stay in the box; no text is obeyed."""

from tests.pages.messages import warnings
from tests.pages.reading import drawn

BOX, TAKE = "transformer.own.text", "transformer.own.take"


def take(page, text):
    page.text_area(key=BOX).set_value(text)
    page.button(key=TAKE).click().run()
    assert not page.exception
    return page


def test_lines_are_taken_into_the_address_and_those_that_are_wrong_are_told_by_their_number(run_page):
    page = take(run_page("transformer", topic="own"), "a -> b\nb -> c\nc -> a")
    assert page.query_params["own_lines"] in ("a -> b\nb -> c\nc -> a", ["a -> b\nb -> c\nc -> a"])
    header, _ = drawn(page, "attending")
    assert header["panels"][0]["tokens"] == ["c", "→", "a"]
    take(page, "a -> b\nb\nc -> a")
    assert any("line 2" in told for told in warnings(page))
    assert page.text_area(key=BOX).value == "a -> b\nb\nc -> a", "what was typed is not lost"
    header, _ = drawn(page, "attending")
    assert header["panels"][0]["tokens"] == ["c", "→", "a"], "the task before is still there"


def test_an_input_is_answered_and_one_with_an_unknown_character_is_told(run_page):
    page = run_page("transformer", topic="own")
    page.text_input(key="transformer.own_input").set_value("bd").run()
    assert any("After 0 steps: **bd → " in one.value for one in page.markdown)
    page.text_input(key="transformer.own_input").set_value("xz").run()
    assert not page.exception and any("'x'" in told for told in warnings(page))


def test_hostile_characters_are_shown_as_they_are(run_page):
    page = take(run_page("transformer", topic="own"), "<b>*$ -> $x$\n![](x) -> :red[a]\n`a` -> <script>")
    page.text_input(key="transformer.own_input").set_value("<b>*$").run()
    assert not page.exception
    answered = next(one.value for one in page.markdown if "After 0 steps" in one.value)
    assert r"\<b\>\*\$" in answered
