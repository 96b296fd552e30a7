"""Which devices this computer has for models; asked in a job, since asking loads torch."""

from collections.abc import Callable

from app.context import AppContext
from app.jobs import Lane, load_torch
from medcls_core.language import Text
from medcls_core.progress import Progress


def find_devices(context: AppContext, tell: Callable[[Text], None]) -> None:
    """Tell what was found, in both languages, as soon as the models' lane gets to it."""

    def work(_: Progress) -> Text:
        load_torch()
        from medcls_core.inference.device import found_devices  # noqa: PLC0415  (torch)

        return found_devices()

    context.runner.submit(Lane.GPU, "find devices", work, done=tell, failed=context.messages.error)
