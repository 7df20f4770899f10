-- Rows of a text file, numbered in the order of the file.
CREATE OR REPLACE TABLE ${relation} AS
SELECT *, ${file}::BIGINT AS habitus_file, row_number() OVER () - 1 AS habitus_row
FROM ${rows}
