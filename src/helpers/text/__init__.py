"""How it is said: phrases, numbers, dates and citations in Vietnamese and English."""
