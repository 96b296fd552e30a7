"""Labelled sets: readers of the public sets, splits by group, augmentation, rendered samples."""
