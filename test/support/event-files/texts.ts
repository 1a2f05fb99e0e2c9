/** Writes a few events in every format that is read, with the same numbers. */

/** px py pz [GeV], energy, mass. */
type Momentum = readonly [number, number, number, number, number];
/** x y z ct [mm]. */
type Place = readonly [number, number, number, number];

export interface TextParticle {
  readonly pdg: number;
  readonly kind: 'beam' | 'final' | 'decayed';
  /** Positions in the event, from 1. */
  readonly mothers: readonly number[];
  readonly momentum: Momentum;
  readonly place?: Place;
  /** Proper flight length [mm]. */
  readonly lifetime?: number;
}

export interface TextEvent {
  readonly number: number;
  readonly weight: number;
  readonly particles: readonly TextParticle[];
}

const columns = (values: readonly number[]) =>
  values.map((value) => value.toExponential(12)).join(' ');
const nowhere: Place = [0, 0, 0, 0];

export function lheText(
  events: readonly TextEvent[],
  { init = '11 -11 5.29 5.29 0 0 0 0 3 1' } = {},
): string {
  const status = { beam: -1, final: 1, decayed: 2 };
  const blocks = events.map(({ weight, particles }) => {
    const rows = particles.map(
      ({ pdg, kind, mothers: [first = 0, second = first], momentum, lifetime = 0 }) =>
        [
          pdg,
          status[kind],
          first,
          second,
          0,
          0,
          columns(momentum),
          columns([lifetime]),
          '9.0',
        ].join(' '),
    );
    return [
      '<event>',
      `${particles.length} 1 ${columns([weight])} 10.58 0.0076 0.12`,
      ...rows,
      '</event>',
    ].join('\n');
  });
  return (
    `<LesHouchesEvents version="3.0">\n<init>\n${init}\n1.0 0.1 1.0 1\n</init>\n` +
    `${blocks.join('\n')}\n</LesHouchesEvents>\n`
  );
}

export interface HepmcStyle {
  readonly momentum?: 'GEV' | 'MEV';
  readonly length?: 'MM' | 'CM';
}

function scales({ momentum = 'GEV', length = 'MM' }: HepmcStyle) {
  const momentumScale = momentum === 'GEV' ? 1 : 1000;
  const lengthScale = length === 'MM' ? 1 : 0.1;
  return {
    units: `U ${momentum} ${length}`,
    vector: (values: Momentum) => columns(values.map((value) => value * momentumScale)),
    place: (values: Place) => columns(values.map((value) => value * lengthScale)),
  };
}

const hepmcStatus = { beam: 4, final: 1, decayed: 2 };

/** Vertices as lists of their outgoing particles (positions from 1), by what goes in. */
function verticesOf(
  particles: readonly TextParticle[],
): { readonly mothers: readonly number[]; readonly place: Place; readonly out: number[] }[] {
  const vertices = new Map<string, { mothers: readonly number[]; place: Place; out: number[] }>();
  for (const [row, { mothers, place = nowhere }] of particles.entries()) {
    if (mothers.length === 0) continue;
    const vertex = vertices.get(mothers.join()) ?? { mothers, place, out: [] };
    vertex.out.push(row + 1);
    vertices.set(mothers.join(), vertex);
  }
  return [...vertices.values()];
}

export function hepmc3Text(events: readonly TextEvent[], style: HepmcStyle = {}): string {
  const { units, vector, place } = scales(style);
  const blocks = events.map(({ number, weight, particles }) => {
    const vertices = verticesOf(particles);
    const lines = [
      `E ${number} ${vertices.length} ${particles.length}`,
      units,
      `W ${columns([weight, 7])}`,
      'A 0 signal_process_id 1',
    ];
    for (const [row, { pdg, kind, momentum }] of particles.entries()) {
      const index = vertices.findIndex(({ out }) => out.includes(row + 1));
      const vertex = vertices[index];
      // As the library writes it: a vertex of one mother without a place is implied by the
      // particle.
      const isImplied = vertex?.mothers.length === 1 && vertex.place === nowhere;
      if (vertex && !isImplied && vertex.out[0] === row + 1) {
        const where = vertex.place === nowhere ? '' : ` @ ${place(vertex.place)}`;
        lines.push(`V ${-index - 1} 0 [${vertex.mothers.join()}]${where}`);
      }
      const parent = vertex === undefined ? 0 : isImplied ? vertex.mothers[0] : -index - 1;
      lines.push(`P ${row + 1} ${parent} ${pdg} ${vector(momentum)} ${hepmcStatus[kind]}`);
    }
    return lines.join('\n');
  });
  const head =
    'HepMC::Version 3.02.05\nHepMC::Asciiv3-START_EVENT_LISTING\nW 2\nN Weight\\|other\nT ' +
    'our\\|1.0\\|by hand\nA GenRunInfo x';
  return `${head}\n${blocks.join('\n')}\nHepMC::Asciiv3-END_EVENT_LISTING\n\n`;
}

