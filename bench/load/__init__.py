"""The hub under more people than ever came: a peak hour a hundred times today's, a minute on television, and growth."""
