"""The screen: draws with Textual, and turns keys into calls on the core. Nothing else imports Textual."""