export function hepmc2Text(
  events: readonly TextEvent[],
  style: HepmcStyle = {},
  namesUnits = true,
): string {
  const { units, vector, place } = scales(style);
  const blocks = events.map(({ number, weight, particles }) => {
    const vertices = verticesOf(particles);
    const line = (position: number) => {
      const { pdg, kind, momentum } = particles[position - 1]!;
      const end = -vertices.findIndex(({ mothers }) => mothers.includes(position)) - 1;
      return `P ${10_000 + position} ${pdg} ${vector(momentum)} ${hepmcStatus[kind]} 0 0 ${end} 0`;
    };
    const orphans = particles.flatMap(({ mothers }, row) =>
      mothers.length === 0 ? [row + 1] : [],
    );
    const lines = [
      `E ${number} -1 -1.0 -1.0 -1.0 0 -1 ${vertices.length} 10001 10002 2 17 4 2 ` +
        `${columns([weight, 7])}`,
      'N 2 "0" "other"',
    ];
    if (namesUnits) lines.push(units);
    lines.push('C 1.0 0.1', 'F 0 0 0 0 0 0 0 0 0');
    for (const [index, vertex] of vertices.entries()) {
      const incoming = index === 0 ? orphans : [];
      lines.push(
        `V ${-index - 1} 0 ${place(vertex.place)} ${incoming.length} ${vertex.out.length} 0`,
      );
      lines.push(...incoming.map(line), ...vertex.out.map(line));
    }
    return lines.join('\n');
  });
  return (
    `\nHepMC::Version 2.06.09\nHepMC::IO_GenEvent-START_EVENT_LISTING\n${blocks.join('\n')}\n` +
    'HepMC::IO_GenEvent-END_EVENT_LISTING\n\n'
  );
}

/**
 * The long form: 15 columns, or with `E` heads and the vertex on a line of its own as HepMC3 writes
 * it.
 */
export function hepevtText(events: readonly TextEvent[], twoLines = false): string {
  const status = { beam: 3, final: 1, decayed: 2 };
  const blocks = events.map(({ number, weight, particles }) => {
    const rows = particles.map(
      ({ pdg, kind, mothers: [first = 0, second = 0], momentum, place = nowhere }, row) => {
        const daughters = particles.flatMap(({ mothers }, other) =>
          mothers.includes(row + 1) ? [other + 1] : [],
        );
        const start = [
          status[kind],
          pdg,
          first,
          second,
          daughters[0] ?? 0,
          daughters.at(-1) ?? 0,
          columns(momentum),
        ].join(' ');
        return `${start}${twoLines ? '\n          ' : ' '}${columns(place)}`;
      },
    );
    return [
      twoLines
        ? `E ${number} ${particles.length}`
        : `${number} ${particles.length} ${columns([weight])}`,
      ...rows,
    ].join('\n');
  });
  return `${blocks.join('\n')}\n`;
}

/** The reduced form: `px py pz E m id` of final particles. */
export function reducedText(events: readonly TextEvent[]): string {
  const blocks = events.map(({ particles }) => {
    const rows = particles.flatMap(({ kind, pdg, momentum }) =>
      kind === 'final' ? [`${columns(momentum)} ${pdg}`] : [],
    );
    return [rows.length, ...rows].join('\n');
  });
  return `${blocks.join('\n')}\n`;
}
