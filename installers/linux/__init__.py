"""What is made for Linux alone: the folder with the Python of this machine."""
