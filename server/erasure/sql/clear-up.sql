-- Takes what was erased out of the pages of the tables, and out of the statistics of their columns. Outside transactions
-- only.
vacuum (analyze) feature, feature_history, search_term, search_spelling, pyramid, change, analysis_job
