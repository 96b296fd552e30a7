"""From arrays to pictures: numpy to QImage and back, colour maps."""
