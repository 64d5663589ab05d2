"""Whatever stands in an address, the page gets valid settings, and a person gets short sentences in our own words."""

import re
from functools import cache
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core._pydantic_core import list_all_errors

from nnviz.experiments.address.refusal import refusal
from tests.experiments.address.records import BY_ROOM, PAST, RECORDS, room

IMAGE = "![x](http://host.example/x.png)"
HOSTILE = {
    "nothing": "",
    "a blank": " ",
    "zero": "0",
    "minus zero": "-0",
    "negative": "-1",
    "a fraction": "2.5",
    "huge": "9" * 5000,
    "huge negative": "-" + "9" * 5000,
    "long fraction": "0." + "1" * 10_000,
    "beyond floats": "1e999",
    "below floats": "-1e999",
    "tiny": "1e-400",
    "not a number": "nan",
    "infinite": "inf",
    "minus infinite": "-inf",
    "Infinity": "-Infinity",
    "hexadecimal": "0x10",
    "underscore": "1_0",
    "full-width digits": "１２",
    "Arabic digits": "٣",
    "a name": "no_such_name",
    "None": "None",
    "null": "null",
    "True": "True",
    "a list": "[1, 2]",
    "an object": '{"units": 4}',
    "prototype": "__proto__",
    "class": "__class__",
    "long": "a" * 10_000,
    "very long": "a" * 100_000,
    "long words": "lorem ipsum " * 1000,
    "many numbers": "1," * 50_000,
    "only commas": "," * 50_000,
    "duplicate commas": ",,1,,2,,",
    "duplicates": "1,1,1",
    "same names": "relu,relu",
    "only colons": ":" * 1000,
    "colons": "1:relu:0.1:0.2",
    "dropout not a number": "1:relu:nan",
    "bracket": "adam(",
    "brackets": "(" * 5000 + ")" * 5000,
    "parameter": "relu(x=1)",
    "long parameter": "leaky_relu(slope=" + "1" * 5000 + ")",
    "many parameters": "adam(" + "beta1=0.5;" * 1000 + ")",
    "long name in brackets": "adam(" + "b" * 5000 + "=1)",
    "long behind a colon": "leaky_relu:" + "x" * 5000,
    "long rate": "sgd:" + "9" * 5000,
    "view": "features:" + "1" * 5000 + ",2",
    "image": IMAGE,
    "images": IMAGE * 100,
    "tag": "<img src=x>",
    "script": "<script>alert(1)</script>",
    "line ends": "a\nb\r\nc\u2028d",
    "NUL": "\x00",
    "NUL within": "relu\x00",
    "turned around": "\u202erelu\u202c",
    "invisible": "\u200b" * 200,
    "surrogate": "\ud7ff\ud800",
    "emoji": "🤖👩‍🔬",
    "many emoji": "👩‍🔬" * 3000,
    "combining": "e" + "\u0301" * 5000,
    "query": "'; DROP TABLE runs; --",
    "template": "{{7*7}}${7*7}",
    "path": "../../etc/passwd",
    "percent": "%00%0a",
}
FOREIGN_WORDS = (
    "input should",
    "should have",
    "should be",
    "validation",
    "value error",
    "valid integer",
    "pydantic",
    "type=",
)


def check(message, given):
    """A message is one short line in our own words, and repeats no more than a few characters of what was given."""
    assert len(message) < 560, message
    assert message.isprintable(), message
    assert not any(words in message.lower() and words not in given.lower() for words in FOREIGN_WORDS), message
    assert "expected" in message or "choose" in message or "needs" in message or "again under Data" in message, message
    if len(given) > 40:
        assert given[:41] not in message and given[-41:] not in message, message


def companions(kind):
    """For each field of a class a good address that sets another field."""
    alone = [one["query"] for one in PAST if one["room"] == room(kind) and len(one["query"]) == 1]
    for name, keys in kind.address_keys().items():
        yield name, next(query for query in alone if not query.keys() & {*keys})


@cache
def companions_settings(kind):
    """What each of those addresses alone reads to."""
    return {name: kind.from_query(query)[0] for name, query in companions(kind)}


@pytest.mark.parametrize("kind", RECORDS, ids=room)
def test_a_hostile_value_of_any_field_is_left_out_with_a_short_message_and_the_rest_is_kept(kind):
    for name, companion in companions(kind):
        good = companions_settings(kind)[name]
        for key, (what, text) in product(kind.address_keys()[name], HOSTILE.items()):
            settings, messages = kind.from_query({key: text} | companion)
            assert settings == good or kind.model_validate(dict(settings)) == settings, (key, what)
            assert len(messages) <= 2, (key, what)
            for message in messages:
                check(message, text)
            if [message for message in messages if message.startswith(f"{key}=")]:
                assert (settings, len(messages)) == (good, 1), (key, what)


