-- One row for each item: its first value of each attribute that is there, and whether rows differ.
CREATE OR REPLACE TABLE ${relation} AS
SELECT item, count(*) AS rows${firsts}
FROM (
  SELECT DISTINCT ON (item${names}) item, place${names}
  FROM (
    SELECT ${item} AS item, habitus_file * 274877906944 + habitus_row AS place${columns}
    FROM ${table}
    WHERE ${when}
  )
  WHERE item IS NOT NULL
  ORDER BY place
)
GROUP BY item
