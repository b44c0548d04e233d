-- Statistics for the planner: after a large load the old ones mislead it.
analyze feature, search_term, pyramid
