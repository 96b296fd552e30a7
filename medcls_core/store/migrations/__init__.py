"""The history of the tables, run by alembic whenever an older store is opened.

A new step, from the repository's root:

    python -c "from medcls_core.store.alembic_config import draft; draft('what changes')"

and then read what was drafted, set `migrating.HEAD`, and rename the file to `rNNNN_what.py`.
A step that rebuilds `reads` must drop and make again the triggers of revision 0002.
"""
