"""Tables of yearbooks and statistics services, by a small file that says which heading is area, year and indicator."""
