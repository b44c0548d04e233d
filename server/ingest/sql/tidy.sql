-- Gives the space of replaced rows back to the tables, and the planner new statistics. Outside transactions only.
vacuum (analyze) feature, search_term, search_spelling, pyramid, change, feature_history
