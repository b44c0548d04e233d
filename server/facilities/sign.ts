/** A sign to print and hang up at a facility: its name, and a QR code that leads to its page. */
import encodeQr from 'qr';
import { escapeHtml } from '../../tiles/text.ts';
import { say } from '../platform/messages/index.ts';
import { FACILITIES, KINDS } from './messages.ts';
import { link, pageHtml, type PagePlace } from './page.ts';
import type { FacilityLayer, FacilityView } from './view.ts';

export const PAPERS = ['a5', 'a4'] as const;
export type Paper = (typeof PAPERS)[number];

export interface SignParts extends PagePlace {
  readonly layer: FacilityLayer;
  readonly view: FacilityView;
  /** Absolute address of the facility's page. */
  readonly url: string;
  readonly paper: Paper;
}

export function signPage(parts: SignParts): string {
  const { layer, view, url, paper, lang, self } = parts;
  // A quarter of the code may be scratched or dirty: signs hang outside.
  const svg = encodeQr(url, 'svg', { ecc: 'quartile', border: 4 });
  const label = escapeHtml(say(FACILITIES['qr-label'], lang, { url }));
  const papers = PAPERS.map((each) =>
    each === paper
      ? `<b>${each.toUpperCase()}</b>`
      : link(`${self}/sign?lang=${lang}&paper=${each}`, each.toUpperCase()),
  );
  const facility = `${self}?lang=${lang}`;
  return pageHtml(
    { ...parts, self: `${self}/sign` },
    {
      title: view.name,
      head: '<meta name="robots" content="noindex">',
      body: `<p class="screen-only">${escapeHtml(FACILITIES['print-hint'][lang])} ${papers.join(' · ')} · ${link(facility, FACILITIES.back[lang])}</p>
<article class="sign ${paper}">
<p class="kind">${escapeHtml(KINDS[layer.facility.kind].zh)} <span lang="en">${escapeHtml(KINDS[layer.facility.kind].en)}</span></p>
<h1>${escapeHtml(view.name)}</h1>
${view.address === null ? '' : `<p>${escapeHtml(view.address)}</p>`}
<div class="qr" role="img" aria-label="${label}">${svg}</div>
<p class="scan">${escapeHtml(FACILITIES.scan.zh)}<br><span lang="en">${escapeHtml(FACILITIES.scan.en)}</span></p>
<p class="url">${escapeHtml(url)}</p>
</article>`,
    },
  );
}
