/** GeoJSON (RFC 7946) and sequences of it (RFC 8142). */
import type { FeatureRow } from '../layers/source.ts';
import { Columns, type FileDescription, type Pages } from './description.ts';
import { factsOf } from './facts.ts';
import { textPieces } from './text-pieces.ts';

/** A collection of all features. Where they come from stands before them. */
export function writeGeoJson(description: FileDescription, pages: Pages): AsyncGenerator<Buffer, void> {
  const text = featureTexts(description);
  const { title, source, licence, made, selection } = factsOf(description);
  const facts = {
    name: description.layer.id,
    title,
    source,
    licence,
    made,
    ...(selection === null ? {} : { selection }),
  };
  const head = `{"type":"FeatureCollection",${JSON.stringify(facts).slice(1, -1)},"features":[`;
  return textPieces(pages, { head, text: (row, nth) => `${nth === 0 ? '\n' : ',\n'}${text(row)}`, end: '\n]}\n' });
}

/** A feature a record, so that readers need not wait for the end. */
export function writeGeoJsonSequence(description: FileDescription, pages: Pages): AsyncGenerator<Buffer, void> {
  const text = featureTexts(description);
  return textPieces(pages, { head: '', text: (row) => `\u001e${text(row)}\n`, end: '' });
}

/**
 * The text of a feature. Its attributes go through as the database wrote them, with all digits of their numbers, and
 * beside them the provenance, the owner and the time of the last change.
 */
function featureTexts(description: FileDescription): (row: FeatureRow) => string {
  const { provenance, owner, updated_at: updated } = new Columns(description).own;
  const names = [provenance, owner, updated].map((name) => JSON.stringify(name));
  return (row) => {
    if (typeof row.geometry !== 'string') throw new RangeError('The geometry was asked for as bytes.');
    const own =
      `${names[0] ?? ''}:"${row.provenance}",${names[1] ?? ''}:${JSON.stringify(row.owner)},` +
      `${names[2] ?? ''}:"${row.updatedAt.toISOString()}"}`;
    const attributes = row.attributes.trimEnd().slice(0, -1).trimEnd();
    return (
      `{"type":"Feature","id":${JSON.stringify(row.id)},"geometry":${row.geometry},` +
      `"properties":${attributes === '{' ? '{' : `${attributes},`}${own}}`
    );
  };
}
