import { KernelColumn, placeTable } from '../base/kernel-column.js';
import type { Sensor, SensorList } from './sensors.js';
import { type Shell, shellsOf } from './shells.js';

/** A record as kernels read it: numbers of 64 bits, then words of 32. */
interface KernelRecord {
  readonly numbers: readonly number[];
  readonly words: readonly number[];
}

/** Bytes of a number, and of a word. */
const numberBytes = Float64Array.BYTES_PER_ELEMENT;
const wordBytes = Uint32Array.BYTES_PER_ELEMENT;

/** Where kernels find records of one form, one after the other, and where the last one ends. */
interface PlacedRecords {
  readonly address: number;
  readonly end: number;
}

function placeRecords(records: readonly KernelRecord[]): PlacedRecords {
  const { numbers, words } = records[0];
  const bytes = numbers.length * numberBytes + words.length * wordBytes;
  const column = new KernelColumn(Uint32Array, (records.length * bytes) / wordBytes);
  const { buffer } = column.values;
  records.forEach((record, place) => {
    const address = column.address + place * bytes;
    new Float64Array(buffer, address, numbers.length).set(record.numbers);
    new Uint32Array(buffer, address + numbers.length * numberBytes, words.length).set(record.words);
  });
  return { address: column.address, end: column.address + records.length * bytes };
}

/** Numbers of a sensor in the order of `SensorArea` in sensors.wasm.ts. */
const areaOf = (sensor: Sensor): KernelRecord => ({
  numbers: [
    sensor.radius,
    sensor.z,
    sensor.halfLength,
    sensor.halfWidthBackward,
    sensor.halfWidthForward,
    sensor.thickness,
  ],
  words: [],
});

/** A shell in the order of `Shell` in sensors.wasm.ts. */
const shellOf = (shell: Shell): KernelRecord => ({
  numbers: [
    shell.innerRadius,
    shell.outerRadius,
    shell.radius,
    shell.zLow,
    shell.zHigh,
    shell.middle,
    shell.pitch,
    shell.half,
    shell.shift,
    shell.normalR,
    shell.normalZ,
    shell.distance,
  ],
  words: [
    placeTable(shell.cosPhi),
    placeTable(shell.sinPhi),
    placeRecords(shell.sensors.map(areaOf)).address,
    shell.sensors.length,
    shell.ladderCount,
    shell.firstSensor,
    shell.perLadder,
    shell.place,
  ],
});

/** Where kernels find the sensors of a detector. */
interface PlacedSensors {
  /** `Shells` of sensors.wasm.ts. */
  readonly shells: number;
  /** `SensorArea` of each sensor. */
  readonly areas: number;
}

/** Writes the sensors where kernels read them; to be called once in a thread. */
export function placeSensors(list: SensorList): PlacedSensors {
  const shells = shellsOf(list);
  const { address, end } = placeRecords(shells.map(shellOf));
  const outer = Math.max(...shells.map(({ outerRadius }) => outerRadius));
  return {
    shells: placeRecords([{ numbers: [outer], words: [address, end] }]).address,
    areas: placeRecords(list.sensors.map(areaOf)).address,
  };
}
