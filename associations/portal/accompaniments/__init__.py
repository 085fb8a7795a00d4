"""What an association does after its yes: whom it still has to contact, its pairs, its exports and its calendar."""
