-- A view over Parquet files that numbers files and rows, without a pass over the data.
CREATE OR REPLACE TEMP VIEW ${relation} AS
SELECT *, file_index::BIGINT AS habitus_file, file_row_number::BIGINT AS habitus_row
FROM read_parquet(${files}, union_by_name = true)
