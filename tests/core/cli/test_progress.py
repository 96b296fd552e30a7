"""Progress where nobody watches a terminal: few plain lines, and the truth about the end."""

import io

from rich.console import Console

from medcls_core.cli.plain_progress import PlainProgress


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def lines_of(work):
    clock, file = Clock(), io.StringIO()
    work(PlainProgress(Console(file=file, width=200), clock), clock)
    return file.getvalue().splitlines()


def test_a_line_at_the_start_every_ten_seconds_and_at_the_end():
    def work(progress, clock):
        progress.begin("[a].svs")
        for done in range(53):
            progress.update(done, 53, "looking")
            clock.now += 0.5
        progress.finish()

    assert lines_of(work) == [
        "[a].svs: started",
        "[a].svs: looking, 38 %",
        "[a].svs: looking, 75 %",
        "[a].svs: finished after 26 s",
    ]


def test_an_image_that_was_refused_has_no_line():
    def work(progress, clock):
        progress.begin("a.svs")
        progress.begin("b.svs")
        progress.update(0, 3, "looking")
        clock.now += 2
        progress.finish()
        progress.finish()

    assert lines_of(work) == ["b.svs: started", "b.svs: finished after 2 s"]


def test_a_step_of_nothing_is_no_division_by_zero():
    def work(progress, clock):
        progress.begin("a.svs")
        for _ in range(2):
            progress.update(0, 0, "looking")
            clock.now += 11

    assert lines_of(work) == ["a.svs: started", "a.svs: looking, 0 %"]
