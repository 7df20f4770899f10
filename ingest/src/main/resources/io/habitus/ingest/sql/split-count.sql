-- Rows and clients of a file.
SELECT count(*), count(DISTINCT client_id) FROM read_parquet(${file})
