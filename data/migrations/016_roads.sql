-- The network of the demonstration and of every import that names no other is `roads` from here on; it was `streets`.
-- One that was imported as `roads` already stays, and `streets` beside it.
create temporary table renamed_network on commit drop as
select network_id from network
where network_id = 'streets' and not exists (select from network where network_id = 'roads');

update network_edge set network_id = 'roads' where network_id in (select network_id from renamed_network);
update demo_analysis set id = 'roads' where kind = 'network' and id in (select network_id from renamed_network);
update network set network_id = 'roads' where network_id in (select network_id from renamed_network);
