"""What people already have: Excel, Word, pasted text, 国家题库 files → drafts and a loss report."""
