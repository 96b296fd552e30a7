"""Pictures of every screen of the real window on real images, for people who judge how it looks.

    python -m app.scenes OUT --data ../shared/data

One small function a scene, in `views.py`, `desks.py` and `sheets.py`; `table.py` lists them.
"""
