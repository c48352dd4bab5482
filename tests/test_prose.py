"""What users read is checked for constructions that make them start again."""

from pathlib import Path

import pytest

from scripts.prose import Passage, faults, messages, passages, rules, without_code

ROOT = Path(__file__).resolve().parents[1]

CLUMSY = {
    "a noun denied": "The setting 'here' is no absolute IRI.",
    "nothing as a predicate": "A limit of 0 seconds is none; it must be above 0.",
    "a telling article": "The articles that tell of the strike.",
    "a told event": "An event that is told by one source.",
    "anew": "Each judged claim must be read anew.",
    "something beside": "An authority file is used beside its aliases.",
    "a late verb": "Only articles with a word of which the lexicon says something else.",
    "a clause as subject": "What is deleted no query and no file reports any more.",
    "a clause that is": "What is kept is a fact about a public text.",
    "a clause that stands": "What is not taken stands in the file, with the reason.",
    "what is of": "What is compared of a unit, to find equal ones.",
    "an early negation": "It is checked so that no type is changed by accident.",
    "what it is of first": "Of what both do, each is the source.",
    "nor first": "Nor is the store read.",
    "a participle first": "Listed are the first 1,000 reports.",
    "one a": "It prints one JSON line an article.",
    "a wanting error": "A list is wanted here.",
    "a standing option": "The option may stand several times.",
    "there already": "It refuses a file that is there already.",
    "a standing word": "The key stands twice.",
    "the negation in the owner": "It removes its own files; nobody else's is touched.",
    "a verb before its subject": "Unknown format; valid are csv and json.",
}

PLAIN = (
    "There is no finished graph here. It is no longer built.",
    "The setting 'here' is not an absolute IRI.",
    "The house stands beside the river. What is stale, and why?",
    "Planned, wanted or possible events; one per line.",
    "The query lists the first 1,000 reports. kgraph status says what is stale and why.",
)


def found(text: str) -> list[str]:
    return list(faults(iter([Passage("x.md", 1, text)]), rules()))


def test_every_text_of_the_project_passes() -> None:
    assert list(faults(passages(ROOT), rules())) == []


@pytest.mark.parametrize("text", CLUMSY.values(), ids=CLUMSY.keys())
def test_a_clumsy_sentence_is_found(text: str) -> None:
    assert len(found(text)) == 1


def test_each_rule_finds_something() -> None:
    assert all(any(rule.pattern.search(text) for text in CLUMSY.values()) for rule in rules())


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_sentence_passes(text: str) -> None:
    assert found(text) == []


def test_a_construction_is_found_across_lines_at_its_line() -> None:
    (fault,) = found("The first line.\n\n  The file\n  is\n  no table.")
    assert fault.startswith("x.md:4: 'is no'")


def test_code_in_markdown_is_left_out() -> None:
    text = "Run it.\n\n    kgraph build --anew\n\nThe option `--anew` is old.\n\n```\nthis is no test\n```\nThis is no test.\n"
    assert found(without_code(text)) == ["x.md:10: 'is no': English negates the verb; write \"is not a\""]


def test_messages_and_help_in_code_are_found() -> None:
    code = '''
"""The docstring is no message."""
def read(parser, value):
    parser.add_argument("--x", dest="anew", help="do it "
        "anew")
    say("this is no word")
    print("this is no message")
    if value:
        raise QueryError(f"{value!r} is no date", where)
    return BadRecord(f"the field is no {value}")
'''
    lines = [fault.partition(": ")[0] for fault in faults(messages(code, "x.py"), rules())]
    assert sorted(lines) == ["x.py:10", "x.py:4", "x.py:6", "x.py:9"]


def test_the_check_covers_every_kind_of_text() -> None:
    where = {passage.where for passage in passages(ROOT)}
    assert {"README.md", "docs/messages.md", "queries/meetings.rq", "kgraph/cli/build.py", "kgraph/settings.py"} <= where
    assert "docs/queries.md" not in where
