-- The city whose database this is.
-- Result: one row: code, name_zh, name_en.
select code, name_zh, name_en from city
