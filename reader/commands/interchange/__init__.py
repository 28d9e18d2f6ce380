"""What the commands ``export`` and ``import`` share, and what each does in more than one step."""
