"""Runs in a notebook, in a real browser: each page steps by itself."""

from pathlib import Path
from typing import Any

from stepper import run
from stepper.python.notebook import HEIGHT
from tests.support.browser import Browser, browser, needs_browser

TRIES = 200
COUNT = "document.querySelectorAll('article').length"


class Frame:
    """A page within the notebook."""

    def __init__(self, page: Browser, session: str) -> None:
        self._page = page
        self._session = session

    def value(self, expression: str) -> Any:
        done = self._page.call(
            "Runtime.evaluate", self._session, expression=expression, returnByValue=True
        )
        return done["result"].get("value")

    @property
    def step(self) -> str:
        return str(self.value("document.querySelector('article.here').id"))

    def press(self, y: int, *keys: str) -> None:
        """Click into the frame until it has the keys, and press some."""
        for _ in range(TRIES):
            if self.value("document.hasFocus()"):
                break
            for kind in ("mousePressed", "mouseReleased"):
                at = {"x": 600, "y": y, "button": "left", "clickCount": 1}
                self._page.call("Input.dispatchMouseEvent", type=kind, **at)
        self._page.press(*keys)


@needs_browser
def test_two_runs_of_one_notebook_step_apart(tmp_path: Path) -> None:
    notebook = tmp_path / "notebook.html"
    shown = [run(name)._repr_html_() for name in ("one_hidden", "three_hidden")]
    notebook.write_text(f"<!DOCTYPE html><body>{shown[0]}<hr>{shown[1]}", encoding="utf-8")
    with browser(height=2 * HEIGHT + 100) as page:
        flat = {"flatten": True, "waitForDebuggerOnStart": False}
        page.call("Target.setAutoAttach", autoAttach=True, **flat)
        page.open(notebook)
        sessions = [event["sessionId"] for event in page.happened("Target.attachedToTarget")]
        first, second = (Frame(page, session) for session in sessions)
        short, long = (first, second) if first.value(COUNT) == 15 else (second, first)
        assert (short.step, long.step) == ("1", "1")
        short.press(60, "ArrowRight", "ArrowRight")
        long.press(HEIGHT + 100, "End")
        assert (short.step, long.step) == ("3", "29")
        short.press(60, "ArrowDown")
        assert (short.step, long.step) == ("8", "29")
        assert not page.happened("Log.entryAdded", "Runtime.exceptionThrown")
        requests = page.happened("Network.requestWillBeSent")
        assert {event["request"]["url"] for event in requests} == {notebook.as_uri()}
