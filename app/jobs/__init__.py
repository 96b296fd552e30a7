"""The only place that knows threads: one runner, three lanes, callbacks on the GUI thread."""

from app.jobs.runner import Lane, Runner
from app.jobs.store_lane import StoreLane

__all__ = ["Lane", "Runner", "StoreLane"]
