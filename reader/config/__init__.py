"""What a user can choose: settings, labels, the settings file, which files are trusted."""
