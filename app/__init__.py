"""The window: it draws, asks and remembers; everything it shows is computed by `medcls_core`."""
