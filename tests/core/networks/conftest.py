"""Where starting weights lie on a developer's machine, and one thread for all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

SHARED_WEIGHTS = Path(__file__).resolve().parents[4] / "shared" / "weights"


@pytest.fixture(scope="session")
def shared_weights() -> Path:
    if not SHARED_WEIGHTS.is_dir():
        pytest.skip("skipped: the ImageNet starting weights are not on this machine")
    return SHARED_WEIGHTS


@pytest.fixture(autouse=True, scope="module")
def _one_thread() -> Iterator[None]:
    """Inputs are tiny: more threads would spend their time waiting for each other."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)
