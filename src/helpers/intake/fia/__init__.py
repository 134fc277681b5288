"""The Foreign Investment Agency's "Báo cáo nhanh" workbooks: tables found by what they say, added up, and named."""
