// Named mutants: errors that tests named like physics once let through, and their like. Each must
// be killed by the tests of the folder given, or else by those nearest to its file.

/**
 * Name, file, the text that is replaced (it stands there once), what replaces it, and the tests.
 */
export const namedMutants = [
  {
    name: 'decay fraction of K+ to a muon halved',
    file: 'detector/propagation/decays.ts',
    before: '[0.6356, -13, 14]',
    after: '[0.3178, -13, 14]',
  },
  {
    name: 'decay fraction of Λ to a proton halved',
    file: 'detector/propagation/decays.ts',
    before: '[0.641, 2212, -211]',
    after: '[0.3205, 2212, -211]',
  },
  {
    name: 'crystals drawn one off in azimuth',
    file: 'monitor/display/ecl-shapes.ts',
    before: 'return [phiOfCrystal[crystal]! * extent, extent];',
    after: 'return [(phiOfCrystal[crystal]! + 1) * extent, extent];',
  },
  {
    name: 'crystals of fired cells drawn one off',
    file: 'monitor/display/ecl-shapes.ts',
    before: 'fired.has(cellOfCrystal[crystal]!)',
    after: 'fired.has(cellOfCrystal[(crystal + 1) % crystalCount]!)',
  },
  {
    name: 'barrel cells one crystal off in azimuth',
    file: 'detector/ecl/crystals.ts',
    before: '1 + Math.floor(phi / 4));\n  return backwardCell',
    after: '1 + Math.floor(((phi + 1) % 144) / 4));\n  return backwardCell',
  },
  {
    name: 'barrel cells one ring off',
    file: 'detector/ecl/crystals.ts',
    before: '4 + Math.floor((ring - 13) / 4)',
    after: '4 + Math.floor((Math.min(58, ring + 1) - 13) / 4)',
  },
  {
    name: 'TOP event time rounded',
    file: 'triggers/top/top-trigger.ts',
    before: 'Math.floor(times / count)',
    after: 'Math.round(times / count)',
  },
  {
    name: 'TOP photon time rounded',
    file: 'triggers/top/slots.wasm.ts',
    before: 'floor(time / binWidth) - f64(gateStart)',
    after: 'nearest(time / binWidth) - f64(gateStart)',
  },
  {
    name: 'TOP gate clock rounded',
    file: 'triggers/top/slots.wasm.ts',
    before: 'floor(time * clocksPerTime) + half',
    after: 'nearest(time * clocksPerTime) + half',
  },
  {
    name: 'KLM: the yoke bends the other way',
    file: 'detector/klm/walk.wasm.ts',
    before: '(-track.charge * track.curvatureConstant * field * length)',
    after: '(track.charge * track.curvatureConstant * field * length)',
  },
  {
    name: 'KLM: neutral hadrons stay unseen',
    file: 'detector/klm/walk.wasm.ts',
    before: 'this.hasInteracted = true;',
    after: 'this.hasInteracted = false;',
  },
  {
    name: 'KLM: muons lose no energy in plates of the endcaps',
    file: 'detector/klm/passage.wasm.ts',
    before:
      'if (radius > yoke.ironInnerRadius && !walk.cross(walk.plate, this.axialCosine())) return;',
    after: '',
  },
  {
    name: 'KLM: the farther neighbour of a strip fires first',
    file: 'detector/klm/strips.wasm.ts',
    before: 'fraction > 0.5 ? 1 : -1',
    after: 'fraction > 0.5 ? -1 : 1',
  },
  {
    name: 'dE/dx truncated at 70 %',
    file: 'emulator/offline/dedx.ts',
    before: 'const keepTo = 0.75;',
    after: 'const keepTo = 0.7;',
  },
  {
    name: 'sum of weights counts events',
    file: 'emulator/studies/tally.ts',
    before: 'this.#shardSumw[cell]! + weight;',
    after: 'this.#shardSumw[cell]! + 1;',
  },
  {
    name: 'sum of weights of a result counts events',
    file: 'emulator/studies/results.ts',
    before: 'sumw: fired.sumw,',
    after: 'sumw: fired.n,',
  },
  {
    name: 'sum of weights of a curve counts events',
    file: 'emulator/studies/results.ts',
    before: 'selectedSumw: selectedCounts.map(({ sumw }) => sumw)',
    after: 'selectedSumw: selectedCounts.map(({ n }) => n)',
  },
  {
    name: 'z error of the first stereo super-layer a tenth',
    file: 'triggers/cdc/fitter3d.ts',
    before: 'zError: 0.7676',
    after: 'zError: 0.07676',
  },
  {
    name: 'z error of the last stereo super-layer a tenth',
    file: 'triggers/cdc/fitter3d.ts',
    before: 'zError: 1.372',
    after: 'zError: 0.1372',
  },
  {
    name: 'check of recorded PSNM bits dropped',
    file: 'emulator/daq/compare.ts',
    before: '...this.#impossiblePsnm(record, event).map((name) => `PSNM of ${name}`),',
    after: '',
  },
  {
    name: 'check of recorded PSNM bits of whole lines dropped',
    file: 'emulator/daq/compare.ts',
    before: 'prescale === 1 ? kept !== rose : kept',
    after: 'prescale === 1 ? false : kept',
  },
  {
    name: 'dead seconds × 1000',
    file: 'emulator/live/run-sample.ts',
    before: '[cause, secondsOf(progress.busySlices[cause])]',
    after: '[cause, 1000 * secondsOf(progress.busySlices[cause])]',
  },
  {
    name: 'busy seconds of workers × 1000',
    file: 'emulator/live/run-sample.ts',
    before: 'workerBusySeconds: progress.workerBusyMs / 1000',
    after: 'workerBusySeconds: progress.workerBusyMs',
  },
  {
    name: 'sum of weights of a run counts events',
    file: 'emulator/live/books.ts',
    before: 'this.sumWeights += weights[event]!;',
    after: 'this.sumWeights += 1;',
  },
  {
    name: 'a run gives up after ten seconds in place of one',
    file: 'emulator/live/jobs.ts',
    before: 'const [tolerableLag, heldLag] = [1, 0.1];',
    after: 'const [tolerableLag, heldLag] = [10, 0.1];',
  },
  {
    name: 'a run is played twice as fast as the clock',
    file: 'emulator/live/jobs.ts',
    before: '((slice + 1) / slicesPerSecond) * 1000',
    after: '((slice + 1) / slicesPerSecond) * 500',
  },
  {
    name: 'silicon: a crossing is later by the time before its arc',
    file: 'detector/silicon/crossings.wasm.ts',
    before: 'arcValue(arcs.time, arc) +',
    after: '2 * arcValue(arcs.time, arc) +',
  },
  {
    name: 'silicon: tracks lean the other way in u',
    file: 'detector/silicon/passage.wasm.ts',
    before: '(b * cosine + a * sine) / towards',
    after: '-(b * cosine + a * sine) / towards',
  },
  {
    name: 'silicon: a crossing at the seam of two arcs counts twice',
    file: 'detector/silicon/crossings.wasm.ts',
    before: 'if (isAgain(sensor, u, v)) return;',
    after: 'isAgain(sensor, u, v);',
  },
  {
    name: 'silicon: an event without room is taken as far as it went',
    file: 'detector/silicon/deposit.wasm.ts',
    before: 'table.count = begin;',
    after: 'table.count = table.room;',
  },
  {
    name: 'silicon: points outside of the circle make normal numbers',
    file: 'detector/silicon/normals.wasm.ts',
    before: 'radius2 < 1 && radius2 !== 0',
    after: 'radius2 < 1.1 && radius2 !== 0',
  },
  {
    name: 'pixels: rows are counted from the other end of a module',
    file: 'detector/pxd/digitize.ts',
    before: 'isForward(sensor) ? -1 : 1',
    after: 'isForward(sensor) ? 1 : -1',
  },
  {
    name: 'pixels: charge before the gate is lost',
    file: 'detector/pxd/digitize.wasm.ts',
    before: 'time >= settings.gateStart && time',
    after: 'time',
  },
  {
    name: 'strips: floating neighbours give nothing',
    file: 'detector/svd/digitize.wasm.ts',
    before: 'if (x < -0.25) return (x + 0.75) / 2;',
    after: 'if (x < -0.25) return 0;',
  },
  {
    name: 'strips: both samples of a draw have one noise',
    file: 'detector/svd/digitize.wasm.ts',
    before: 'quantileAt(draw >> highShift)',
    after: 'quantileAt(draw & lowIndex)',
  },
  {
    name: 'strips: three-sample events begin with the first of six',
    file: 'detector/svd/readout.wasm.ts',
    before: '(few ? readout.fewStart : 0)',
    after: '(few ? 0 : 0)',
  },
  {
    name: 'records of unknown kinds are faults',
    file: 'emulator/daq/record-codec.ts',
    before: "return { kind: 'unknown', name: head.kind };",
    after: "throw badRecord('unknown kind');",
  },
  {
    name: 'a missing end mark is not told',
    file: 'emulator/daq/segment-reader.ts',
    before: 'if (end === undefined) yield',
    after: 'if (false) yield',
    tests: 'test/emulator/daq/recording.test.ts',
  },
];
