-- One branch of the events.
SELECT CASE WHEN e.habitus_bad THEN -1 ELSE ${type} END::TINYINT AS type,
  e.habitus_client AS client, e.habitus_time AS time, e.habitus_place AS place${columns}
FROM (${events}) e${joins}
