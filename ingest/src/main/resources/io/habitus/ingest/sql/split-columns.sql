-- The columns of a file and their types.
SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(${file}))
