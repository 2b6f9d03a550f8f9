"""What people see: audience views (the candidate's has no key field at all), pages, charts, kept reports."""
