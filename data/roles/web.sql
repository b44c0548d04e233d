-- What the role of the web service needs in a schema, beside using it. It owns nothing, so that it cannot change tables
-- or functions; what it may write is named here. `npm run migrate -- --grants ROLE` prints these statements with the
-- names of role and schema, and a start with MIGRATE=off checks them. Every table of ours stands here once.

-- Everything that is shown. Partitions of `feature` need no right of their own: they are read through it. The history
-- can be read and not changed.
grant select on city, layer, layer_load, feature, feature_history, history_start, pyramid, layer_time to {role};
grant select on search_term, search_spelling to {role};
grant select on network, network_edge, demand, transit, transit_piece to {role};

-- What the database has been brought to, for a start with MIGRATE=off.
grant select on schema_migration, function_file to {role};

-- Notes of what has changed are removed after an hour. A client that misses one takes its whole layer as changed.
grant select, delete on change to {role};

-- The timelines of the database, which standbys are told by.
grant select, insert on timeline to {role};

-- Terms of features that other programs have edited are made anew. They are no more than what the features say.
grant select, insert, delete on search_term to {role};
grant select, insert on search_spelling to {role};
grant select, insert, update, delete on search_stale to {role};

-- Studies that are worked on, and their results.
grant select, insert, update, delete on analysis_job to {role};

-- What people say of facilities, and the salt of the day that hides their addresses.
grant select, insert, update, delete on facility_check, facility_check_salt to {role};

-- What addresses have spent of their rate limit, at all processes together.
grant select, insert, update, delete on rate_spending to {role};

-- Edits fill the first, loading the demonstration reads the second, and the third says what was erased: the web role
-- needs none of them.
-- none: pyramid_pending, demo_analysis, erasure
