"""What a page of the partners' door costs when years of registrations lie in the database."""
