"""Labels of events: a sentence that says who did what to whom, and whether they did, as in "Vladimir Putin will meet Donald Trump"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kgraph import inflection
from kgraph.lexicon import PREPOSITIONS, EventType, Lexicon
from kgraph.model import PLAIN_EVENT, Entity, Factuality
from kgraph.resolve.evidence import ReportEvidence
from kgraph.resolve.knowledge import names_somebody
from kgraph.resolve.names import is_visible

MOST_NAMES = 4
"""Names of one side in a label."""
Core = dict[str, list[Entity]]
"""Who fills each of CORE_ROLES."""
_SMALL = frozenset(
    "the a an at more less many several some two three four five six seven eight nine ten dozens hundreds thousands tens most his her its "
    "their both all another".split()
)
"""First words of descriptions that have a capital letter only at the beginning of a sentence."""
_SEVERAL = frozenset(
    "several some two three four five six seven eight nine ten dozens hundreds thousands tens many both all most".split()
)
"""First words of descriptions of more than one."""
_TAKES_GERUND = frozenset(["denied", "deny"])
"""Verbs behind which a clause that begins with "-ing" needs no colon."""
_FOLLOWS = frozenset("that to not how why whether what who when where which if about of for".split())
"""First words of what is said that may stand behind the verb without a colon."""
_SPEAKING = frozenset({"Communication", "Threaten"})
"""Roots of types of saying."""
_NEEDS_OBJECT = PREPOSITIONS | {"concerning"}
"""Words that end no label."""
_AUXILIARY: Mapping[Factuality, str] = {
    Factuality.DID_NOT_HAPPEN: "did not",
    Factuality.PLANNED: "will",
    Factuality.POSSIBLE: "may",
    Factuality.CONDITIONAL: "would",
    Factuality.WANTED: "should",
}
"""What stands before the verb of an event that is not told as a fact."""


@dataclass(frozen=True, slots=True)
class _Verb:
    """A verb phrase: its words in the past tense, and the base form of the first of them, if that is known."""

    words: str
    base: str | None

    @property
    def _rest(self) -> str:
        return self.words.partition(" ")[2]

    def active(self, factuality: Factuality, *, plural: bool = False) -> str:
        """The words behind a subject; the number of the subject matters to "was" alone."""
        if self.base == "be":
            return _joined(_being(factuality, plural=plural), self._rest)
        if self.base is None or factuality not in _AUXILIARY or self._rest.startswith("not "):
            return self.words
        return _joined(_AUXILIARY[factuality], self.base, self._rest)

    def passive(self, factuality: Factuality, *, plural: bool) -> str | None:
        """The words behind those to whom it is done; None where the participle is not known."""
        if self.base is None:
            return None
        return _joined(_being(factuality, plural=plural), inflection.participle(self.base), self._rest)


class Labels:
    """The labels of the events of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._types = lexicon.types
        self._verbs = frozenset(word for category, word in lexicon.triggers if category == "verb")

    def of(self, kind: str, evidence: Sequence[ReportEvidence], core: Core, factuality: Factuality) -> str:
        """The event as a sentence: "Vladimir Putin invited Donald Trump"; ``core`` says who fills each of CORE_ROLES."""
        names = {role: named(fillers) for role, fillers in core.items()}
        told = self._types.get(kind)
        text = _plain(evidence[0], names, factuality) if told is None else _typed(told, self._verbs, names, factuality)
        if any(names.values()):
            surest = max(evidence, key=lambda report: (bool(report.said), bool(report.details), report.confidence))
            text = _joined(text, _about(surest.details) if told is not None and told.root in _SPEAKING else surest.details)
            if names["agent"] and not names["patient"] and not names["recipient"]:
                text = _with_clause(text, surest.said, infinitive=told is None or not told.addressing)
        return text if is_visible(text) else told.label if told is not None else PLAIN_EVENT


def named(fillers: Sequence[Entity]) -> list[str]:
    """The names of a role's fillers; where nobody has one, the first description, as it stands inside a sentence."""
    found = [entity.name for entity in fillers if entity.named]
    described = [entity.name for entity in fillers if names_somebody(entity.name)]
    return found or [_inside(name) for name in described[:1]]


def _plain(report: ReportEvidence, names: Mapping[str, Sequence[str]], factuality: Factuality) -> str:
    """The label of an event without a type, by the verb that reports it."""
    first, _, rest = report.words.partition(" ")
    base = report.lemma.partition(" ")[0]
    verb = _Verb(_joined(inflection.past(base), rest), base) if inflection.is_form_of(first.lower(), base) else None
    agents, others = names["agent"], _others(names)
    if agents:
        text = verb.active(factuality, plural=_is_plural(agents)) if verb is not None else report.words
        return _joined(_listed(agents), text, others)
    if not others:
        return report.words
    passive = verb.passive(factuality, plural=_is_plural(_done_to(names))) if verb is not None else None
    return _joined(others, passive) if passive is not None else f"{others}: {report.words}"


