"""How it is made: notebooks are executed, joined, exported and published."""
