"""Safe Exam Browser: settings that express what they can of a session's rules, and a list of what they cannot."""

from authoring.export.seb.config_key import config_key, seb_json
from authoring.export.seb.files import write_seb
from authoring.export.seb.settings import SebFile, seb_file

__all__ = ["SebFile", "config_key", "seb_file", "seb_json", "write_seb"]