def _typed(kind: EventType, known: frozenset[str], names: Mapping[str, Sequence[str]], factuality: Factuality) -> str:
    agents, others = names["agent"], _others(names)
    phrase = kind.phrase
    if kind.symmetric and len(agents) > 1 and not others:
        agents, others = agents[:1], _listed(agents[1:])
    if not agents:
        return _without_agent(kind, known, names, factuality)
    if kind.addressing and others and not (names["patient"] or names["recipient"]):
        phrase = kind.addressing
    if not others and phrase.rsplit(" ", 1)[-1] in _NEEDS_OBJECT:
        phrase = phrase.rpartition(" ")[0]
    return _joined(_listed(agents), _verb(phrase, known).active(factuality, plural=_is_plural(agents)), others)


def _without_agent(kind: EventType, known: frozenset[str], names: Mapping[str, Sequence[str]], factuality: Factuality) -> str:
    others, plural = _others(names), _is_plural(_done_to(names))
    if not others:
        return kind.label
    if kind.alone:
        return _joined(others, _verb(kind.alone, known).active(factuality, plural=plural))
    fits = " " not in kind.phrase and not kind.symmetric and not kind.addressing
    passive = _verb(kind.phrase, known).passive(factuality, plural=plural) if fits else None
    return _joined(others, passive) if passive is not None else f"{kind.label}: {others}"


def _verb(phrase: str, known: frozenset[str]) -> _Verb:
    return _Verb(phrase, inflection.base_of_past(phrase.partition(" ")[0], known))


def _being(factuality: Factuality, *, plural: bool) -> str:
    """The form of "to be" that says how real something is."""
    if factuality in _AUXILIARY and factuality is not Factuality.DID_NOT_HAPPEN:
        return f"{_AUXILIARY[factuality]} be"
    return ("were" if plural else "was") + (" not" if factuality is Factuality.DID_NOT_HAPPEN else "")


def _about(details: str) -> str:
    """Details of what is said: the verb of a label may be another than that of the text, which spoke "of", "on" or "to" something."""
    return re.sub(r"^(?:of|on|to|with)(?= )", "about", details)


def _with_clause(text: str, said: str, *, infinitive: bool) -> str:
    """A label with what is said, hoped or promised: "that ...", or behind a colon.

    Verbs that have no ``infinitive`` behind them, as "announced", have a colon before "to ..." too.
    """
    first = re.search(r"\w*", said.lstrip("“\"'"))
    word = first[0].lower() if first is not None else ""
    if not word:
        return text
    gerund = word.endswith("ing") and text.rpartition(" ")[2] in _TAKES_GERUND
    follows = word in _FOLLOWS and (infinitive or word != "to") and not said.startswith("“")
    return f"{text} {said}" if follows or gerund else f"{text}: {said}"


def _others(names: Mapping[str, Sequence[str]]) -> str:
    """Whom or what it is done to, with whoever gets it behind: "blankets to the camp"."""
    if names["patient"] and names["recipient"]:
        return f"{_listed(names['patient'])} to {_listed(names['recipient'])}"
    return _listed(_all_others(names))


def _done_to(names: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """Whom or what a passive is about."""
    return names["patient"] or _all_others(names)


def _all_others(names: Mapping[str, Sequence[str]]) -> list[str]:
    return [*names["patient"], *names["recipient"], *names["addressee"]]


def _inside(description: str) -> str:
    first, _, rest = description.partition(" ")
    return f"{first.lower()} {rest}" if rest and first.lower() in _SMALL else description


def _is_plural(names: Sequence[str]) -> bool:
    """Whether a verb behind names or a description is plural, as far as their words say."""
    if len(names) != 1:
        return len(names) > 1
    words = names[0].split()
    of = next((number for number, word in enumerate(words) if word in PREPOSITIONS), len(words))
    head = words[max(of - 1, 0)]
    first = words[0].lower()
    if first in _SEVERAL or (first[0].isdigit() and first != "1"):
        return True
    if re.search(r"(?:ans|ers|ors|ists)$", words[-1]):
        return True  # "Indians", "Protesters"
    described = first in _SMALL or words[0][0].islower()
    return described and first not in {"a", "an"} and re.search(r"(?<![siu'’])s$", head) is not None


def _listed(names: Sequence[str]) -> str:
    if len(names) > MOST_NAMES:
        return f"{', '.join(names[: MOST_NAMES - 1])} and {len(names) - MOST_NAMES + 1} others"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def _joined(*words: str) -> str:
    return " ".join(filter(None, words))
