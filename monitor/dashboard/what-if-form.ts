import type { WhatIfQuestion } from '../what-if.js';

/** Fields of the question, as they stand on the page. */
export interface WhatIfFields {
  readonly menu: string;
  readonly menuText: string;
  /** A change a line: `lml6 = 2`. */
  readonly prescales: string;
  /** A parameter a line: `bits.ecl.sums.elow = 0.6 GeV`. */
  readonly thresholds: string;
}

/** Field that something is wrong with; the whole question where it is none of them. */
type WhatIfField = keyof WhatIfFields | 'question';

/** What is wrong with a field, in words. */
export interface FieldProblem {
  readonly field: WhatIfField;
  readonly text: string;
}

/** The question of the fields, or the first thing that is wrong with them. */
export function questionOf(
  fields: WhatIfFields,
): { readonly question: WhatIfQuestion } | { readonly problem: FieldProblem } {
  const menu = fields.menu.trim();
  const menuText = fields.menuText.trim();
  if (menu !== '' && menuText !== '')
    return wrong('menu', 'Give the name of a menu or its text, not both.');
  const prescales = assignmentsIn(fields.prescales);
  if (prescales.bad !== undefined)
    return wrong('prescales', `“${prescales.bad}”: expected a line such as lml6 = 2.`);
  const odd = prescales.entries.find(([, value]) => !(value !== '' && Number(value) >= 0));
  if (odd !== undefined)
    return wrong('prescales', `${odd[0]} = ${odd[1]}: expected a number, 0 to mask the line.`);
  const thresholds = assignmentsIn(fields.thresholds);
  if (thresholds.bad !== undefined)
    return wrong(
      'thresholds',
      `“${thresholds.bad}”: expected a line such as bits.ecl.sums.elow = 0.6 GeV.`,
    );
  const question: WhatIfQuestion = {
    ...(menu !== '' && { menu }),
    ...(menuText !== '' && { menuText: fields.menuText }),
    ...(prescales.entries.length > 0 && {
      prescales: Object.fromEntries(
        prescales.entries.map(([line, value]) => [line, Number(value)]),
      ),
    }),
    ...(thresholds.entries.length > 0 && { thresholds: Object.fromEntries(thresholds.entries) }),
  };
  if (Object.keys(question).length === 0)
    return wrong('question', 'Nothing is changed yet: fill in one of the fields.');
  return { question };
}

const wrong = (field: WhatIfField, text: string) => ({ problem: { field, text } }) as const;

/** Lines of `name = value`; the first that is none. */
function assignmentsIn(text: string): {
  readonly entries: readonly (readonly [string, string])[];
  readonly bad?: string;
} {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const bad = lines.find((line) => !/^[^=\s]+\s*[=:]\s*\S/.test(line));
  if (bad !== undefined) return { entries: [], bad };
  const entries = lines.map((line) => {
    const at = line.search(/[=:]/);
    return [line.slice(0, at).trim(), line.slice(at + 1).trim()] as const;
  });
  return { entries };
}

/** Beside which field a refusal of the server belongs. */
export function fieldOfRefusal(code: string, { menu, prescales }: WhatIfQuestion): WhatIfField {
  if (code === 'MENU_UNKNOWN_LINE' && prescales !== undefined) return 'prescales';
  if (code.startsWith('MENU_')) return menu === undefined ? 'menuText' : 'menu';
  const ofThresholds = /^(CONFIG|NETWORKS|ONNX)_|^WHATIF_NEEDS_PARTICLES$/;
  return ofThresholds.test(code) ? 'thresholds' : 'question';
}
