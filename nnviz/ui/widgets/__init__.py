"""Parts of a page that many pages use: questions, measurements, formulas, downloads, messages."""
