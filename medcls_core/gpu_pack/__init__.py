"""'Use my NVIDIA GPU': torch built for CUDA in the user's folder, in front of the program's own."""
