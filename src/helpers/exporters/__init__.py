"""nbconvert exporters: a notebook as an accessible HTML page or PDF; what both read is in document and notes."""
