"""Where starting weights lie on a developer's machine."""

from pathlib import Path

import pytest

SHARED_WEIGHTS = Path(__file__).resolve().parents[4] / "shared" / "weights"


@pytest.fixture(scope="session")
def shared_weights() -> Path:
    if not SHARED_WEIGHTS.is_dir():
        pytest.skip("skipped: the ImageNet starting weights are not on this machine")
    return SHARED_WEIGHTS
