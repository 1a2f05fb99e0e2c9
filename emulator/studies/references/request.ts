import { EmulatorError, nearestHint } from '../../../detector/base/errors.js';
import type { CompiledMenu } from '../../../triggers/gdl/menu.js';
import { inputCounts, inputSlotOf } from '../../../triggers/slots.js';
import type { InputProbes } from '../input-probes.js';
import { presentMenu } from '../../../triggers/menus/present.js';
import type { UnknownLines } from '../../chain/unknown-lines.js';
import type { Axis } from '../axis.js';

/**
 * An efficiency as the experiment measures it: of what a reference has taken, how much fires the
 * probe, beside the truth of the same events.
 */
export interface ReferenceRequest {
  readonly name: string;
  /** A line, whose bit before prescale counts, a probe or an input of the card. */
  readonly probe: string;
  /** Lines; an event counts when one of them took it, after prescale and mask. */
  readonly reference: readonly string[];
  /** A probe or input of the card that must hold, too: the tag of tag and probe. */
  readonly tag?: string;
  /** Which events: a key of the card's selections. */
  readonly selection: string;
  /** Against which variable; one number without it. */
  readonly axis?: Axis;
}

/**
 * References that the collaboration's monitors use: the calorimeter for tracks and KLM, tracks for
 * the calorimeter, and those of its plateau counts.
 * @see basf2 trg/gdl/modules/trggdlDQM/src/TRGEFFDQMModule.cc (`ecl`, `cdc`)
 */
export const referenceSets = {
  ecl: [
    'hie',
    'c4',
    'eclmumu',
    'ecltaub2b3',
    'hie4',
    'lml1',
    'lml2',
    'lml6',
    'lml7',
    'lml8',
    'lml9',
    'lml10',
  ],
  cdc: ['ffy', 'fyo', 'stt'],
  energy: ['c4', 'hie'],
  tracks: ['fff', 'ffo', 'ffb'],
} as const;

/** What of a request a menu has. */
export interface KnownReference {
  readonly request: ReferenceRequest;
  /** Output number of the probe; undefined when it is a probe or an input of the card. */
  readonly probeNumber: number | undefined;
  /** Bits of the card's probes: what fires, when it is no line; what tags. */
  readonly probeFlag: number;
  readonly tagFlag: number;
  /** Of the reference: lines that the menu has and does not mask, with their prescales. */
  readonly lines: readonly {
    readonly name: string;
    readonly number: number;
    readonly prescale: number;
  }[];
  /** Lines that the menu lacks or masks, or that nothing simulated sets. */
  readonly missing: readonly string[];
  /** Why it is not measured; undefined when it is. */
  readonly remark: string | undefined;
}

interface CardNames {
  readonly name: string;
  readonly probes: readonly { readonly name: string }[];
  readonly inputProbes: Pick<InputProbes, 'probes'>;
  readonly references?: readonly ReferenceRequest[];
}

/**
 * The requests of a card under a menu.
 * @throws CARD_UNKNOWN_LINE when neither the menu nor the largest built-in one has a line
 */
export function knownReferences(
  { name: card, probes, inputProbes, references = [] }: CardNames,
  { menu }: CompiledMenu,
  unknown: UnknownLines = new Map(),
  unknownInputs: UnknownLines = new Map(),
): readonly KnownReference[] {
  const flags = [...probes, ...inputProbes.probes];
  const known = new Set(presentMenu.lines.map(({ name }) => name));
  const lineOf = (name: string, where: string) => {
    const line = menu.lines.find((each) => each.name === name);
    if (line !== undefined || known.has(name)) return line;
    const names = [...known, ...menu.lines.map((each) => each.name)];
    const isInput = inputCounts.has(name) || inputSlotOf(name) !== undefined;
    const hint = isInput
      ? '; it is an input bit: as a probe it stands in "inputs" of the card, too'
      : nearestHint(name, names);
    throw new EmulatorError(
      'CARD_UNKNOWN_LINE',
      `card "${card}", reference "${where}": line "${name}" is not in the menu${hint}`,
    );
  };
  const flagOf = (name: string | undefined): number => {
    const index = flags.findIndex((flag) => flag.name === name);
    return index < 0 ? 0 : 1 << index;
  };
  return references.map((request) => {
    const probeFlag = flagOf(request.probe);
    const probe = probeFlag === 0 ? lineOf(request.probe, request.name) : undefined;
    const found = request.reference.map((name) => ({ name, line: lineOf(name, request.name) }));
    const lines = found.flatMap(({ line }) =>
      line === undefined || line.prescale === 0 || unknown.has(line.number) ? [] : [line],
    );
    const used = new Set(lines.map(({ name }) => name));
    const input = inputProbes.probes.findIndex(({ name }) => name === request.probe);
    const remark =
      probeFlag === 0 && probe === undefined
        ? `the menu lacks ${request.probe}`
        : (probe !== undefined && unknown.has(probe.number)) || unknownInputs.has(input)
          ? `nothing that is simulated sets ${request.probe}`
          : lines.length === 0
            ? 'the menu lacks or masks all lines of the reference, or nothing simulated sets them'
            : undefined;
    return {
      request,
      probeNumber: probe?.number,
      probeFlag,
      tagFlag: flagOf(request.tag),
      lines,
      missing: request.reference.filter((name) => !used.has(name)),
      remark,
    };
  });
}
