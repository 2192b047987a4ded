"""What happens to a screen: keys, typed text, the mouse, pastes, windows that change their size."""

from collections import deque
from collections.abc import Callable
from random import Random

from textual import events
from textual.geometry import Size
from textual.pilot import Pilot

from stepper.tui.app import StepperApp
from stepper.tui.dialogs.edit import Edit
from stepper.tui.dialogs.export import Export
from stepper.tui.dialogs.go_to import GoTo
from stepper.tui.dialogs.learner.compare import Compare
from stepper.tui.dialogs.learner.predict import PredictDialog
from stepper.tui.dialogs.palette import Palette
from stepper.tui.keys import KEYS
from stepper.tui.screens.picker.picker import Picker
from stepper.tui.screens.stepper.stepper import StepperScreen

LAST = 30  # events that are reported where something goes wrong

MouseKind = type[events.MouseEvent]
Happens = Callable[["Walk"], None]

LATIN = "abcdefghijklmnoprstuvwxyz0123456789"  # all but q: it quits
HANGUL = "ㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ"
SYLLABLES = "여꺄가힣닭쀍의무로"
NAMED = [
    "f1",
    "f2",
    "f3",
    "f4",
    "f12",
    "escape",
    "enter",
    "tab",
    "shift+tab",
    "backspace",
    "delete",
]
NAMED += ["up", "down", "left", "right", "home", "end", "pageup", "pagedown", "ctrl+left"]
NAMED += ["ctrl+right", "ctrl+p", "ctrl+a", "ctrl+u", "ctrl+k", "ctrl+w", "ctrl+e", "ctrl+shift+a"]
SIGNS = {"space": " ", "plus": "+", "minus": "-", "equals_sign": "=", "question_mark": "?"}
SIGNS |= {"slash": "/", "semicolon": ";", "full_stop": ".", "left_square_bracket": "["}
BOUND = [key for row in KEYS.values() for key in row.bound.split(",") if key != "q"]
SIZES = [(1, 1), (2, 3), (20, 5), (40, 12), (60, 16), (80, 24), (100, 30), (120, 36), (300, 100)]
ROOMY = SIZES[-4:]

EVIL = ["[/]", "[red]x[/red]", "[@click=app.quit]x[/]", "\x1b[31mred\x1b[0m", "\x00\x07\x9b31m"]
EVIL += [
    "9" * 5_000,
    "가" * 300,
    "\u202eabc",
    "e\u0301\u0301\u0301",
    "👩‍👩‍👧",
    "\t\r\nx",
    "$x {name}",
]
NUMBERS = [
    "0.1",
    "-0.0129822",
    "1/3",
    "1e308",
    "1e-320",
    "7.2·10⁻⁵",
    "0",
    "-0",
    "nan",
    "inf",
    "1,5",
]
NAMES = [
    "C",
    "W1",
    "W2",
    "x",
    "z1",
    "delta[1]",
    "δ₁",
    "y",
    "w[1][1][1]",
    "b1",
    "rate",
    "epochs",
    "h",
]
STEPS = ["1", "16", "0", "-3", "29", "150000", "9" * 30, "slope", "update", "순전파", "delta[3]"]


def _edit(random: Random) -> str:
    edits = [
        "epochs = 1",
        "epochs = 30",
        "rate = 0.5",
        "W1 = 1/2",
        "x = 3",
        "rate = 1e308",
        "C = 1",
    ]
    edits += [f"{random.choice(NAMES)} = {random.choice(NUMBERS)}"]
    return "; ".join(random.sample(edits, random.randint(1, 3)))


def _own(random: Random) -> str:
    number, name = random.choice(NUMBERS), random.choice(NAMES)
    n = random.choice((1, 2, 3, 10, 100, 10_000))
    return random.choice((number, f"{name} = {number}", f"iteration {n}: {name} = {number}"))


SPECIAL = ["right.jsonl", "wrong.jsonl", "large.toml", "marked.toml"]

# window -> what is likely to be typed there
TEXTS: dict[type, Callable[[Random], str]] = {
    GoTo: lambda random: random.choice([*STEPS, *NAMES]),
    Edit: _edit,
    Compare: lambda random: "; ".join(_own(random) for _ in range(random.randint(1, 2))),
    PredictDialog: lambda random: random.choice([*NUMBERS, *"abcd"]),
    Palette: lambda random: random.choice(["what", "next", "theme", "색", "export", "zz"]),
    Picker: lambda random: random.choice(
        [*(f"../networks/{file}" for file in SPECIAL), ".", "~", "xor", "no such file"]
    ),
}  # fmt: skip


