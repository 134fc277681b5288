"""What is wrong with the dataset: every fault with file, line, field, and what was expected."""
