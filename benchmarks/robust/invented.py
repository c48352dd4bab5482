"""News about people and places that do not exist, made from a seed."""

from __future__ import annotations

from random import Random

PEOPLE = (
    "Ansa Kordel",
    "Tomas Vreeland",
    "Ilse Marrow",
    "Dr Henk Osterby",
    "Mira Solano-Duarte",
    "Sir Colm Adair",
    "Pavle Jurin",
)
ORGANISATIONS = (
    "the Harbour Ministry",
    "Norrland Rail",
    "the Assembly of Brenn",
    "Kestrel Foods plc",
    "the Dockers' Union",
    "the River Police",
)
PLACES = ("Brenn", "Port Ansel", "Tarrow", "the Vale of Orre", "East Hollin", "Lake Mirren")
DAYS = ("on Monday", "last week", "on 4 March 2024", "yesterday", "in May", "two days earlier", "at the weekend")
NUMBERS = ("two", "14", "about 3,000", "dozens of", "at least 21", "half a million")
THINGS = ("the grain treaty", "a new bridge", "the tariff on timber", "the night ferry", "a pay rise of 4.5%")
SENTENCES = (
    "{person} met {other} in {place} {day}.",
    "{organisation} said {day} that it would not sign {thing}.",
    '"We have waited long enough," {person} told reporters in {place}, "and {thing} cannot wait."',
    "{number} people were injured when a ferry struck a pier in {place} {day}.",
    "{person}, who leads {organisation}, accused {other} of blocking {thing}.",
    "Police in {place} arrested {number} men {day}, according to {organisation}.",
    "{organisation} plans to buy {thing}, although {other} has denied it.",
    "The talks between {organisation} and {person} collapsed {day} after {number} hours.",
    "{person} visited {place} and promised to send {number} tents before winter.",
    "It was the first time that {organisation} had blamed {person} for the flood in {place}.",
    "{other} resigned {day}; {person} will succeed her as head of {organisation}.",
    "Hundreds marched through {place} to protest against {thing}.",
)
TITLES = ("{person} to visit {place}", "Talks over {thing} collapse", "{organisation} blames {other}", "{number} hurt in {place}")


def sentence(chance: Random, pattern: str = "") -> str:
    """One sentence of an invented article."""
    person, other = chance.sample(PEOPLE, 2)
    return (pattern or chance.choice(SENTENCES)).format(
        person=person,
        other=other,
        organisation=chance.choice(ORGANISATIONS),
        place=chance.choice(PLACES),
        day=chance.choice(DAYS),
        number=chance.choice(NUMBERS),
        thing=chance.choice(THINGS),
    )


def title(chance: Random) -> str:
    """A headline."""
    made = sentence(chance, chance.choice(TITLES))
    return made[0].upper() + made[1:]


def paragraph(chance: Random, sentences: int = 3) -> str:
    """Some sentences, each with a capital."""
    made = (sentence(chance) for _ in range(sentences))
    return " ".join(text[0].upper() + text[1:] for text in made)


def article(chance: Random, paragraphs: int = 2) -> str:
    """A text with a headline, a date and some paragraphs, as kgraph reads it from a file."""
    day = f"Date: 2024-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    return "\n\n".join([title(chance), day, *(paragraph(chance) for _ in range(paragraphs))]) + "\n"
