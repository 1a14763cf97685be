"""What a test may change in the running server: POST /landing-zone-emulator/settings."""

from typing import Any

settings: dict[str, Any] = {
    # Fraction of their time that waits and retries of state machines take.
    "timeScale": 1.0,
    # Seconds until a snapshot or an image is complete.
    "snapshotSeconds": 0.2,
    # Seconds until a command that was sent to an instance has run.
    "commandSeconds": 0.2,
}
