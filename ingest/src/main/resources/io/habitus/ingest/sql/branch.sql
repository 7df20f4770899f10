-- The rows of a table that one rule makes events of.
SELECT *, ${id} AS id, ${client} AS client, ${time} AS time, ${place} AS place, (${bad}) AS bad
FROM ${relation}
WHERE ${where}${first}
