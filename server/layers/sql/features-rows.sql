-- Rows of a page of features, a part of features.sql.
-- In braces: features (what they are taken from, named f), where, keys (k0, k1, …, a comma ahead of each), order (of these
-- and the id), limit
select f.*{{keys}} from {{features}} where {{where}} order by {{order}} limit {{limit}}
