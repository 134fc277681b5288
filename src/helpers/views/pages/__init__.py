"""What stands on pages 1 to 4: a slot is a question with its admissible answers in order, a claim has its condition."""
