import { describe } from 'vitest';
import { bPairsAreAccepted, tauPairsAgree } from '../../support/undecayed-pairs.js';

// More events of the same in `npm run accept`.
describe('files handed in undecayed', () => {
  tauPairsAgree(1200);
  bPairsAreAccepted(300);
});
