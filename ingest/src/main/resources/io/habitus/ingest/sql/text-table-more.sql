-- Rows of a further text file of the same columns.
INSERT INTO ${relation} BY NAME
SELECT *, ${file}::BIGINT AS habitus_file, row_number() OVER () - 1 AS habitus_row
FROM ${rows}
