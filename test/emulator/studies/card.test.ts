import { expect, it } from 'vitest';
import { loadCard } from '../../../emulator/studies/card.js';

it('takes a survey for what it is, not for a card whose name is wrong', () => {
  expect(() => loadCard('material')).toThrowError(
    expect.objectContaining({
      code: 'CARD_UNKNOWN',
      message: expect.stringMatching(/^"material" is a survey.*b2l1 study material/),
    }),
  );
  expect(() => loadCard('materia')).toThrowError(/card "materia" does not exist/);
});
