import type { Bbox } from '../../tiles/api/wire.ts';

/** The city that the service is for. Its name is in the message catalogue. */
export const CITY: {
  readonly code: string;
  readonly center: readonly [lon: number, lat: number];
  readonly zoom: number;
  readonly bounds: Bbox;
} = {
  code: '370200',
  center: [120.33, 36.2],
  zoom: 9,
  bounds: [119.5, 35.55, 121.05, 37.2],
};
