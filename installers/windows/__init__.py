"""What is made for Windows alone: launchers, setup program, signatures."""
