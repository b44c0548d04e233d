-- Names that changed after 0.4.0.

-- The file of data/functions makes it anew, with a result that says `problem`.
drop function if exists check_pyramid(text);

-- What is wrong with a study, by place.
update analysis_job set error = (error - 'faults') || jsonb_build_object('problems', error -> 'faults')
where error ? 'faults';
