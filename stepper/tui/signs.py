"""Every sign to draw with, in Unicode and in ASCII."""

SIGNS: dict[str, tuple[str, str]] = {
    # steps
    "forward": ("▸", ">"),
    "backward": ("◂", "<"),
    "to do forward": ("▹", "."),
    "to do backward": ("◃", "-"),
    "to do update": ("₊", ":"),
    "here": ("●", "o"),
    "sample": ("○", "."),  # of a batch
    # lines, arrows and braces
    "rule": ("─", "-"),
    "divider": ("│", "|"),
    "forward head": ("▶", ">"),
    "backward head": ("◀", "<"),
    "brace left": ("╰", "`"),
    "brace right": ("╯", "'"),
    # beside numbers and words
    "new": ("→", "->"),
    "sum": ("Σ", "+="),  # of the gradients of a batch
    "was": ("←", "<-"),
    "by": ("×", "*"),
    "more": ("…", "..."),  # where something is cut off
    "too large": ("…", "..."),  # in place of a number
    "more lines": ("⋮", ":"),
    "above": ("↑", "^"),
    "below": ("↓", "v"),
    # keys
    "right": ("→", "->"),
    "left": ("←", "<-"),
    "up": ("↑", "Up"),
    "down": ("↓", "Down"),
    # the box of a neuron, by its lines: sides, where a weight enters, where its value leaves
    "first left": ("╭", "/"),
    "side left": ("│", "|"),
    "last left": ("╰", "\\"),
    "only left": ("│", "|"),
    "first entry": ("┬", "+"),
    "side entry": ("┤", "+"),
    "last entry": ("┴", "+"),
    "only entry": ("┤", "+"),
    "first right": ("╮", "\\"),
    "side right": ("│", "|"),
    "last right": ("╯", "/"),
    "only right": ("│", "|"),
    "first exit": ("┬", "+"),
    "side exit": ("├", "+"),
    "last exit": ("┴", "+"),
    "only exit": ("├", "+"),
    # the boxes of a formula
    "box above left": ("┌", "."),
    "box above right": ("┐", "."),
    "box below left": ("└", "'"),
    "box below right": ("┘", "'"),
    # plots
    "y axis": ("│", "|"),
    "y tick": ("┤", "+"),
    "x axis": ("─", "-"),
    "x tick": ("┬", "+"),
    "corner": ("└", "+"),
    "guide": ("┊", ":"),
    "place": ("▲", "^"),
    # bars
    "bar": ("█", "#"),
    "bar to do": ("░", "."),
    "sliver": ("▏", "|"),  # the shortest bar
}

EIGHTHS: tuple[str, ...] = ("", *"▏▎▍▌▋▊▉")  # of a cell, from the left
RIGHT_HALF = "▐"
LEVELS = ("▁▂▃▄▅▆▇█", "123456789")  # of a cell, from the bottom
