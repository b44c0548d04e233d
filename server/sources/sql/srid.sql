-- $1 int: an SRID. Result: a row where the database knows it, with srid int.
select srid from spatial_ref_sys where srid = $1::int
