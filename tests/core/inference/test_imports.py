import subprocess
import sys

import pytest


@pytest.mark.parametrize("room", ["tasks", "explain", "inference", "networks"])
def test_a_window_can_name_results_before_torch_is_loaded(room: str):
    """torch takes seconds to import; only what computes may bring it in."""
    program = f"import sys, medcls_core.{room}; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize("room", ["evaluation", "explain", "images", "inference", "networks"])
def test_every_name_is_there_when_asked_for(room: str):
    program = f"from medcls_core.{room} import *"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
