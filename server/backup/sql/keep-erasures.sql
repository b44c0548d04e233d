-- Sets the list of erasures aside until the transaction ends: a backup from before them brings back what was erased.
create temporary table kept_erasure on commit drop as table erasure
