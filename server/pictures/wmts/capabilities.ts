/** Capabilities of WMTS 1.0.0 (OGC 07-057r7), and the exception reports of OWS Common 1.1 (06-121r3). */
import type { Bbox } from '../../../tiles/api/wire.ts';
import type { Lang } from '../../../tiles/i18n.ts';
import { STYLE_THEMES } from '../../../tiles/style/palette.ts';
import { MATRIX_SET_IDS, type MatrixSetId } from '../../../tiles/tile/matrix-set.ts';
import { tileMatrixSetOf } from '../../../tiles/tile/tile-matrix-set.ts';
import { escapeHtml } from '../../../tiles/text.ts';
import { PICTURES } from '../messages.ts';

export interface WmtsLayer {
  readonly id: string;
  readonly title: string;
  /** Whose data it is. */
  readonly source: string;
  readonly bbox: Bbox;
  /** Address of its tiles before `/{TileMatrixSet}`, and their parameters beside the style. */
  readonly path: string;
  readonly query: string;
}

export interface Capabilities {
  readonly lang: Lang;
  /** Start of all absolute addresses. */
  readonly base: string;
  readonly title: string;
  /** The map review number, where one is set. */
  readonly review: string | null;
  readonly layers: readonly WmtsLayer[];
}

export const WMTS_VERSION = '1.0.0';
export const PNG_TYPE = 'image/png';

export function capabilitiesXml({ lang, base, title, review, layers }: Capabilities): string {
  const operation = (name: string): string =>
    `<ows:Operation name="${name}"><ows:DCP><ows:HTTP><ows:Get xlink:href="${xml(base)}/wmts?">` +
    '<ows:Constraint name="GetEncoding"><ows:AllowedValues><ows:Value>KVP</ows:Value></ows:AllowedValues>' +
    '</ows:Constraint></ows:Get></ows:HTTP></ows:DCP></ows:Operation>';
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Capabilities xmlns="http://www.opengis.net/wmts/1.0" xmlns:ows="http://www.opengis.net/ows/1.1"' +
      ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
      ' xsi:schemaLocation="http://www.opengis.net/wmts/1.0 http://schemas.opengis.net/wmts/1.0/wmtsGetCapabilities_response.xsd"' +
      ` version="${WMTS_VERSION}">`,
    `<ows:ServiceIdentification><ows:Title>${xml(title)}</ows:Title>`,
    `<ows:ServiceType>OGC WMTS</ows:ServiceType><ows:ServiceTypeVersion>${WMTS_VERSION}</ows:ServiceTypeVersion>`,
    ...(review === null ? [] : [`<ows:AccessConstraints>${xml(review)}</ows:AccessConstraints>`]),
    '</ows:ServiceIdentification>',
    `<ows:OperationsMetadata>${operation('GetCapabilities')}${operation('GetTile')}</ows:OperationsMetadata>`,
    '<Contents>',
    ...layers.map((layer) => layerXml(layer, lang, base)),
    ...MATRIX_SET_IDS.map((id) => matrixSetXml(id, lang)),
    '</Contents>',
    `<ServiceMetadataURL xlink:href="${xml(base)}/wmts/${WMTS_VERSION}/WMTSCapabilities.xml"/>`,
    '</Capabilities>',
    '',
  ].join('\n');
}

function layerXml({ id, title, source, bbox, path, query }: WmtsLayer, lang: Lang, base: string): string {
  const [west, south, east, north] = bbox;
  const styles = STYLE_THEMES.map(
    (theme, index) =>
      `<Style isDefault="${String(index === 0)}"><ows:Title>${xml(PICTURES[`style-${theme}`][lang])}</ows:Title>` +
      `<ows:Identifier>${theme}</ows:Identifier></Style>`,
  );
  const template = `${base}${path}/{TileMatrixSet}/{TileMatrix}/{TileCol}/{TileRow}.png?theme={Style}${query}`;
  return [
    `<Layer><ows:Title>${xml(title)}</ows:Title>`,
    ...(source === '' ? [] : [`<ows:Abstract>${xml(source)}</ows:Abstract>`]),
    `<ows:WGS84BoundingBox><ows:LowerCorner>${String(west)} ${String(south)}</ows:LowerCorner>` +
      `<ows:UpperCorner>${String(east)} ${String(north)}</ows:UpperCorner></ows:WGS84BoundingBox>`,
    `<ows:Identifier>${xml(id)}</ows:Identifier>`,
    ...styles,
    `<Format>${PNG_TYPE}</Format>`,
    ...MATRIX_SET_IDS.map((set) => `<TileMatrixSetLink><TileMatrixSet>${set}</TileMatrixSet></TileMatrixSetLink>`),
    `<ResourceURL format="${PNG_TYPE}" resourceType="tile" template="${xml(template)}"/></Layer>`,
  ].join('\n');
}

function matrixSetXml(id: MatrixSetId, lang: Lang): string {
  const { title, crs, wellKnownScaleSet, tileMatrices } = tileMatrixSetOf(id, lang);
  return [
    `<TileMatrixSet><ows:Title>${xml(title)}</ows:Title><ows:Identifier>${id}</ows:Identifier>`,
    `<ows:SupportedCRS>${urnOf(crs)}</ows:SupportedCRS>`,
    `<WellKnownScaleSet>${urnOf(wellKnownScaleSet)}</WellKnownScaleSet>`,
    ...tileMatrices.map(
      (matrix) =>
        `<TileMatrix><ows:Identifier>${matrix.id}</ows:Identifier>` +
        `<ScaleDenominator>${String(matrix.scaleDenominator)}</ScaleDenominator>` +
        `<TopLeftCorner>${matrix.pointOfOrigin.join(' ')}</TopLeftCorner>` +
        `<TileWidth>${String(matrix.tileWidth)}</TileWidth><TileHeight>${String(matrix.tileHeight)}</TileHeight>` +
        `<MatrixWidth>${String(matrix.matrixWidth)}</MatrixWidth>` +
        `<MatrixHeight>${String(matrix.matrixHeight)}</MatrixHeight></TileMatrix>`,
    ),
    '</TileMatrixSet>',
  ].join('\n');
}

/** `http://www.opengis.net/def/crs/EPSG/0/3857` as clients of WMTS 1.0 know it: `urn:ogc:def:crs:EPSG::3857`. */
function urnOf(uri: string): string {
  const [kind = '', authority = '', version = '', code = ''] = uri.split('/def/')[1]?.split('/') ?? [];
  return `urn:ogc:def:${kind}:${authority}:${version === '0' ? '' : version}:${code}`;
}

export interface OwsException {
  readonly code: string;
  readonly locator?: string | undefined;
  readonly text: string;
}

export function exceptionXml({ code, locator, text }: OwsException, lang: Lang): string {
  const at = locator === undefined ? '' : ` locator="${xml(locator)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<ExceptionReport xmlns="http://www.opengis.net/ows/1.1" version="1.1.0" xml:lang="${lang}">`,
    `<Exception exceptionCode="${code}"${at}><ExceptionText>${xml(text)}</ExceptionText></Exception>`,
    '</ExceptionReport>',
    '',
  ].join('\n');
}

/** Characters that no XML document may have, not even escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function xml(text: string): string {
  return escapeHtml(text.replace(NOT_XML, ''));
}
