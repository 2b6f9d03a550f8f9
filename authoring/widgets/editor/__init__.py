"""编辑: one question in a form, with the candidate's view, the findings under the fields, and similar questions."""
