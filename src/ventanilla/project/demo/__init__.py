"""The demonstration: two municipalities that do not exist, and one licence from the first page to the proof."""
