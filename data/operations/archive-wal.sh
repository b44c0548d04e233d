#!/bin/sh
# 归档一个 WAL 文件。 Archives a file of the write-ahead log. postgresql.conf:
#   archive_mode = on
#   archive_command = 'sh /opt/chengtu/data/operations/archive-wal.sh "%p" "%f" /var/backups/chengtu/wal'
#   archive_timeout = 60
# 状态为 0 时，文件已在磁盘上；已有而内容不同的文件不会被替换。 With status 0 the file is on the disk; one that is there
# with another content is not replaced. PostgreSQL asks again after a failure, also for a file that is there already.
set -eu
from=$1 name=$2 archive=$3
if [ -f "$archive/$name" ]; then
  cmp -s "$from" "$archive/$name" && exit
  echo "$archive/$name: 已有，内容不同 / is there with another content" >&2
  exit 1
fi
cp "$from" "$archive/.$name.part"
sync "$archive/.$name.part"
mv "$archive/.$name.part" "$archive/$name"
sync "$archive"
