"""The demonstration: facts files, and a story of commands that the operations carry out."""
