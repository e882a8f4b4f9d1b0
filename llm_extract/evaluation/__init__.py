"""Records against the truth: matching, scores, and how well flags and confidence rank."""
