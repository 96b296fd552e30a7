"""Which findings a person's next labels would teach the model most about."""
