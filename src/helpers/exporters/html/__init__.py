"""A document as one HTML page that stands alone."""
