"""The parts of a rendered H&E slide: layout, ground, cells, optics, file."""
