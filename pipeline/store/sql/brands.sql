-- name: brand_keys
-- Which brands are defined?
select id, key, name from brand order by key;
