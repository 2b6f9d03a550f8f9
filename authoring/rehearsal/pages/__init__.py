"""The candidate's pages of the rehearsal, on the computer and on the phone."""

from authoring.rehearsal.pages.assets import Asset, asset, policy
from authoring.rehearsal.pages.candidate import render, render_paper
from authoring.rehearsal.pages.facts import Download, Facts, Person, Receipt
from authoring.rehearsal.pages.registry import PAGES, Page

__all__ = [
    "PAGES",
    "Asset",
    "Download",
    "Facts",
    "Page",
    "Person",
    "Receipt",
    "asset",
    "policy",
    "render",
    "render_paper",
]
