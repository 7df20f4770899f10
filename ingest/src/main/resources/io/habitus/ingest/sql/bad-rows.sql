-- For each file with bad rows: the first of them, its value, and their number.
SELECT habitus_file, min(habitus_row), arg_min(CAST(${column} AS VARCHAR), habitus_row), count(*)
FROM ${relation}
WHERE (${when}) AND (${bad})
GROUP BY habitus_file
ORDER BY habitus_file
