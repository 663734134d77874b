-- name: jobs_create$
-- A new job waits; which id has it?
insert into job (kind, arguments, brand_id)
values (:kind, :arguments, (select id from brand where key = :brand))
returning id;

-- name: jobs_queued!
-- Which queue entry will run the job?
update job set queue_id = :queue_id where id = :id;

-- name: jobs_start^
-- The job runs from now on; a job that was killed starts its count anew.
update job
set status = 'running', started_at = coalesce(started_at, now()), heartbeat_at = now(),
    stage = null, done = 0, total = null, counts = '{}', notes = '{}', error = null
where id = :id and status in ('waiting', 'running')
returning kind, arguments;

-- name: jobs_progress$
-- Where is the job now, and did somebody ask it to stop?
update job
set stage = :stage, done = :done, total = :total, counts = :counts, notes = :notes,
    heartbeat_at = now()
where id = :id
returning cancel_requested;

-- name: jobs_finish!
-- How did the job end?
update job
set status = :status, error = :error, finished_at = now(), heartbeat_at = now()
where id = :id;

-- name: jobs_cancel^
-- A waiting job is cancelled at once, a running one is asked to stop.
update job
set cancel_requested = true,
    status = case when status = 'waiting' then 'cancelled' else status end,
    finished_at = case when status = 'waiting' then now() else finished_at end
where id = :id and status in ('waiting', 'running')
returning status, queue_id;

-- name: jobs_lost!
-- A job that ran in place and whose process is gone: its command, run again, completes it.
update job
set status = 'failed', finished_at = now(),
    error = 'Its process ended in the middle. What was stored is kept; run it again to complete it.'
where status = 'running' and queue_id is null and heartbeat_at < now() - interval '30 seconds';

-- name: jobs_recent
-- Which jobs ran lately, and how far are they?
select job.id, job.kind, brand.key as brand, job.arguments, job.status, job.stage, job.done,
       job.total, job.counts, job.notes, job.error, job.cancel_requested, job.created_at,
       job.started_at, job.finished_at, job.heartbeat_at
from job
left join brand on brand.id = job.brand_id
order by job.created_at desc, job.id desc
limit :limit;

-- name: jobs_one^
-- How is this job?
select status, error from job where id = :id;

-- name: jobs_worker_alive$
-- Is a worker there to take a job?
select exists (
    select from procrastinate_workers where last_heartbeat > now() - interval '20 seconds'
);
