/**
 * Rough residents of the districts, in ten thousands: they shape how things without a documented spread are shared
 * out, and claim nothing.
 */
export const RESIDENTS: Readonly<Record<string, number>> = {
  370202: 58,
  370203: 109,
  370211: 155,
  370212: 44,
  370213: 55,
  370214: 75,
  370215: 122,
  370281: 89,
  370283: 138,
  370285: 76,
};

/** Districts that are mostly town, and those that are mostly country. */
export const URBAN_DISTRICTS: readonly string[] = ['370202', '370203', '370211', '370212', '370213', '370214'];
