"""All that the tests take from inside Textual and asyncio, each for want of a public way."""

from asyncio import get_running_loop
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from textual._compositor import CompositorUpdate
from textual._context import visible_screen_stack
from textual.app import App
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen
from textual.strip import Strip


def strips_of(app: App[Any]) -> list[Strip]:
    """Paint the screen and read it. export_screenshot renders it too, but only as a picture."""
    visible_screen_stack.set(app._background_screens)
    paint_changes(app)
    return app.screen._compositor.render_strips()


def paint_changes(app: App[Any]) -> None:
    """Render what has changed, as for the terminal: a test has none."""
    if not app._batch_count:
        update = app.screen._compositor.render_update(screen_stack=app._background_screens)
        app._display(app.screen, update)


@contextmanager
def written_to(write: Callable[[str], object]) -> Iterator[None]:
    """Write what programs display, as to the terminal: a test has none."""
    display = App._display

    def written(app: App[Any], screen: Screen[Any], update: Any) -> None:
        if isinstance(update, CompositorUpdate):
            write(update.render_segments(app.console))
        display(app, screen, update)

    with patch.object(App, "_display", written):
        yield


def update(app: App[Any]) -> None:
    """Do at once what the screen's timer does. pilot.pause does it after it has slept."""
    app.screen._on_timer_update()


def is_resizing(app: App[Any]) -> bool:
    """Return whether the screen still has to be laid out for the size of the terminal."""
    return app._resize_event is not None or app.screen._compositor.size != app.size


def is_changing(app: App[Any]) -> bool:
    """Return whether changes of the screen are collected, or widgets of it are being removed."""
    laid_out = app.screen._compositor.widgets
    return app._batch_count > 0 or any(widget._pruning for widget in laid_out)


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
