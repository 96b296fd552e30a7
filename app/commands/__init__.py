"""One function a user command: build the job, name success and failure."""
