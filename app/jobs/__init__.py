"""The only place that knows threads: one runner, three lanes, callbacks on the GUI thread."""

from app.jobs.runner import Lane, Runner
from app.jobs.sparing import give_back_memory, share_memory, spare_program
from app.jobs.store_lane import StoreLane
from app.jobs.torch_loading import load_torch

__all__ = [
    "Lane",
    "Runner",
    "StoreLane",
    "give_back_memory",
    "load_torch",
    "share_memory",
    "spare_program",
]
