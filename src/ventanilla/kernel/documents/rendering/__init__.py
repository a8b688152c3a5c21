"""From a template and data to a tagged PDF: the frame of an act, and typst in a process of its own."""
