declare module 'geojson-validation' {
  interface Validation {
    /** With `trace`, the list of what is wrong; empty where nothing is. */
    isGeometryObject(geometry: unknown, trace: true): string[];
  }
  const validation: Validation;
  export default validation;
}
