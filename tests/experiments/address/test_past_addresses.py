"""Addresses that were passed on in the past lead to the same settings for ever."""

import pytest

from tests.experiments.address.records import BY_ROOM, PAST, RECORDS, present, room


def test_every_class_of_settings_has_addresses_of_the_past():
    assert {one["room"] for one in PAST} == set(BY_ROOM)
    assert len(BY_ROOM) == len(RECORDS), "one class of settings a folder"


@pytest.mark.parametrize("kind", RECORDS, ids=room)
def test_an_address_of_the_past_reads_to_the_same_settings(kind):
    for one in (one for one in PAST if one["room"] == room(kind)):
        settings, messages = kind.from_query(one["query"])
        assert messages == (), one["query"]
        usual = kind().model_dump(mode="json")
        changed = dict(present(kind, *item) for item in one["changed"].items())
        assert settings == kind.model_validate(usual | changed)


@pytest.mark.parametrize("kind", RECORDS, ids=room)
def test_what_such_an_address_is_rewritten_to_reads_to_the_same_settings_by_present_keys_alone(kind):
    for one in (one for one in PAST if one["room"] == room(kind)):
        settings, _ = kind.from_query(one["query"])
        written = settings.to_query()
        assert kind.from_query(written) == (settings, ())
        assert written.keys() <= kind.model_fields.keys()
        assert kind.foreign(one["query"]) == {}
