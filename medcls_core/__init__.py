"""Images, models, evidence, verdicts and the loop between them, without any window."""
