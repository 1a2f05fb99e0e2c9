import type { Command } from '../ports.js';
import { byId, make, setText } from './dom.js';
import type { MachineFigures } from './messages.js';

type MachineCommand = Extract<Command, { readonly kind: 'machine' }>;

/** Unit of the luminosity that is asked for [1/(cm² s)]. */
const luminosityUnit = 1e34;

interface RingControl {
  readonly path: string;
  readonly element: HTMLElement;
  readonly current: HTMLInputElement;
  readonly injection: HTMLButtonElement;
  isOn: boolean;
}

/** Luminosity, currents, and injections on and off. */
interface MachineControl {
  readonly show: (machine: MachineFigures | undefined) => void;
  readonly enable: (isEnabled: boolean) => void;
}

/** Takes hold of the form; `send` orders what was asked for. */
export function makeMachineControl(send: (command: MachineCommand) => void): MachineControl {
  const form = byId<HTMLFormElement>('machine-control');
  const luminosity = byId<HTMLInputElement>('control-luminosity');
  const fields = byId<HTMLFieldSetElement>('machine-fields');
  const rings: RingControl[] = [];
  let present: MachineFigures | undefined;
  const order = (set: MachineCommand['set']): void => send({ kind: 'machine', set });

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const set = present && askedOf(present, luminosity, rings);
    if (set !== undefined && Object.keys(set).length > 0) return order(set);
    setText(byId('control-answer'), 'Nothing was asked for: fill in a luminosity or a current.');
  });
  const addRing = (name: string): RingControl => {
    const ring = makeRing(name);
    ring.injection.addEventListener('click', () =>
      order({ [`${ring.path}.injection.on`]: !ring.isOn }),
    );
    byId('control-rings').append(ring.element);
    rings.push(ring);
    return ring;
  };
  return {
    show: (machine) => {
      present = machine;
      form.hidden = machine === undefined;
      byId('machine-control-none').hidden = machine !== undefined;
      if (!machine) return;
      luminosity.placeholder = `now ${(machine.luminosity / luminosityUnit).toFixed(2)}`;
      machine.rings.forEach(({ name, current, shotRate }, index) => {
        const ring = rings[index] ?? addRing(name);
        ring.current.placeholder = `now ${current.toFixed(2)}`;
        ring.isOn = shotRate > 0;
        setText(ring.injection, `Switch injection into the ${name} ${ring.isOn ? 'off' : 'on'}`);
      });
    },
    enable: (isEnabled) => {
      fields.disabled = !isEnabled;
    },
  };
}

function makeRing(name: string): RingControl {
  const element = make('div', 'ring-control');
  const label = make('label', 'pick', `${name} current [A] `);
  const current = make('input');
  Object.assign(current, { type: 'number', min: '0', step: 'any', name: `${name}-current` });
  label.append(current);
  const injection = make('button');
  injection.type = 'button';
  element.append(label, injection);
  return { path: name.toLowerCase(), element, current, injection, isOn: true };
}

/**
 * Parameters of the machine that give what was asked for. A luminosity is had from the currents of
 * now, or those asked for with it, by the specific luminosity.
 */
function askedOf(
  machine: MachineFigures,
  luminosity: HTMLInputElement,
  rings: readonly RingControl[],
): MachineCommand['set'] {
  const asked = rings.filter(({ current }) => current.value !== '');
  const set = Object.fromEntries(
    asked.map(({ path, current }) => [`${path}.current`, `${current.value} A`]),
  );
  if (luminosity.value === '') return set;
  const currents = machine.rings.map((ring, index) => {
    const given = rings[index]?.current.value ?? '';
    return given === '' ? ring.current : Number(given);
  });
  return { ...set, specificLuminosity: specificLuminosity(Number(luminosity.value), currents) };
}

/**
 * Luminosity over the product of the currents [1/(cm² s A²)], to six digits.
 * @param luminosity [10³⁴/(cm² s)]
 */
export function specificLuminosity(luminosity: number, currents: readonly number[]): number {
  const product = currents.reduce((all, current) => all * current, 1);
  return Number(((luminosity * luminosityUnit) / product).toPrecision(6));
}
