/** Every rule of the documented cases, by id. A case names its rule in `rule.id`. */
import type { Rule } from '../rule.ts';

export const RULES: Readonly<Record<string, Rule>> = {};
