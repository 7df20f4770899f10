-- The distinct clients of some files, ascending.
SELECT DISTINCT client_id::BIGINT AS client_id FROM read_parquet(${files}, union_by_name = true) ORDER BY client_id
