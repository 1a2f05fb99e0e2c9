import { Hz, s } from '../../detector/base/units.js';
import { Accelerator } from '../machine/accelerator.js';
import { vetoByFormula } from '../machine/injection-veto.js';
import { ringNames } from '../machine/machine-schema.js';
import { loadMachine } from '../settings/machine.js';
import { analytic, judgedRow, type ValidationRow } from './validation-row.js';

/** The veto is counted tick by tick over so much time [ns]. */
const counted = 20 * s;

/** Shots a second that hold the current: (I/τ)/(q f ε n). */
const shots = { her: [4.1, 0.1], ler: [11.1, 0.1] } as const;

/** Injections at 2022-peak: how many, and what their veto takes. */
export function* machineRows(): Generator<ValidationRow> {
  const { config } = loadMachine('2022-peak');
  const accelerator = new Accelerator([{ from: 0, config }]);
  for (const ring of ringNames) {
    const { shotRate } = accelerator.at(0)[ring];
    const name = ring.toUpperCase();
    yield judgedRow(
      analytic({
        id: `shots-${ring}`,
        what: `Shots a second into the ${name} that hold its current`,
        conditions: 'machine 2022-peak',
        unit: 'Hz',
        expected: shots[ring][0],
        tolerance: shots[ring][1],
        source: '(I/τ)/(q f ε n) with recalled charge, efficiency and lifetime',
      }),
      { value: shotRate / Hz },
    );
    const formula = vetoByFormula(config, shotRate);
    yield judgedRow(
      analytic({
        id: `veto-${ring}`,
        what: `Share of time that the injection veto of the ${name} takes, counted tick by tick`,
        conditions: 'machine 2022-peak, 20 s',
        expected: formula,
        tolerance: 0.01 * formula,
        source: 'f·(t_full + (t_gate − t_full)·w/T)',
      }),
      { value: accelerator.vetoedShare([ring], 0, counted) },
    );
  }
}
