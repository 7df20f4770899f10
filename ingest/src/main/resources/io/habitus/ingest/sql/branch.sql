-- The rows of a table that one rule makes events of. Our columns are named so that no log has them.
SELECT *, ${id} AS habitus_id, ${client} AS habitus_client, ${time} AS habitus_time,
  ${place} AS habitus_place, (${bad}) AS habitus_bad${key}
FROM ${relation}
WHERE ${where}${first}
