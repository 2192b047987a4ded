"""A real browser, driven through its DevTools pipe; nothing but the browser has to be installed."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select
from tempfile import TemporaryDirectory
from typing import Any

import pytest

CHROME = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
needs_browser = pytest.mark.skipif(not CHROME, reason="needs chromium")
_OPTIONS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
    *("--no-first-run", "--disable-component-update", "--remote-debugging-pipe"),
)
PATIENCE = 60  # seconds
_CODES = {"Backspace": 8, "Tab": 9, "Enter": 13, "Escape": 27, "End": 35, "Home": 36}
_CODES |= {"ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}
_TEXTS = {"Enter": "\r"}


class Browser:
    """A page of the browser, and what happened on it: events in the words of DevTools."""

    def __init__(self, to: int, back: int) -> None:
        self.events: list[dict[str, Any]] = []
        self._to = to
        self._back = back
        self._rest = b""
        self._number = 0
        self._session = ""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, frame: str = "", /, **params: Any) -> dict[str, Any]:
        """The result of a method; events that come before it are kept.

        frame: the session of a frame with a process of its own.
        """
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if frame or self._session:
            message["sessionId"] = frame or self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while (answer := self._received()).get("id") != self._number:
            self.events.append(answer)
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def _received(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            assert select([self._back], [], [], PATIENCE)[0], "the browser says nothing"
            data = os.read(self._back, 1 << 20)
            assert data, "the browser has ended"
            self._rest += data
        message, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found

    def open(self, page: Path, fragment: str = "") -> None:
        """Open a file anew, and wait until it is there."""
        self.call("Page.navigate", url="about:blank")  # else another fragment loads nothing
        self.events = []
        address = page.as_uri() + fragment
        self.call("Page.navigate", url=address)
        while self.run("location.href + document.readyState") != f"{address}complete":
            pass

    def happened(self, *methods: str) -> list[dict[str, Any]]:
        """What these events said, since the last file was opened."""
        return [event["params"] for event in self.events if event["method"] in methods]

    def run(self, expression: str) -> Any:
        """The value of an expression, once it is there."""
        done = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    def press(self, *keys: str) -> None:
        """Press and release each key, by its name in JavaScript."""
        for key in keys:
            text = _TEXTS.get(key, key if len(key) == 1 else "")
            code = _CODES.get(key, 0)
            named = {"key": key, "windowsVirtualKeyCode": code}
            down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
            self.call("Input.dispatchKeyEvent", **down, **named)
            self.call("Input.dispatchKeyEvent", type="keyUp", **named)

    def swipe(self, x: int, y: int, by: int) -> None:
        """Move a finger sideways."""
        for kind, points in (
            ("touchStart", [{"x": x, "y": y}]),
            ("touchMove", [{"x": x + by, "y": y}]),
            ("touchEnd", []),
        ):
            self.call("Input.dispatchTouchEvent", type=kind, touchPoints=points)
        frame = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        self.run(f"{frame}.then(() => 0)")  # it is handled with a frame

    def click(self, selector: str) -> None:
        self.run(f"document.querySelector({json.dumps(selector)}).click()")


@contextmanager
def browser(width: int = 1280, height: int = 800) -> Iterator[Browser]:
    """Start a browser with a window of this size, and end it."""
    assert CHROME
    to_read, to = os.pipe()
    back, back_write = os.pipe()
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        own = (f"--window-size={width},{height}", f"--user-data-dir={profile}")
        ours = f'exec "$@" 3<&{to_read} 4>&{back_write}'  # its pipe has these numbers
        process = subprocess.Popen(
            ("/bin/bash", "-c", ours, "browser", CHROME, *_OPTIONS, *own),
            pass_fds=(to_read, back_write),
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(back_write)
        try:
            page = Browser(to, back)
            yield page
        finally:
            os.close(to)
            os.close(back)
            process.terminate()
            process.wait()
