"""Colours and other looks: themes, contrast, how labels are told apart."""
