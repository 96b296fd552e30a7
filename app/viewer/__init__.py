"""The slide view: tiles, heatmaps, marks and what helps a reader to find the way."""
