"""The window as a driver of `medcls bench`: it does what a reader does, and times it."""
