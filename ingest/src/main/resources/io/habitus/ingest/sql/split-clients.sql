-- The distinct clients of some files, ascending.
SELECT DISTINCT client_id FROM (${files}) ORDER BY client_id
