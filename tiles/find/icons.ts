/** Icons of kinds: 24 by 24, drawn as lines. */
import type { FacilityKind } from '../layer/layer.ts';
import { Html } from './html.ts';

const DRAWINGS: Readonly<Record<FacilityKind, string>> = {
  toilet:
    '<circle cx="7.5" cy="4.8" r="1.6"/><path d="M5 9h5v5H9.2v6H5.8v-6H5z"/><circle cx="16.5" cy="4.8" r="1.6"/><path d="M16.5 8.5 14 15h1.3v5h2.4v-5H19z"/>',
  parking: '<rect x="4" y="4" width="16" height="16" rx="3"/><path d="M10 17V8h3a2.75 2.75 0 0 1 0 5.5h-3"/>',
  school: '<path d="m3 9.5 9-4.5 9 4.5-9 4.5z"/><path d="M7 11.8V16c1.5 1.6 8.5 1.6 10 0v-4.2M21 9.5V15"/>',
  clinic: '<rect x="4" y="4" width="16" height="16" rx="3"/><path d="M12 8v8M8 12h8"/>',
  'service-point': '<path d="M3 20h18M5.5 20V10L12 5.5 18.5 10v10M10 20v-5.5h4V20"/>',
  transport:
    '<rect x="5" y="3.5" width="14" height="13.5" rx="3"/><path d="M5 10.5h14M8 20.5 9.8 17M16 20.5 14.2 17M8.5 14h.01M15.5 14h.01"/>',
};

/** Words beside it say what it is. */
export function kindIcon(kind: FacilityKind): Html {
  return new Html(
    `<svg class="kind-icon" viewBox="0 0 24 24" width="32" height="32" aria-hidden="true">${DRAWINGS[kind]}</svg>`,
  );
}
