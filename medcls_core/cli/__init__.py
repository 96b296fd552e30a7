"""The command line: one file a command, and every action of the window exists here too."""
