"""An image that a job reads stays open until the job has ended, however it ends."""

import threading
from types import SimpleNamespace

import pytest

from app.commands.held import submit_held
from app.jobs import Lane
from app.state.sources import Sources
from medcls_core.errors import InputInvalid
from medcls_core.progress import Cancelled


class Image:
    def __init__(self):
        self.closed = False

    def close(self):
        self.closed = True


@pytest.fixture
def context(runner):
    said = []
    messages = SimpleNamespace(error=said.append)
    return SimpleNamespace(sources=Sources(), runner=runner, messages=messages, said=said)


def refuse(_):
    raise InputInvalid("cell", "it is gone")


def stop(_):
    raise Cancelled


@pytest.mark.parametrize(
    ("work", "told"),
    [(lambda _: 7, ["done"]), (refuse, []), (stop, ["cancelled"])],
    ids=["done", "failed", "cancelled"],
)
def test_the_image_is_let_go_however_the_job_ends(context, qtbot, work, told):
    image, gate, heard = Image(), threading.Event(), []
    context.sources.hold(image)

    def held(progress):
        gate.wait(5)
        return work(progress)

    submit_held(
        context,
        image,
        Lane.TILES,
        "test",
        held,
        done=lambda _: heard.append("done"),
        cancelled=lambda: heard.append("cancelled"),
    )
    context.sources.release(image)
    assert not image.closed, "the job still reads it"
    gate.set()
    qtbot.waitUntil(lambda: image.closed, timeout=5000)
    assert heard == told
    assert len(context.said) == (work is refuse)
