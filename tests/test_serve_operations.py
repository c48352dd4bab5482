"""One declaration of an operation gives its parameters, their checks and their documentation, and holds whatever a client sends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from kgraph.disk import Reader
from kgraph.errors import BadQuestion, KGraphError
from kgraph.serve.openapi import document
from kgraph.serve.operations import OPERATIONS, Operation, allowed
from tests.asking import asked

ODD = (
    "x",
    "\0",
    "-1",
    "0.5",
    "9" * 30,
    "1e400",
    "nan",
    "null",
    "true",
    "[]",
    "{}",
    "'; DROP TABLE event; --",
    '"',
    "*",
    "%",
    "NEAR(a b)",
    "2024-02-30",
    "0000",
    "9999-12-31",
    "https://kgraph.example/" + "x" * 300,
    "\N{PILE OF POO}\N{COMBINING ACUTE ACCENT}",
)
NEEDED = {"of": ["Ada Ilves"], "from": ["Ada Ilves"], "to": ["Celia Okafor"], "words": ["miners"]}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """What a request has of a build."""
    folder: Path = tmp_path_factory.mktemp("operations")
    with asked(folder) as index:
        yield SimpleNamespace(index=index, reader=Reader(folder))


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_whatever_a_parameter_is_given_is_answered_or_refused_with_a_reason(snapshot: Any, operation: Operation) -> None:
    for name in operation.parameters():
        for odd in ODD:
            given = {key: value for key, value in NEEDED.items() if key in operation.required()} | {name: [odd]}
            assert refusal(partial(operation.run, snapshot, "0", given)) in {name, "", None}


def refusal(ask: Callable[[], msgspec.Struct]) -> str | None:
    """The parameter that is refused, "" where something is unknown, None where there is an answer."""
    try:
        msgspec.json.encode(ask())
    except BadQuestion as error:
        return error.parameter if str(error).startswith(f"{error.parameter}: ") else str(error)
    except KGraphError as error:
        return "" if str(error) else "no reason"
    return None


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.about], ids=lambda operation: operation.name)
def test_whatever_is_asked_about_is_answered_or_unknown(snapshot: Any, operation: Operation) -> None:
    for odd in ("", *ODD):
        assert refusal(partial(operation.run, snapshot, odd, {})) == ""


def test_what_a_parameter_allows_is_said_in_words() -> None:
    parameters = OPERATIONS[[one.name for one in OPERATIONS].index("events")].parameters()
    assert allowed(parameters["limit"]) == "a whole number from 1 to 500"
    assert allowed(parameters["at_least"]) == "a number from 0 to 1"
    assert allowed(parameters["undated"]) == "true or false"
    assert allowed(parameters["orientation"]) == "one of conflict, cooperation, neutral, at most 20 of them"
    assert allowed(parameters["since"]) == "a day as 2024-03-12, a month as 2024-03, or a year"


def test_the_document_has_the_parameters_that_are_checked_and_no_others() -> None:
    for operation in OPERATIONS:
        told = document()["paths"][operation.path or "/"]["get"]["parameters"]
        assert [one["name"] for one in told if one["in"] == "query"] == list(operation.parameters())
        assert {one["name"] for one in told if one.get("required")} == operation.required() | (
            {"id"} if operation.about else set()
        )


def test_parameters_that_must_be_given_are_asked_for(snapshot: Any) -> None:
    for operation in OPERATIONS:
        for name in operation.required():
            given = {key: value for key, value in NEEDED.items() if key in operation.required() and key != name}
            with pytest.raises(BadQuestion, match=f"{name}: must be given"):
                operation.run(snapshot, "", given)


def test_each_operation_has_a_path_and_a_name_of_its_own() -> None:
    assert len({one.path for one in OPERATIONS}) == len({one.name for one in OPERATIONS}) == len(OPERATIONS)
