"""`kgraph serve`: who may ask, how much and for how long, and what a client is told of errors."""

from __future__ import annotations

import json
from urllib.error import HTTPError

import pytest

from tests.serving import Served


def test_what_is_not_there_is_told_as_json_with_a_slug(served: Served) -> None:
    with pytest.raises(HTTPError) as caught:
        served.get("no-such-page")
    assert caught.value.code == 404
    assert json.loads(caught.value.read())["error"] == "not-found"
