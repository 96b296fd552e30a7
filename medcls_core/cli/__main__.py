"""`python -m medcls_core.cli` is `medcls`."""

import sys

from medcls_core.cli.main import main

sys.exit(main())
