"""Word documents (.docx): the OOXML itself is walked, so that nothing in it is lost in silence.

`package` opens the file safely, `walk` turns the body into lines, `numbering`, `styles`, `equations`, `tables` and
`pictures` know their parts; the lines then go through the grammar of `authoring.intake.text`.
"""

from authoring.intake.word.read import read_word, read_word_keys

__all__ = ["read_word", "read_word_keys"]
