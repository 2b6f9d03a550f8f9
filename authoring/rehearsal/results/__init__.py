"""Results as files for other programs and for people: pure functions from records to bytes, the same for the same."""
