#!/bin/sh
# 基础备份：制作并校验后才换上名字，再删去不再需要的备份和 WAL。 A base backup: it gets its name once it is made and
# verified; then backups and WAL that are not needed any more are removed.
#   PATH=/usr/lib/postgresql/15/bin:$PATH sh base-backup.sh /var/backups/chengtu 7
# /var/backups/chengtu/base-… 是备份，wal 是归档；保留最近 7 份。连接按 PGHOST、PGUSER、PGPASSFILE 等。 The backups are
# /var/backups/chengtu/base-…, the archive is wal; the last 7 stay. PGHOST, PGUSER, PGPASSFILE etc. say which server.
set -eu
folder=${1:-} keep=${2:-7}
case $keep in '' | *[!0-9]* | 0*) folder= ;; esac
if [ -z "$folder" ] || [ ! -d "$folder/wal" ]; then
  echo "用法 / Usage: base-backup.sh 目录/FOLDER [份数/KEEP ≥ 1]（目录中有 wal / with wal in it）" >&2
  exit 2
fi
name=base-$(date -u +%Y%m%dT%H%M%SZ)
part=$folder/.$name.part
trap 'rm -rf "$part"' EXIT
pg_basebackup --pgdata "$part" --wal-method=stream --checkpoint=fast --manifest-checksums=SHA256
pg_verifybackup --quiet "$part"
mv "$part" "$folder/$name"
sync "$folder"

find "$folder" -maxdepth 1 -name 'base-*' | sort -r | tail -n "+$((keep + 1))" | while read -r old; do rm -rf "$old"; done
oldest=$(find "$folder" -maxdepth 1 -name 'base-*' | sort | head -n 1)
first=$(sed -n 's/^START WAL LOCATION: .*(file \([0-9A-F]*\))$/\1/p' "$oldest/backup_label")
pg_archivecleanup "$folder/wal" "$first"
