"""Case capsules: crops of findings in one file, read offline and blind, and what comes back.

`packing`, `opening`, `answering` and `merging` are the four steps of a case's way.
"""
