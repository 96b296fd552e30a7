"""Who still reads an image file, and when it is closed."""

from app.state import Sources


class Closable:
    def __init__(self) -> None:
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


def test_a_source_is_closed_when_the_last_holder_lets_go():
    sources, source = Sources(), Closable()
    sources.hold(source)
    sources.hold(source)
    sources.release(source)
    assert source.closed == 0
    sources.release(source)
    assert source.closed == 1


def test_at_quit_every_held_source_is_closed_once():
    sources, source = Sources(), Closable()
    sources.hold(source)
    sources.hold(source)
    sources.close_all()
    sources.close_all()
    assert source.closed == 1
