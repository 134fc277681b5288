"""Whether what the pages claim is true: each claim is asked again of the rows, by code that the pages do not use."""
