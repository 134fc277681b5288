"""News of services and of a folder: asked for, kept as it came, and brought in by the imports."""
