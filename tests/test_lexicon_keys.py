"""Keys in a lexicon's folder: what can be written, what is refused, and how a folder's keys lie over those that ship."""

from __future__ import annotations

from pathlib import Path

import pytest

from kgraph.errors import LexiconError
from kgraph.lexicon import Lexicon, LexiconSource
from kgraph.lexicon.checker import check

TYPES = """
Ordination:
  parent: Life
  definition: Somebody becomes a priest.
  roles: {agent: {}, patient: {}, church: {}}
  triggers:
    - {verb: ordain, frames: [{subject: agent, object: patient, in: church}]}
  examples:
    - {text: "The bishop ordained Carl Ek.", patient: Carl Ek}
"""
KEY = "ordination: {definition: Who becomes a priest., types: {Ordination: [{patient: Person}]}, once: true, days: 60}\n"


def folder(path: Path, keys: str, types: str = TYPES) -> Path:
    (path / "church.yaml").write_text(types, "utf-8")
    (path / "keys.yaml").write_text(keys, "utf-8")
    return path


def lexicon(path: Path) -> Lexicon:
    return LexiconSource.of([path]).lexicon()


def test_a_type_of_ones_own_can_have_a_key(tmp_path: Path) -> None:
    (family,) = lexicon(folder(tmp_path, KEY)).keys["Ordination"]
    assert (family.name, family.parts, family.once, family.days) == ("ordination", ((("patient", ("Person",)),),), True, 60)
    assert check([str(tmp_path)]).faults == ()


def test_the_shipped_keys_stay(tmp_path: Path) -> None:
    assert "Resignation" in lexicon(folder(tmp_path, KEY)).keys


def test_a_folder_alone_has_its_own_keys_alone(tmp_path: Path) -> None:
    (tmp_path / "lexicon.yaml").write_text("extends: none\n", "utf-8")
    assert lexicon(folder(tmp_path, KEY, TYPES.replace("  parent: Life\n", ""))).keys.keys() == {"Ordination"}


def test_a_type_may_join_a_key_that_is_there(tmp_path: Path) -> None:
    found = lexicon(folder(tmp_path, "leaving: {existing: extend, types: {Ordination: [patient]}, days: 30}\n"))
    (own,), (old,) = found.keys["Ordination"], found.keys["Resignation"]
    assert (own.name, own.days, old.days) == ("leaving", 30, 30)
    assert old.beside
    assert found.may_be_one("Ordination", "Resignation")


def test_an_empty_list_takes_a_type_out_of_a_key(tmp_path: Path) -> None:
    found = lexicon(folder(tmp_path, "death: {existing: extend, types: {Suicide: []}}\n"))
    assert "Suicide" not in found.keys
    assert "Death" in found.keys


def test_a_type_that_is_replaced_loses_its_key(tmp_path: Path) -> None:
    other = "Resignation: {existing: replace, definition: x, parent: Career, roles: {who: {}}}\n"
    found = lexicon(folder(tmp_path, KEY, TYPES + other))
    assert "Resignation" not in found.keys
    assert "Retirement" in found.keys


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ("ordination: {types: {Ordination: [patient]}, days: 1}", "keys.yaml:1: ordination: has no definition"),
        ("ordination: {definition: x, types: {Ordination: [patient]}}", "ordination: has no days"),
        ("ordination: {definition: x, types: {Baptism: [patient]}, days: 1}", "ordination: unknown type 'Baptism'"),
        (
            "ordination: {definition: x, types: {Ordination: [victim]}, days: 1}",
            "Ordination has no role 'victim'; choose from agent",
        ),
        ("ordination: {definition: x, types: {Ordination: [{patient: Human}]}, days: 1}", "unknown entity type 'Human'"),
        ("ordination: {definition: x, types: {Ordination: [patient]}, beside: [post], days: 1}", "has the role 'post' in beside"),
        ("ordination: {definition: x, types: {Ordination: [patient]}, empty: ['@x'], days: 1}", "no word set '@x' in words.yaml"),
        ("ordination: {definition: x, types: {Ordination: [patient]}, days: soon}", "'soon' is not a whole number"),
        ("ordination: {definition: x, types: {Ordination: [patient]}, days: 1, week: 2}", "unknown key; choose from"),
        ("leaving: {definition: x, types: {Ordination: [patient]}, days: 1}", "leaving: is a key already"),
        ("left: {existing: extend, types: {Ordination: [patient]}}", "there is no such key to extend"),
        ("ordination: {definition: x, types: {Ordination: patient}, days: 1}", "is a text, not a list"),
    ],
)
def test_faults_are_named_with_their_line(keys: str, fault: str, tmp_path: Path) -> None:
    found = [str(one) for one in check([str(folder(tmp_path, keys + "\n"))]).faults]
    assert fault in " ".join(found)
    with pytest.raises(LexiconError):
        lexicon(tmp_path)
