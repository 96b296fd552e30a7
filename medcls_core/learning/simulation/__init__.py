"""Active learning replayed on sets whose labels are all known: what each strategy would save."""
