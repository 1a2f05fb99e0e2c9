import { firstValueFrom, of } from 'rxjs';
import { atan2, hypot } from '../../detector/base/elementary.js';
import { degree, GeV } from '../../detector/base/units.js';
import type { DetectorHits } from '../../detector/index.js';
import { ParticleTable } from '../../detector/particle-table.js';
import type { GeneratedBatch } from '../../detector/truth.js';
import type { EventExplanation } from '../../monitor/explanation.js';
import { hasBit, inputWords, outputWords } from '../../triggers/batches.js';
import { packMessage } from '../../triggers/ecl/word.js';
import type { CompiledMenu } from '../../triggers/gdl/menu.js';
import { inputNames } from '../../triggers/slots.js';
import type { Particles } from '../../detector/particles.js';
import type { ChainSetup, FullBatch } from '../chain/chain.js';
import { machineOf } from '../settings/machine-in-time.js';
import { makeTimedChain } from '../settings/timed-chain.js';
import type { SeedClass } from '../sources/seed-class.js';
import { seedStages } from './seeds.js';
import { arichStages } from './arich.js';
import { cdcStages, grlStage, matchStage } from './cdc.js';
import { eclStages } from './ecl.js';
import { klmStages } from './klm.js';
import { neuralStages } from './neural.js';
import { topStages } from './top.js';
import { type ExplainContext, vxdStages } from './vxd.js';
import { explainInputs, explainLines } from './lines.js';
import { inStep, round, type StageTable } from './stage.js';

/** An event stage by stage, as `b2l1 explain` prints it and `--json` writes it. */
export interface ExplainedEvent extends EventExplanation {
  readonly address: { readonly run: number; readonly slice: number; readonly index: number };
}

/**
 * Everything the chain finds in one event: the same as in a stream, because an event depends on
 * nothing but its address.
 */
export async function fullEvent(
  setup: ChainSetup,
  generated: GeneratedBatch,
): Promise<FullBatch<DetectorHits>> {
  const chain = makeTimedChain(setup);
  return (await firstValueFrom(of(generated).pipe(chain.full))) as FullBatch<DetectorHits>;
}

/**
 * An event in words and numbers, stage by stage down to the bits. `batch` holds that event alone,
 * made under `context`.
 */
export function explainEvent(
  batch: FullBatch<DetectorHits>,
  menu: Pick<CompiledMenu, 'lines' | 'formulas'>,
  context: ExplainContext & Pick<ChainSetup, 'machine'>,
): ExplainedEvent {
  const { addresses, inputBits, ftdlBits, weights } = batch;
  const word = packMessage(batch.objects.ecl, 0, inputBits);
  const known = new ParticleTable(context.config.particles);
  return {
    address: { run: addresses.run, slice: addresses.slice[0]!, index: addresses.index[0]! },
    weight: weights[0]!,
    stages: [
      ...particleStages(batch, known, machineOf(context)?.classes),
      ...vxdStages(batch.hits, addresses, context),
      ...cdcStages(batch.hits.cdc, batch.objects.cdc),
      ...neuralStages(batch.objects.cdc, batch.objects.neuro),
      ...arichStages(batch.hits.arich),
      ...eclStages(batch.hits.ecl, batch.objects.ecl),
      matchStage(batch.objects.grl),
      grlStage(batch.objects.grl),
      ...klmStages(batch.hits.klm, batch.objects.klm, batch.objects.klmMatches),
      ...topStages(batch.hits.top, batch.objects.top, batch.objects.topMatches),
    ].map(inStep),
    eclWord: [...word]
      .toReversed()
      .map((part) => part.toString(2).padStart(32, '0'))
      .join(' '),
    inputBits: inputNames.filter((_, slot) => hasBit(inputBits, inputWords, 0, slot)),
    ftdl: menu.lines
      .filter(({ number }) => hasBit(ftdlBits, outputWords, 0, number))
      .map(({ name }) => name),
    inputs: explainInputs(inputBits),
    lines: explainLines(menu, inputBits, ftdlBits),
  };
}

const statusNames: Readonly<Record<number, string>> = { 1: 'final', 2: 'replaced', 4: 'beam' };

/** The collision's particles, and what lies over it; of a window the latter alone. */
function particleStages(
  { particles, lists }: FullBatch<DetectorHits>,
  known: ParticleTable,
  classes: readonly SeedClass[] | undefined,
): readonly StageTable[] {
  const seeds = seedStages(lists, known, classes);
  return particles.pdg.length === 0 && seeds.length > 0
    ? seeds
    : [particleStage(particles, known), ...seeds];
}

function particleStage(particles: Particles, known: ParticleTable): StageTable {
  const { pdg, status, px, py, pz, energy, x, y, z } = particles;
  return {
    stage: 'particles',
    doc: 'generated particles and what the material in front made of them (laboratory)',
    columns: [
      'particle',
      'status',
      'E [GeV]',
      'theta [deg]',
      'phi [deg]',
      'vertex r [cm]',
      'z [cm]',
    ],
    rows: Array.from(pdg, (code, row) => [
      known.info(code)?.name ?? `PDG ${code}`,
      statusNames[status[row]!] ?? status[row]!,
      round(energy[row]! / GeV, 4),
      round(atan2(hypot(px[row]!, py[row]!), pz[row]!) / degree, 2),
      round(atan2(py[row]!, px[row]!) / degree, 2),
      round(hypot(x[row]!, y[row]!), 3),
      round(z[row]!, 3),
    ]),
  };
}
