"""What stands in the annex: every fact, subject by subject, as frames and as tables and charts of them."""
