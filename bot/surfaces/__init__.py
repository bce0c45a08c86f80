"""Where people and programs meet the answerer; each surface knows nothing of the others."""
