import type { FileParticle, Place } from './file-events.js';

/** A format as the rows of readers write it: with the digits that its usual writers give. */
interface FileText {
  readonly head: string;
  readonly event: (particles: readonly FileParticle[], number: number) => string;
  readonly tail: string;
}

/** As C and Fortran print: at least two digits of the exponent. */
const printed = (value: number, behindPoint: number): string =>
  value.toExponential(behindPoint).replace(/[-+]\d$/, (end) => `${end[0]}0${end[1]}`);

/** With 17 digits, as the HepMC libraries write. */
const exact = (values: readonly number[]): string =>
  values.map((value) => printed(value, 16)).join(' ');

const nowhere: Place = [0, 0, 0, 0];

/** A particle that decays has a vertex; that of the beams is the first. */
interface Vertex {
  readonly incoming: readonly number[];
  readonly outgoing: readonly [first: number, last: number];
}

function verticesOf(particles: readonly FileParticle[]): readonly Vertex[] {
  return particles.flatMap(({ daughters }, row) =>
    daughters === undefined || row === 1
      ? []
      : [{ incoming: row === 0 ? [0, 1] : [row], outgoing: daughters }],
  );
}

/** A vertex without a place of its own, and with one particle coming in, has no line. */
function hepmc3Event(particles: readonly FileParticle[], number: number): string {
  const vertices = verticesOf(particles);
  const lines = [`E ${number} ${vertices.length} ${particles.length}`, 'U GEV MM', 'W 1.0'];
  const parents = new Map<number, number>();
  const vertexLines = new Map<number, string>();
  for (const [index, { incoming, outgoing }] of vertices.entries()) {
    const { place } = particles[outgoing[0]]!;
    const isImplied = incoming.length === 1 && place === undefined;
    for (let row = outgoing[0]; row <= outgoing[1]; row++)
      parents.set(row, isImplied ? incoming[0]! + 1 : -index - 1);
    const at = place === undefined ? '' : ` @ ${exact(place)}`;
    if (!isImplied)
      vertexLines.set(
        outgoing[0],
        `V ${-index - 1} 0 [${incoming.map((id) => id + 1).join()}]${at}`,
      );
  }
  for (const [row, { pdg, status, momentum }] of particles.entries()) {
    const vertex = vertexLines.get(row);
    if (vertex !== undefined) lines.push(vertex);
    lines.push(`P ${row + 1} ${parents.get(row) ?? 0} ${pdg} ${exact(momentum)} ${status}`);
  }
  return `${lines.join('\n')}\n`;
}

function hepmc2Event(particles: readonly FileParticle[], number: number): string {
  const vertices = verticesOf(particles);
  const lines = [
    `E ${number} -1 -1.0 -1.0 -1.0 0 -1 ${vertices.length} 10001 10002 0 1 ${exact([1])}`,
    'N 1 "0"',
    'U GEV MM',
  ];
  const ends = new Map<number, number>();
  for (const [index, { incoming }] of vertices.entries())
    for (const row of incoming) ends.set(row, -index - 1);
  const lineOf = (row: number): string => {
    const { pdg, status, momentum } = particles[row]!;
    return `P ${10_001 + row} ${pdg} ${exact(momentum)} ${status} 0 0 ${ends.get(row) ?? 0} 0`;
  };
  for (const [index, { incoming, outgoing }] of vertices.entries()) {
    const count = outgoing[1] - outgoing[0] + 1;
    const orphans = index === 0 ? incoming : [];
    const place = particles[outgoing[0]]!.place ?? nowhere;
    lines.push(`V ${-index - 1} 0 ${exact(place)} ${orphans.length} ${count} 0`);
    lines.push(...orphans.map(lineOf));
    for (let row = outgoing[0]; row <= outgoing[1]; row++) lines.push(lineOf(row));
  }
  return `${lines.join('\n')}\n`;
}

/** From 1, as LHE and HEPEVT count; both mothers are the beams for what these make. */
const mothersOf = ({ mother }: FileParticle): readonly [number, number] =>
  mother === 0 ? [1, 2] : [mother + 1, mother + 1];

function lheEvent(particles: readonly FileParticle[]): string {
  const status = { 1: 1, 2: 2, 4: -1 } as const;
  const rows = particles.map((particle) => {
    const columns = [particle.pdg, status[particle.status], ...mothersOf(particle), 0, 0];
    const numbers = particle.momentum
      .map((value) => `${value < 0 ? '' : '+'}${printed(value, 10)}`)
      .join(' ');
    return `${columns.map((value) => String(value).padStart(5)).join(' ')} ${numbers} 0. 9.`;
  });
  const head = `${particles.length}      1 +1.0000000e+00 1.05800000e+01 7.54677100e-03 1.8e-01`;
  return `<event>\n${[head, ...rows].join('\n')}\n</event>\n`;
}

/** The long form on two lines, as the HepMC3 library writes and reads it. */
function hepevtEvent(particles: readonly FileParticle[], number: number): string {
  const wide = (values: readonly number[]): string =>
    values.map((value) => printed(value, 8).padStart(19)).join('');
  const status = { 1: 1, 2: 2, 4: 3 } as const;
  const rows = particles.map((particle) => {
    const { daughters, momentum, place } = particle;
    const relatives = [...mothersOf(particle), ...(daughters ?? [-1, -1]).map((row) => row + 1)];
    const columns = [status[particle.status], particle.pdg, ...relatives];
    return (
      `${columns.map((value) => String(value).padStart(8)).join(' ')}${wide(momentum)}\n` +
      `${' '.repeat(48)}${wide(place ?? nowhere)}`
    );
  });
  return `E ${String(number).padStart(8)} ${particles.length}\n${rows.join('\n')}\n`;
}

/** The four formats by name. */
export const fileTexts = {
  HepMC3: {
    head: 'HepMC::Version 3.02.05\nHepMC::Asciiv3-START_EVENT_LISTING\n',
    event: hepmc3Event,
    tail: 'HepMC::Asciiv3-END_EVENT_LISTING\n\n',
  },
  HepMC2: {
    head: '\nHepMC::Version 2.06.09\nHepMC::IO_GenEvent-START_EVENT_LISTING\n',
    event: hepmc2Event,
    tail: 'HepMC::IO_GenEvent-END_EVENT_LISTING\n\n',
  },
  LHE: {
    head:
      '<LesHouchesEvents version="3.0">\n<init>\n11 -11 5.29 5.29 0 0 0 0 3 1\n' +
      '1.0 0.1 1.0 1\n</init>\n',
    event: lheEvent,
    tail: '</LesHouchesEvents>\n',
  },
  HEPEVT: { head: '', event: hepevtEvent, tail: '' },
} as const satisfies Record<string, FileText>;
