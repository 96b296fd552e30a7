"""From a checkout to files that install: `python -m installers.build --help`."""
