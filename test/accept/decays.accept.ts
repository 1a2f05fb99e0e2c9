import { describe } from 'vitest';
import { bPairsAreAccepted, tauPairsAgree } from '../support/undecayed-pairs.js';

describe('files handed in undecayed', () => {
  tauPairsAgree(20_000);
  bPairsAreAccepted(2000);
});
