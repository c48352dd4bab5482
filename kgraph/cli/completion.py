"""`kgraph completion`: scripts that complete commands, options and their values in bash, zsh and fish.

They are made from the parser, so that they know every option, and are static: completing starts no Python.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kgraph.cli.options import Commands, add_command
from kgraph.cli.output import OK

_FILES = ("FILE", "FOLDER", "DIR", "PATH", "OLD", "NEW", "[PATH=]FROM..TO")
"""The names of values that are files or folders."""


class _Word(NamedTuple):
    """What may stand for a value: one of these words, a file, or anything."""

    choices: tuple[str, ...] = ()
    files: bool = False


class _Option(NamedTuple):
    names: tuple[str, ...]
    help: str
    value: _Word | None  # None where the option takes none


class _Command(NamedTuple):
    """A command with its options, what its arguments may be, and the commands below it."""

    name: str
    help: str
    options: tuple[_Option, ...]
    argument: _Word
    commands: tuple[_Command, ...]


def add_completion(commands: Commands, whole: argparse.ArgumentParser) -> None:
    """Adds the command; ``whole`` is the parser of all commands."""
    parser = add_command(commands, "completion", "print a script that completes commands and options in a shell", _completion)
    parser.add_argument("shell", choices=tuple(_SHELLS), help="source <(kgraph completion bash), for example in ~/.bashrc")
    parser.set_defaults(whole=whole)


def _completion(options: argparse.Namespace) -> int:
    print(script(options.whole, options.shell), end="")
    return OK


def script(whole: argparse.ArgumentParser, shell: str) -> str:
    """The script for a shell."""
    return "\n".join(_SHELLS[shell](_command("kgraph", "", whole))) + "\n"


def _command(name: str, about: str, parser: argparse.ArgumentParser) -> _Command:
    below: tuple[_Command, ...] = ()
    options: list[_Option] = []
    argument = _Word()
    for action in parser._actions:  # argparse has no public list of them
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
            below = tuple(_command(one, helps.get(one, ""), sub) for one, sub in action.choices.items())
        elif action.help is argparse.SUPPRESS:
            continue
        elif action.option_strings:
            options.append(_Option(tuple(action.option_strings), _brief(action.help or ""), _value(action)))
        else:
            argument = _value(action) or _Word()
    return _Command(name, _brief(about), tuple(options), argument, below)


def _brief(words: str) -> str:
    """A help text in few words, without what shells take for their own."""
    brief = re.split(r"; |: | \(", words)[0].replace("'", "’")
    return "".join(letter for letter in brief if letter not in '"`[]:\\$%;')


def _value(action: argparse.Action) -> _Word | None:
    if action.nargs == 0:
        return None
    if action.choices is not None:
        return _Word(tuple(map(str, action.choices)))
    if action.dest == "query":
        from kgraph.rdf.catalogue import names

        return _Word(names(), files=True)
    return _Word(files=action.metavar in _FILES)


def _bash(whole: _Command) -> Iterator[str]:
    yield "# bash completion of kgraph; load it with: source <(kgraph completion bash)"
    yield "_kgraph() {"
    yield '    local word="${COMP_WORDS[COMP_CWORD]}" last="${COMP_WORDS[COMP_CWORD-1]}" path="" i'
    yield "    for ((i = 1; i < COMP_CWORD; i++)); do"
    yield '        case "$path ${COMP_WORDS[i]}" in'
    yield f'            {"|".join(_quoted(path) for path in _paths(whole))}) path="$path ${{COMP_WORDS[i]}}" ;;'
    yield "        esac"
    yield "    done"
    yield '    case "$path $last" in'
    for path, command in _each(whole, ""):
        for option in command.options:
            if option.value is not None:
                yield f"        {'|'.join(_quoted(f'{path} {name}') for name in option.names)}) {_bash_words(option.value)}; return ;;"
    yield "    esac"
    yield '    case "$path" in'
    for path, command in _each(whole, ""):
        flags = " ".join(name for option in command.options for name in option.names)
        yield f"        {_quoted(path)})"
        yield f"            if [[ $word == -* ]]; then {_bash_words(_Word(tuple(flags.split())))}"
        yield f"            else {_bash_words(_arguments(command))}; fi ;;"
    yield "    esac"
    yield "}"
    yield "complete -o filenames -F _kgraph kgraph"


def _bash_words(value: _Word) -> str:
    files = "-f " if value.files else ""
    words = f"-W '{' '.join(value.choices)}' " if value.choices else ""
    return f'mapfile -t COMPREPLY < <(compgen {files}{words}-- "$word")' if files or words else "COMPREPLY=()"


def _zsh(whole: _Command) -> Iterator[str]:
    yield "#compdef kgraph"
    yield "# zsh completion of kgraph; load it with: source <(kgraph completion zsh)"
    for path, command in _each(whole, ""):
        yield f"{_function(path)}() {{"
        yield "    local context state state_descr line"
        yield "    typeset -A opt_args"
        yield f"    _arguments -C {' '.join(_zsh_specs(command))}"
        if command.commands:
            yield "    case $state in"
            yield "        command)"
            listed = " ".join(f"'{one.name}:{one.help}'" for one in command.commands)
            yield f"            local -a commands=({listed})"
            yield "            _describe command commands ;;"
            yield "        rest)"
            yield "            case $line[1] in"
            for one in command.commands:
                yield f"                {one.name}) {_function(f'{path} {one.name}')} ;;"
            yield "            esac ;;"
            yield "    esac"
        yield "}"
    yield "compdef _kgraph kgraph"


def _zsh_specs(command: _Command) -> Iterator[str]:
    for option in command.options:
        value = "" if option.value is None else f":value:{_zsh_action(option.value)}"
        yield from (f"'*{name}[{option.help}]{value}'" for name in option.names)
    if command.commands:
        yield "'1: :->command'"
        yield "'*:: :->rest'"
    else:
        yield f"'*:argument:{_zsh_action(command.argument)}'"


def _zsh_action(value: _Word) -> str:
    words = f"({' '.join(value.choices)})" if value.choices else ""
    if words and value.files:
        return f'{{_alternative "words:word:{words}" "files:file:_files"}}'
    return words or ("_files" if value.files else " ")


def _function(path: str) -> str:
    return "_kgraph" + path.replace(" ", "_").replace("-", "_")


def _fish(whole: _Command) -> Iterator[str]:
    yield "# fish completion of kgraph; load it with: kgraph completion fish | source"
    yield "complete -c kgraph -f"
    for path, command in _each(whole, ""):
        condition = f"-n '{_fish_condition(path, command)}'"
        for one in command.commands:
            yield f"complete -c kgraph {condition} -a {one.name} -d '{one.help}'"
        for option in command.options:
            short = "".join(f" -s {name[1:]}" for name in option.names if not name.startswith("--"))
            long = "".join(f" -l {name[2:]}" for name in option.names if name.startswith("--"))
            value = "" if option.value is None else f" -r{_fish_words(option.value)}"
            yield f"complete -c kgraph {condition}{short}{long}{value} -d '{option.help}'"
        if not command.commands and (command.argument.choices or command.argument.files):
            yield f"complete -c kgraph {condition}{_fish_words(command.argument)}"


def _fish_words(value: _Word) -> str:
    words = f" -a '{' '.join(value.choices)}'" if value.choices else ""
    return f"{' -F' if value.files else ''}{words}"


def _fish_condition(path: str, command: _Command) -> str:
    """Where a command's own words may stand: after it, and before those below it."""
    after = [f"__fish_seen_subcommand_from {word}" for word in path.split()]
    before = [f"not __fish_seen_subcommand_from {' '.join(one.name for one in command.commands)}"] if command.commands else []
    return "; and ".join([*after, *before]) or "true"


def _each(command: _Command, path: str) -> Iterator[tuple[str, _Command]]:
    """A command and all below it, each with the words that lead to it."""
    yield path, command
    for one in command.commands:
        yield from _each(one, f"{path} {one.name}")


def _paths(whole: _Command) -> Sequence[str]:
    return [path for path, _ in _each(whole, "") if path]


def _arguments(command: _Command) -> _Word:
    return _Word(tuple(one.name for one in command.commands)) if command.commands else command.argument


def _quoted(words: str) -> str:
    return f"'{words}'"


_SHELLS: Mapping[str, Callable[[_Command], Iterator[str]]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}
