"""The scripts with which shells complete a command line.

They contain only words of the program; the shell itself completes names of files.
"""

from collections.abc import Callable
from shlex import quote

from stepper.cli.arguments import COMMANDS
from stepper.cli.places import FILES, FOLDERS, Place, arguments, options

_PATHS_IN_FISH = {FILES: " -F", FOLDERS: " -f -a '(__fish_complete_directories)'", "": " -f"}


def _bash() -> str:
    return _BASH.format(commands="|".join(COMMANDS), cases=_cases())


def _zsh() -> str:
    return _ZSH.format(commands="|".join(COMMANDS), cases=_cases())


def _cases() -> str:
    """The rows of `case` in bash and zsh: the possible words, by the command and the word before.

    Without a command, one may follow, or the arguments of open.
    """
    after: dict[Place, list[str]] = {}
    rows = []
    for command in ("", *COMMANDS):
        own, place = options(command or "open"), arguments(command or "open")
        words = (*own, *(() if command else ("--version",)))
        if not command:
            place = place._replace(words=(*COMMANDS, *place.words))
        for option, of_option in own.items():
            if of_option:
                after.setdefault(of_option, []).append(f'"{command} {option}"')
        rows.append(f'"{command} -"*) {_assigned(Place(words))} ;;')
        rows.append(f'"{command} "*) {_assigned(place)} ;;')
    values = [f"{' | '.join(names)}) {_assigned(place)} ;;" for place, names in after.items()]
    return "\n    ".join([*values, '*) case "$command $cur" in', *rows, "esac ;;"])


def _assigned(place: Place) -> str:
    return f"choices={quote(' '.join(place.words))} paths={place.paths}"


def _fish() -> str:
    lines = [_FISH.format(commands=" ".join(COMMANDS))]
    for name, command in COMMANDS.items():
        text = _in_fish(command.text)
        lines.append(f"complete -c stepper -n '__stepper_is \"\"' -a {name} -d {text}")
    for name, command in COMMANDS.items():
        is_this = f"__stepper_is {name}" + ' ""' * (name == "open")
        this = f"complete -c stepper -n {_in_fish(is_this)}"
        lines.append(f"{this}{_offered(arguments(name))}")
        for option, place in options(name).items():
            kind = "-l" if option.startswith("--") else "-s"
            value = f" -r{_offered(place)}" if place else ""
            text = command.options.get(option, {}).get("help", "")
            described = f" -d {_in_fish(text)}" if text else ""
            lines.append(f"{this} {kind} {option.lstrip('-')}{value}{described}")
    return "\n".join(lines)


def _offered(place: Place) -> str:
    words = f" -a {_in_fish(' '.join(place.words))}" if place.words else ""
    return words + _PATHS_IN_FISH[place.paths]


def _in_fish(text: str) -> str:
    """A text in quotes; those of other shells differ."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


_BASH = """\
# completes stepper in bash: eval "$(stepper completion bash)"
_stepper() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} at=$COMP_CWORD
    local before command= choices= paths= word list= kept=
    while ((at > 1)) && [[ ${{COMP_WORDS[at]}}${{COMP_WORDS[at-1]}} == *[=:]* ]]; do
        at=$((at - 1)) cur=${{COMP_WORDS[at]}}$cur  # bash takes names apart at these
    done
    before=${{COMP_WORDS[at-1]}}
    [[ $cur == --*=* ]] && before=${{cur%%=*}} cur=${{cur#*=}}
    [[ $cur == *[=:]* ]] && kept=${{cur%"${{cur##*[=:]}}"}}
    [[ $before == -* && $cur == *,* ]] && list=${{cur%,*}},
    for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        case $word in {commands}) command=$word; break ;; esac
    done
    case "$command $before" in
    {cases}
    esac
    COMPREPLY=()
    while IFS= read -r word; do
        COMPREPLY+=("${{word#"$kept"}}")
    done < <(
        compgen -P "$list" -W "$choices" -- "${{cur#"$list"}}"
        [[ $paths == files ]] && compgen -f -- "$cur"
        [[ $paths == folders ]] && compgen -d -- "$cur"
    )
}}
complete -o filenames -F _stepper stepper"""

_ZSH = """\
#compdef stepper
# completes stepper in zsh, after compinit: eval "$(stepper completion zsh)"
_stepper() {{
    local before=${{words[CURRENT-1]}} command= choices= paths= word
    if [[ $PREFIX == --*=* ]]; then
        before=${{PREFIX%%=*}}
        compset -P 1 '*='
    fi
    [[ $before == -* ]] && compset -P '*,'
    for word in "${{(@)words[2,CURRENT-1]}}"; do
        case $word in {commands}) command=$word; break ;; esac
    done
    local cur=$PREFIX
    case "$command $before" in
    {cases}
    esac
    compadd -- ${{=choices}}
    case $paths in
    files) _files ;;
    folders) _files -/ ;;
    esac
}}
if [[ $funcstack[1] == _stepper ]]; then _stepper; else compdef _stepper stepper; fi"""

_FISH = """\
# completes stepper in fish: stepper completion fish | source
function __stepper_is
    set -l command ''
    for word in (commandline -opc)
        if contains -- $word {commands}
            set command $word
            break
        end
    end
    contains -- "$command" $argv
end
complete -c stepper -f"""

SCRIPTS: dict[str, Callable[[], str]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}
