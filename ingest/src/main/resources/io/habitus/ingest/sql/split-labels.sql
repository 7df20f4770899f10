-- The most bought values of a column in the train target, of equally bought ones the smaller first.
SELECT label, count(*) AS buys
FROM (SELECT try_cast(${column} AS BIGINT) AS label FROM read_parquet(${target}))
WHERE label IS NOT NULL AND ${eligible}
GROUP BY label
ORDER BY buys DESC, label
LIMIT ${limit}
