"""The drawing tools: what the mouse does in the slide view while one of them is in hand."""
