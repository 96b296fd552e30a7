"""From labels to a model version with figures: training and evaluation put together."""
