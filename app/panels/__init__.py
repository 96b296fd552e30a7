"""The parts of the window, one a file: each shows some state and calls commands."""
