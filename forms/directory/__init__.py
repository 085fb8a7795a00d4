"""The public directory: which associations there are, whom each accompanies, where and how, and who comes near you."""
