-- The R-tree of a table of a GeoPackage, of SQLite. Its three tables are filled by us: the SQLite at hand has no module
-- for such trees, and one filled at once is packed. {{tree}}, {{table}}, {{geometry}}, {{key}}: names in quotation marks
-- of SQL, {{name}}: that of the tree as a text. The triggers are those of OGC 12-128r17, annex F.3: programs that change
-- the table run them.
create table {{node}} (nodeno integer primary key, data);
create table {{rowid}} (rowid integer primary key, nodeno);
create table {{parent}} (nodeno integer primary key, parentnode);
create trigger {{insert}} after insert on {{table}}
  when (new.{{geometry}} notnull and not ST_IsEmpty(new.{{geometry}}))
  begin insert or replace into {{tree}} values (
    new.{{key}}, ST_MinX(new.{{geometry}}), ST_MaxX(new.{{geometry}}),
    ST_MinY(new.{{geometry}}), ST_MaxY(new.{{geometry}})); end;
create trigger {{update1}} after update of {{geometry}} on {{table}}
  when old.{{key}} = new.{{key}} and (new.{{geometry}} notnull and not ST_IsEmpty(new.{{geometry}}))
  begin insert or replace into {{tree}} values (
    new.{{key}}, ST_MinX(new.{{geometry}}), ST_MaxX(new.{{geometry}}),
    ST_MinY(new.{{geometry}}), ST_MaxY(new.{{geometry}})); end;
create trigger {{update2}} after update of {{geometry}} on {{table}}
  when old.{{key}} = new.{{key}} and (new.{{geometry}} isnull or ST_IsEmpty(new.{{geometry}}))
  begin delete from {{tree}} where id = old.{{key}}; end;
create trigger {{update3}} after update on {{table}}
  when old.{{key}} != new.{{key}} and (new.{{geometry}} notnull and not ST_IsEmpty(new.{{geometry}}))
  begin delete from {{tree}} where id = old.{{key}};
  insert or replace into {{tree}} values (
    new.{{key}}, ST_MinX(new.{{geometry}}), ST_MaxX(new.{{geometry}}),
    ST_MinY(new.{{geometry}}), ST_MaxY(new.{{geometry}})); end;
create trigger {{update4}} after update on {{table}}
  when old.{{key}} != new.{{key}} and (new.{{geometry}} isnull or ST_IsEmpty(new.{{geometry}}))
  begin delete from {{tree}} where id in (old.{{key}}, new.{{key}}); end;
create trigger {{delete}} after delete on {{table}} when old.{{geometry}} notnull
  begin delete from {{tree}} where id = old.{{key}}; end;
pragma writable_schema = on;
insert into sqlite_master (type, name, tbl_name, rootpage, sql) values
  ('table', {{name}}, {{name}}, 0, 'CREATE VIRTUAL TABLE ' || {{treeText}} || ' USING rtree(id, minx, maxx, miny, maxy)');
pragma writable_schema = off;
