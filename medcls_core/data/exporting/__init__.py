"""What was found and said, into files: which kinds there are, and how each is filled.

`kinds` is light and may be imported at a program's start; `writing` loads the database library.
"""
