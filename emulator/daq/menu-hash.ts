import { createHash } from 'node:crypto';
import type { Menu } from '../../triggers/gdl/menu.js';

/** SHA-256 of a menu's lines: what decides, without name, version and sources. */
export function menuHash({ lines }: Menu): string {
  const deciding = lines.map(({ number, name, formula, prescale }) => [
    number,
    name,
    formula,
    prescale,
  ]);
  return createHash('sha256').update(JSON.stringify(deciding)).digest('hex');
}
