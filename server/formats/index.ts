/** What other modules may use of this one: writers of features in every format, and the route that sends a layer. */
export { crsOf, readFileCrs, type FileCrs } from './crs.ts';
export { Columns, Unwritable, type FileDescription, type Pages } from './description.ts';
export { toDownloadError } from './download.ts';
export { attachment } from './file-name.ts';
export { FILE_FORMATS, type FileFormat, type FileFormatId, type WriteOptions } from './formats.ts';
export { downloadRoutes } from './routes.ts';
