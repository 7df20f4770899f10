-- The most bought values of a column in the train target, of equally bought ones the smaller first.
SELECT ${column} AS label, count(*) AS buys
FROM read_parquet(${target})
WHERE ${column} IS NOT NULL AND ${eligible}
GROUP BY label
ORDER BY buys DESC, label
LIMIT ${limit}
