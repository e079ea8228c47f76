"""Voting online: the code, the paper, the review, the receipt. Looking changes nothing, and no cookie is needed."""
