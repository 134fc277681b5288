"""What every view is made with: tables, charts, maps, outputs and the section's context."""
