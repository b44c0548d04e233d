-- Takes what was erased out of the pages of the tables, and out of the statistics of their columns. Outside transactions
-- only, see outsideTransactions. {schema}: the schema of the tables.
vacuum (analyze) {schema}.feature, {schema}.feature_history, {schema}.search_term, {schema}.search_spelling,
  {schema}.search_stale, {schema}.pyramid, {schema}.change, {schema}.analysis_job
