"""A second pair of eyes: suggests passages to tag, says why, and learns from each answer; off until asked for."""
