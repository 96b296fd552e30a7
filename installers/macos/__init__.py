"""What is made for macOS alone; untested, written without a Mac."""