@pytest.mark.parametrize("kind", RECORDS, ids=room)
def test_a_hostile_value_of_all_fields_at_once_gives_valid_settings(kind):
    for what, text in HOSTILE.items():
        settings, messages = kind.from_query(dict.fromkeys(kind.address_keys(), text))
        assert kind.model_validate(dict(settings)) == settings, what
        for message in messages:
            check(message, text)
        assert kind.from_query(settings.to_query()) == (settings, ()), what


@pytest.mark.parametrize("kind", RECORDS, ids=room)
@given(data=st.data())
def test_any_text_gives_settings_that_survive_the_address(kind, data):
    query = data.draw(st.dictionaries(st.sampled_from(list(kind.address_keys())), st.text(max_size=30)))
    settings, messages = kind.from_query(query)
    assert len(messages) <= len(query)
    for message in messages:
        check(message, " ".join(query.values()))
    assert kind.from_query(settings.to_query()) == (settings, ())


WRONG = {
    "None": None,
    "a list": [1, "x" * 500],
    "a dictionary": {"__proto__": "x" * 500},
    "an object": object(),
    "bytes": b"\xff" * 500,
    "not a number": float("nan"),
    "infinite": float("inf"),
    "more digits than Python writes": 10**5000,
    "minus one": -1,
    "a fraction": 2.5,
    "a long text": "x" * 10_000,
    "nested": ((((1,),),),),
    "a long tuple": ("x" * 500,) * 500,
}


@pytest.mark.parametrize("kind", RECORDS, ids=room)
def test_a_wrong_value_handed_to_changed_is_refused_in_our_own_words(kind):
    for name, value in product(kind.model_fields, WRONG.values()):
        try:
            assert isinstance(kind().changed(**{name: value}), kind)
        except ValueError as error:
            check(str(error), "x" * 41)


@pytest.mark.parametrize("kind", RECORDS, ids=room)
def test_an_unknown_setting_is_refused_by_name(kind):
    with pytest.raises(ValueError, match="colour: expected the name of a setting, got 'colour'; correct it"):
        kind().changed(colour="red")


@pytest.mark.parametrize("problem", list_all_errors(), ids=lambda problem: problem["type"])
def test_every_kind_of_error_that_pydantic_knows_is_told_in_our_own_words(problem, pytestconfig):
    fields = None if pytestconfig.getoption("--long") else 2  # of each record: what is told of them differs by name
    given, context = "x" * 500, problem["example_context"] or {}
    if problem["type"] == "value_error":
        context = {"error": ValueError("expected something else")}
    its_words = max(re.split(r"{.*?}", problem["message_template_python"]), key=len).strip().lower()
    for kind in RECORDS:
        for name in list(kind.model_fields)[:fields]:
            for loc in ((name,), (name, 0), (name, 0, "units"), (name, "no such place")):
                details = {"type": problem["type"], "ctx": context, "loc": loc, "input": given}
                message = refusal(ValidationError.from_exception_data(kind.__name__, [details]), kind, inside=name)
                assert its_words not in message.lower()
                check(message, given)


NESTED = {
    "too many layers": (4,) * 13,
    "a layer of too many units": (1000,),
    "a layer of half a unit": ({"units": 0.5},),
    "a layer without a number": ("relu",),
    "a layer of an unknown activation": ("4:no_such",),
    "a layer of a list": ([4, "relu"],),
    "a layer of nothing": (None,),
    "a layer with something unknown": ({"units": 4, "colour": "red"},),
    "a text where layers stand": "4:relu",
    "a layer whose dropout is everything": ("4:relu:1",),
}


@pytest.mark.parametrize("value", NESTED.values(), ids=NESTED.keys())
def test_a_wrong_layer_is_refused_in_our_own_words(value):
    with pytest.raises(ValueError, match="expected") as refused:
        BY_ROOM["run"]().changed(hidden=value)
    check(str(refused.value), "x" * 41)


def test_thirteen_layers_are_refused_with_the_number_that_may_be():
    _, (message,) = BY_ROOM["run"].from_query({"hidden": ",".join(["4"] * 13)})
    assert message == (
        "hidden=4,4,4,4,4,4,4,4,4,4,4,4,4 was left out: expected at most 12 entries, got more; leave some out"
    )
