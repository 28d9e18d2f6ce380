"""The user's choices: settings, labels, the settings file, and which files are trusted."""
