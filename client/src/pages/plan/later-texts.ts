/** Texts of what the first figures do without, in Chinese: those of other languages come with the language. */
import { addMessages } from '../../i18n/i18n.ts';
import { zhBrief } from '../../i18n/zh-brief.ts';
import { zhFound } from '../../i18n/zh-found.ts';

addMessages({ zh: { ...zhBrief, ...zhFound } });
