"""The map in a report: for Word, for slides, and as Markdown. Each says the same, from the same scene as the page."""
