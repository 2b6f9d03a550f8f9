"""What people get on paper before an exam: the candidate's guide, a notice, the invigilator's sheet, a checklist."""
