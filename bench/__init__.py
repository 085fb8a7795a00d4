"""What a request to the public door costs, beside the same plain form written with two frameworks."""
