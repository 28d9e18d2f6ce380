"""The user's own programs: commands that keys run on a passage, and the editor for notes."""
