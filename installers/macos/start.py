"""UNTESTED: what medcls.app runs. Without arguments, or with images, the window; else a command."""

import sys

from medcls_core.cli.commands import COMMANDS

_LINE = {entry.name for entry in COMMANDS} | {"--version", "--help", "-h"}

if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] in _LINE:
        from medcls_core.cli.main import main

        sys.exit(main())
    from app.main import main as open_window

    sys.exit(open_window())