class Walk:
    """A program, and the events that it is sent."""

    def __init__(self, pilot: Pilot[None], random: Random) -> None:
        self.pilot = pilot
        self.random = random
        self.log: deque[object] = deque(maxlen=LAST)
        self.count = 0

    @property
    def app(self) -> StepperApp:
        app = self.pilot.app
        assert isinstance(app, StepperApp)
        return app

    def send(self, event: events.Event, said: object) -> None:
        self.log.append(said)
        self.count += 1
        self.app.post_message(event)

    def key(self, name: str, character: str | None = None) -> None:
        self.send(events.Key(name, character), name)

    def type(self, text: str) -> None:
        for letter in text:
            names = {sign: name for name, sign in SIGNS.items()}
            self.key(names.get(letter, letter), letter)

    def mouse(self, kind: MouseKind, x: int, y: int, button: int = 0) -> None:
        event = kind(None, x, y, 0, 0, button, False, False, False)
        self.send(event, f"{kind.__name__} {x} {y}")

    def cell(self) -> tuple[int, int]:
        width, height = self.app.size
        return self.random.randrange(max(1, width)), self.random.randrange(max(1, height))

    def resize(self, size: Size) -> None:
        self.send(events.Resize(size, size), tuple(size))


# --- what happens


def _bound(walk: Walk) -> None:
    _named(walk, walk.random.choice(BOUND))


def _named(walk: Walk, name: str) -> None:
    walk.key(name, SIGNS.get(name, name if len(name) == 1 else None))


def _letter(walk: Walk) -> None:
    letter = walk.random.choice(LATIN + LATIN.upper() + HANGUL + SYLLABLES)
    walk.key(letter, letter)


def _burst(walk: Walk) -> None:
    name = walk.random.choice(["right", "left", "down", "up", "i", "enter", "escape", "space"])
    for _ in range(walk.random.randint(2, 12)):
        _named(walk, name)


def _text(walk: Walk) -> None:
    likely = TEXTS.get(type(walk.app.screen))
    if likely is None:
        return
    if isinstance(walk.app.screen, Picker):
        _named(walk, "o")
    text = likely(walk.random) if walk.random.random() < 0.8 else walk.random.choice(EVIL[:5])
    if walk.random.random() < 0.6:
        _named(walk, "ctrl+u")
    walk.type(text)
    if walk.random.random() < 0.8:
        _named(walk, "enter")


def _dialog(walk: Walk) -> None:
    _named(walk, walk.random.choice(["g", "e", "m", "x", "p", "ctrl+p", "f3", "f1", "w", "escape"]))


def _take(walk: Walk) -> None:
    """Choose in the window of exports, seldom what takes long."""
    if isinstance(walk.app.screen, Export):
        for _ in range(walk.random.randint(0, 3)):
            _named(walk, walk.random.choice(["up", "down", "left", "right"]))
        _named(walk, walk.random.choice("12345678"))
    else:
        _named(walk, "x")


def _click(walk: Walk) -> None:
    x, y = walk.cell()
    for _ in range(walk.random.choice((1, 1, 2))):
        walk.mouse(events.MouseDown, x, y, 1)
        walk.mouse(events.MouseUp, x, y, 1)


def _drag(walk: Walk) -> None:
    x, y = walk.cell()
    walk.mouse(events.MouseDown, x, y, 1)
    for _ in range(walk.random.randint(1, 5)):
        x = max(0, min(x + walk.random.randint(-9, 9), walk.app.size.width - 1))
        walk.mouse(events.MouseMove, x, y, 1)
    if walk.random.random() < 0.9:
        walk.mouse(events.MouseUp, x, y, 1)


def _hover(walk: Walk) -> None:
    walk.mouse(events.MouseMove, *walk.cell())


def _scroll(walk: Walk) -> None:
    kind = walk.random.choice((events.MouseScrollDown, events.MouseScrollUp))
    walk.mouse(kind, *walk.cell())


def _resize(walk: Walk) -> None:
    random = walk.random
    size = random.choice(SIZES if random.random() < 0.4 else ROOMY)
    if random.random() < 0.2:
        size = random.randint(1, 200), random.randint(1, 60)
    walk.resize(Size(*size))


def _paste(walk: Walk) -> None:
    text = walk.random.choice([*EVIL, *NUMBERS, *NAMES])
    walk.send(events.Paste(text), f"paste {text[:20]!r}")


def _focus(walk: Walk) -> None:
    walk.send(events.AppBlur(), "blur")
    walk.send(events.AppFocus(), "focus")


def _back(walk: Walk) -> None:
    """To the steps, where the screen has most to tell."""
    if isinstance(walk.app.screen, Picker):
        _named(walk, "enter")
    elif not isinstance(walk.app.screen, StepperScreen):
        _named(walk, "escape")


def _quit(walk: Walk) -> None:
    _named(walk, walk.random.choice(["q", "ctrl+q", "ctrl+c"]))


HAPPENS: dict[Happens, int] = {  # how often each happens
    _bound: 70, _letter: 10, _burst: 5, _text: 8, _dialog: 12, _take: 5, _click: 20, _drag: 4,
    _hover: 3, _scroll: 4, _resize: 5, _paste: 4, _focus: 1, _back: 40, _quit: 1,
}  # fmt: skip
