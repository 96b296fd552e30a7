"""Files that travel in the wheel; `medcls_core.resources` is the only module that looks here."""
