"""What tests of the screen share."""

import pytest

from stepper.tui.app import StepperApp


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show no messages: for some seconds they would cover a part of the screen."""
    monkeypatch.setattr(StepperApp, "notify", lambda *_, **__: None)
