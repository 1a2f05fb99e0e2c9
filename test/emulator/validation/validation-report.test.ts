import { describe, expect, it } from 'vitest';
import { validationHtml, validationText } from '../../../emulator/validation/validation-report.js';
import { analytic, judgedRow } from '../../../emulator/validation/validation-row.js';

const rows = [
  judgedRow(
    analytic({ id: 'boost', what: 'βγ', expected: 0.287, tolerance: 0.001, source: 'formula' }),
    { value: 0.2868 },
  ),
  judgedRow(
    analytic({
      id: 'old',
      what: 'share <of> "all" & more',
      expected: 0.8,
      tolerance: 0,
      bound: 'at least',
      source: 'a talk',
      reason: 'boards were missing',
      kind: 'published',
    }),
    { value: 0.5, low: 0.4, high: 0.6 },
    { conditions: 'nominal, menu physics', value: 0.55, low: 0.5, high: 0.65 },
  ),
  judgedRow(
    analytic({ id: 'set', what: 'set', expected: 1, tolerance: 0, source: 'us', kind: 'tuned' }),
    { value: 2 },
  ),
];

describe('the report of the validation', () => {
  it('shows misses as misses, with interval and reason; what was tuned apart', () => {
    const text = validationText(rows);
    expect(text).toMatch(/met +boost +0\.2868 +0\.287 ± 0\.001 +βγ/);
    expect(text).toMatch(/MISSED +old +0\.5 \[0\.4, 0\.6\] +≥ 0\.8/);
    expect(text).toContain('old: boards were missing (a talk)');
    expect(text).toContain('today:\nold: 0.55 [0.5, 0.65] by nominal, menu physics\n');
    expect(text).toMatch(/off +set +2 +1 +set/);
    expect(text).toContain(
      '1 of 1 analytic rows met; 0 of 1 published rows met; 0 of 1 tuned rows met',
    );
  });

  it('is a page of its own, whatever stands in the rows', () => {
    const made = { version: '1', seed: 1, menu: 'physics', conditions: 'nominal' };
    const page = validationHtml({ ...made, isWhole: true }, rows);
    expect(page).not.toContain('Stopped');
    expect(validationHtml({ ...made, only: '<b', isWhole: false }, rows)).toMatch(
      /Only rows "&#60;b" were asked for\. <b>Stopped before the end/,
    );
    expect(page).toContain('share &#60;of&#62; &#34;all&#34; &#38; more');
    expect(page).toContain('<td class="missed">missed</td>');
    expect(page).toContain('boards were missing');
    expect(page).toContain('<small>0.55 [0.5, 0.65] by nominal, menu physics</small>');
    expect(page).not.toMatch(/src=|href=|<script/);
  });
});
