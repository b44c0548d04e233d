-- Notes the timeline of this server, where it is not there yet. No parameters, no result.
insert into timeline (id) values (current_timeline()) on conflict do nothing
