"""题库列表: the questions of a bank to search, filter, sort and choose from, however many there are."""

from authoring.widgets.bank_list.bank_list import BankList

__all__ = ["BankList"]
