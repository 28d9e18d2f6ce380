"""What lies over the screen for a moment: dialogs, pickers, the help, the manual."""
