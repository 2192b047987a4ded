"""All that the tests take from inside Textual and asyncio, each for want of a public way."""

from asyncio import get_running_loop
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from textual.app import App
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen
from textual.strip import Strip


def strips_of(app: App[Any]) -> list[Strip]:
    """Paint the screen and read it. export_screenshot renders it too, but only as a picture."""
    paint_changes(app)
    return app.screen._compositor.render_strips()


def paint_changes(app: App[Any]) -> None:
    """Render what has changed, as for the terminal: a test has none."""
    app.screen._compositor.render_update(screen_stack=app._background_screens)


def update(app: App[Any]) -> None:
    """Do at once what the screen's timer does. pilot.pause does it after it has slept."""
    app.screen._on_timer_update()


def is_resizing(app: App[Any]) -> bool:
    """Return whether the screen still has to be laid out for the size of the terminal."""
    return app._resize_event is not None or app.screen._compositor.size != app.size


def waiting() -> Collection[object]:
    """Return the callbacks that wait to be run; it stays current. asyncio has no public count."""
    ready: Collection[object] = vars(get_running_loop())["_ready"]
    return ready


@contextmanager
def frames_left_out() -> Iterator[None]:
    """Render a screen only where a test looks at it, not for each of the frames before that."""
    refresh = Screen._compositor_refresh

    def later(screen: Screen[Any]) -> None:
        if screen is not screen.app.screen:
            refresh(screen)
            return
        screen._dirty_widgets.clear()
        screen.app._update_mouse_over(screen)

    with patch.object(Screen, "_compositor_refresh", later):
        yield


@contextmanager
def sheets_parsed_once() -> Iterator[None]:
    """Parse a style sheet once for each theme: Textual does in each window, a fifth of its time."""
    parse = Stylesheet._parse_rules
    parsed: dict[object, Any] = {}

    def remembered(sheet: Stylesheet, *source: Any, **options: Any) -> Any:
        key = (*source, *options.items(), tuple(sheet._variables.items()))
        if key not in parsed:
            parsed[key] = parse(sheet, *source, **options)
        return parsed[key]

    with patch.object(Stylesheet, "_parse_rules", remembered):
        yield
