"""What users correct holds over what the rules say, and is told where it fits nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kgraph.errors import CorrectionError, KGraphError
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Chain, Entity, Extraction
from kgraph.resolve import resolve
from kgraph.resolve.corrections import Change, Corrections, Group, read_corrections
from tests.test_resolve import person, told


def articles(*groups: list[Chain]) -> list[Extraction]:
    """An article for each group of chains, found under a.txt, b.txt ..."""
    made = [told(f"{n:08}", chains, ("Arrest", {"patient": [0]})) for n, chains in enumerate(groups)]
    return [replace(e, article=replace(e.article, key=f"{'abcdef'[n]}.txt")) for n, e in enumerate(made)]


def entities(text: str, folder: Path, *groups: list[Chain]) -> tuple[dict[str, Entity], list[str]]:
    """The entities by id and the warnings, of an article for each group with these corrections; the order of articles checked."""
    (folder / "corrections.yaml").write_text(text, "utf-8")
    corrections = read_corrections(folder / "corrections.yaml")
    warnings: list[KGraphError] = []
    made = articles(*groups)
    found = resolve(made, shipped_lexicon(), corrections=corrections, warn=warnings.append)
    assert resolve(made[::-1], shipped_lexicon(), corrections=corrections) == found
    return {entity.id: entity for entity in found.entities}, [str(warning) for warning in warnings]


ANNA, CARL, MARY = person("Anna Berg"), person("Carl Ek"), person("Mary Dahl")


def test_same_joins_under_the_first(tmp_path: Path) -> None:
    found, warnings = entities("- same: [Carl Ek, person/anna-berg]\n", tmp_path, [ANNA], [CARL], [ANNA])
    (entity,) = found.values()
    assert (entity.id, entity.name, entity.aliases, warnings) == ("person/carl-ek", "Carl Ek", ("Anna Berg",), [])
    assert "corrected" in {merge.rule for merge in entity.evidence}


def test_same_prefers_an_entity_with_a_name(tmp_path: Path) -> None:
    mayor = Chain(0, "the mayor", "Person")
    found, _ = entities("same: [person/the-mayor-00000000-0, Anna Berg]\n", tmp_path, [mayor], [ANNA])
    assert list(found) == ["person/anna-berg"]


def test_same_of_two_types_is_of_the_first(tmp_path: Path) -> None:
    wrong = Chain(0, "Brodna", "City", named=True)
    club = Chain(0, "Brodna Athletic", "Organization", named=True)
    found, _ = entities("same: [Brodna Athletic, Brodna]\n", tmp_path, [wrong], [club])
    assert {entity.type for entity in found.values()} == {"Organization"}


def test_not_same_keeps_spelling_variants_apart(tmp_path: Path) -> None:
    groups = [person("Anna Bergmann"), CARL, MARY], [person("Anna Bergman"), CARL, MARY]
    assert len(entities("[]", tmp_path, *groups)[0]) == 3
    found, _ = entities("- not same: [Anna Bergmann, Anna Bergman]\n", tmp_path, *groups)
    assert len(found) == 4


def test_not_same_splits_a_surname_off(tmp_path: Path) -> None:
    found, _ = entities("- not same: [Anna Berg, Berg]\n", tmp_path, [ANNA], [person("Berg")], [ANNA])
    assert {key: len(e.evidence) for key, e in found.items()} == {"person/anna-berg": 2, "person/berg": 1}


def test_not_same_splits_namesakes_by_article(tmp_path: Path) -> None:
    text = "- not same: [Anna Berg @ a.txt, Anna Berg @ c.txt]\n- rename: {Anna Berg @ c.txt: Anna Berg the judge}\n"
    found, warnings = entities(text, tmp_path, [ANNA], [ANNA], [ANNA])
    assert warnings == []
    assert {e.name: [m.chain.article for m in e.evidence] for e in found.values()} == {
        "Anna Berg": ["00000000", "00000001"],
        "Anna Berg the judge": ["00000002"],
    }


def test_not_same_holds_against_identifiers(tmp_path: Path) -> None:
    groups = [person("Anna Berg", wikidata="Q1")], [person("Anna Maria Berg", wikidata="Q1")]
    assert len(entities("- not same: [Anna Berg, Anna Maria Berg]\n", tmp_path, *groups)[0]) == 2


def test_rename_and_retype_leave_the_id(tmp_path: Path) -> None:
    text = "rename: {person/anna-berg: Anna Maria Berg}\nretype: {Carl Ek: Company}\n"
    found, _ = entities(text, tmp_path, [ANNA], [CARL])
    assert found["person/anna-berg"].name == "Anna Maria Berg"
    assert found["person/anna-berg"].aliases == ("Anna Berg",)
    assert found["person/carl-ek"].type == "Company"


def test_a_name_that_fits_nothing_is_a_warning_with_the_line(tmp_path: Path) -> None:
    text = "- same: [Anna Berg, Karl Ek]\n- rename: {person/nobody: Somebody}\n"
    found, warnings = entities(text, tmp_path, [ANNA], [CARL])
    assert set(found) == {"person/anna-berg", "person/carl-ek"}
    assert warnings[0] == f"{tmp_path / 'corrections.yaml'}:1: no entity is called 'Karl Ek'; similar names are ['Carl Ek']"
    assert "corrections.yaml:2: no entity is called 'person/nobody'" in warnings[1]


def test_an_alias_of_several_is_a_warning(tmp_path: Path) -> None:
    found, warnings = entities(
        "- rename: {Bergie: B}\n", tmp_path, [person("Anna Berg", "Bergie")], [person("Carl Berg", "Bergie")]
    )
    assert {entity.name for entity in found.values()} == {"Anna Berg", "Carl Berg"}
    assert "alias of several entities: ['person/anna-berg', 'person/carl-berg']" in warnings[0]


def test_a_contradiction_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CorrectionError, match=r"corrections\.yaml:2: .*kept apart"):
        entities("- not same: [Anna Berg, Carl Ek]\n- same: [Anna Berg, Carl Ek]\n", tmp_path, [ANNA], [CARL])


def test_both_ways_to_write_a_file(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text("- same: [A, B]\n- same: [C, D]\n- not same: [A, E]\n- rename: {A: X}\n- retype: {B: City}\n", "utf-8")
    listed = read_corrections(path)
    path.write_text("same: [[A, B], [C, D]]\nnot same: [A, E]\nrename: {A: X}\nretype: {B: City}\n", "utf-8")
    grouped = read_corrections(path)
    assert [group.names for group in listed.same] == [group.names for group in grouped.same] == [("A", "B"), ("C", "D")]
    assert listed.not_same[0] == Group(("A", "E"), f"{path}:3")
    assert grouped.retype == (Change("B", "City", f"{path}:4"),)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]\n"], ids=["empty", "comment", "list"])
def test_an_empty_file_corrects_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "c.yaml").write_text(text, "utf-8")
    assert read_corrections(tmp_path / "c.yaml") == Corrections()


BAD = {
    "unknown key": ("- same: [A, B]\n- sama: [A, B]\n", "c.yaml:2", "'sama'; choose from"),
    "one name": ("- same: [A]\n", "c.yaml:1", "two or more entities"),
    "no list": ("- same: A\n", "c.yaml:1", "a list of two"),
    "no mapping": ("- rename: [A, B]\n", "c.yaml:1", "an entity and its new name"),
    "unknown type": ("- retype: {A: Planet}\n", "c.yaml:1", "'Planet'; choose from"),
    "empty name": ("- rename: {A: ''}\n", "c.yaml:1", "expected a name"),
    "no entry": ("- A\n", "c.yaml:1", "an entry is a key"),
    "no yaml": ("- same: [A, B\n", "c.yaml:", "is not YAML"),
}


@pytest.mark.parametrize(("text", "where", "message"), BAD.values(), ids=BAD.keys())
def test_a_bad_entry_is_named_by_file_and_line(tmp_path: Path, text: str, where: str, message: str) -> None:
    (tmp_path / "c.yaml").write_text(text, "utf-8")
    with pytest.raises(CorrectionError) as caught:
        read_corrections(tmp_path / "c.yaml")
    assert caught.value.where.startswith(str(tmp_path / where))
    assert message in str(caught.value)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CorrectionError, match="cannot be read"):
        read_corrections(tmp_path / "none.yaml")
