"""The Windows build tried here, under Wine: what that proves and what not is in the README."""
