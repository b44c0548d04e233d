/** Adds the texts of what comes when somebody opens it: the page's first view does without them. */
import { addMessages } from '../../../i18n/i18n.ts';
import { zhFound } from '../../../i18n/zh-found.ts';

addMessages({ zh: zhFound });
