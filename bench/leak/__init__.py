"""A thousand registrations, twelve rare words in them, and every place where one of these could be read."""
