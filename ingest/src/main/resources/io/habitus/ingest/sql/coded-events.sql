-- One branch of the events. The shard is that of core's Shards; at most 256 of them.
SELECT
  (((e.habitus_client % ${modulus} + ${modulus}) % ${modulus}) * ${multiplier} % ${modulus} % ${shards})::UTINYINT AS shard,
  e.habitus_client AS client, e.habitus_time AS time,
  CASE WHEN e.habitus_bad THEN -1 ELSE ${type} END::TINYINT AS type,
  e.habitus_place AS place${columns}
FROM (${events}) e${joins}
