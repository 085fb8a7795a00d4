"""How much a card tells, and how many share it: the ladder measured on a year of invented registrations."""
