"""The pages of the settings, a file each."""
