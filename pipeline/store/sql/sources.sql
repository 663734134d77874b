-- name: source_cursor$
-- Where does the next run of this target begin?
select cursor from source_cursor
where brand_id = :brand_id and source = :source and target = :target;

-- name: source_cursor_save!
-- The next run of this target begins here.
insert into source_cursor (brand_id, source, target, cursor)
values (:brand_id, :source, :target, :cursor)
on conflict (brand_id, source, target)
do update set cursor = excluded.cursor, updated_at = now();

-- name: source_reading_add!
-- What was read of a target, and whether wholly.
insert into source_reading (
    brand_id, source, target, read_from, read_to, complete, note, job_id, at
)
values (
    :brand_id, :source, :target, :read_from, :read_to, :complete, :note, :job_id, :at
);
