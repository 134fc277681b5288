"""A document as a PDF: written as Typst markup, typeset by the typst wheel, finished by pikepdf."""
