import { en } from '../../i18n/en.ts';
import { enPrint } from '../../i18n/en-print.ts';

/** All English texts of the page, with those of parts that come later. */
export const english = { ...en, ...enPrint };
