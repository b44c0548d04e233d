/** Small feeds of GTFS for tests. */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';

/** Tables of a feed by their file. */
export type FeedTables = Readonly<Record<string, string>>;

/** Two trips from a over b to c on Mondays, and a station with two platforms. */
export const SMALL_FEED = {
  'agency.txt': 'agency_id,agency_name,agency_timezone\n1,城市公交,Asia/Shanghai\n',
  'stops.txt':
    'stop_id,stop_lat,stop_lon,location_type,parent_station\na,36,120,,\nb,36,120.01,,\nc,36,120.03,,S\nd,,,,S\nS,36,120.04,1,\nunused,36,121,,\n',
  'routes.txt': 'route_id,route_type\nr,3\n',
  'trips.txt': 'route_id,service_id,trip_id\nr,mon,t1\nr,mon,t2\n',
  'stop_times.txt':
    'trip_id,arrival_time,departure_time,stop_id,stop_sequence\nt1,08:00:00,08:00:30,a,1\nt1,,,b,5\nt1,08:03:30,08:03:30,c,7\nt2,25:10:00,25:10:00,c,2\nt2,25:00:00,25:00:00,a,1\n',
  'calendar.txt':
    'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nmon,1,0,0,0,0,0,0,20190501,20190520\n',
  'calendar_dates.txt': 'service_id,date,exception_type\nmon,20190513,2\nmon,20190514,1\n',
} as const satisfies FeedTables;

/** Writes a feed into a file; a table that is null is left out. */
export async function writeFeed(path: string, tables: Readonly<Record<string, string | null>>): Promise<void> {
  const archive = new yazl.ZipFile();
  for (const [file, text] of Object.entries(tables)) if (text !== null) archive.addBuffer(Buffer.from(text), file);
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(path));
}
