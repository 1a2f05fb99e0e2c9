import { atan, cos, sin, tan } from '../base/elementary.js';
import { mm } from '../base/units.js';

/** A super-layer as the source lists it: lengths in mm, one element per layer from inside. */
interface SuperLayerTable {
  /** A axial, U and V stereo. */
  readonly name: string;
  /** Sense wires in each of its layers. */
  readonly wires: number;
  /** Half cells by which the forward end of a wire is turned against the backward end. */
  readonly stereoShift: number;
  /**
   * Azimuth of wire 0 at the backward end in the first layer [cells]; layers alternate between 0
   * and one half.
   */
  readonly firstOffset: number;
  readonly radius: readonly number[];
  readonly backward: readonly number[];
  readonly forward: readonly number[];
}

/**
 * The nine super-layers from inside. Radii hold at the end plates, where the wires are fixed; the
 * corrections of the wire ends for the feed-throughs (up to 28 mm) are left out.
 * @see basf2 cdc/data/CDC.xml
 */
export const superLayers: readonly SuperLayerTable[] = [
  {
    name: 'A0',
    wires: 160,
    stereoShift: 0,
    firstOffset: 0.5,
    radius: [168, 178, 188, 198, 208, 218, 228, 238],
    backward: [-312.1, -320.76, -338.08, -355.4, -372.72, -390.04, -407.36, -424.68],
    forward: [572.1, 604.81, 637.52, 670.23, 702.93, 735.64, 768.35, 801.06],
  },
  {
    name: 'U1',
    wires: 160,
    stereoShift: 18,
    firstOffset: 0,
    radius: [257, 275.2, 293.4, 311.6, 329.8, 348],
    backward: [-464.15, -495.67, -527.19, -558.62, -572.07, -575.6],
    forward: [855.1, 920.63, 980.16, 1039.69, 1099.22, 1158.75],
  },
  {
    name: 'A2',
    wires: 192,
    stereoShift: 0,
    firstOffset: 0,
    radius: [365.2, 383.4, 401.6, 419.8, 438, 455.7],
    backward: [-578.95, -582.49, -586.02, -589.56, -593.1, -596.5],
    forward: [1215.01, 1274.54, 1334.07, 1393.6, 1448.1, 1451.5],
  },
  {
    name: 'V3',
    wires: 224,
    stereoShift: -18,
    firstOffset: 0,
    radius: [476.9, 494.6, 512.8, 531, 549.2, 566.9],
    backward: [-600.666, -604.106, -607.644, -611.182, -614.719, -618.16],
    forward: [1455.67, 1459.11, 1462.64, 1466.18, 1469.72, 1473.16],
  },
  {
    name: 'A4',
    wires: 256,
    stereoShift: 0,
    firstOffset: 0,
    radius: [584.1, 601.8, 620, 638.2, 656.4, 674.1],
    backward: [-621.503, -624.944, -628.482, -632.019, -635.557, -638.997],
    forward: [1476.5, 1479.94, 1483.48, 1487.02, 1490.56, 1494],
  },
  {
    name: 'U5',
    wires: 288,
    stereoShift: 19,
    firstOffset: 0,
    radius: [695.3, 713, 731.2, 749.4, 767.6, 785.3],
    backward: [-643.118, -646.559, -650.097, -653.634, -657.172, -660.613],
    forward: [1498.12, 1501.56, 1505.1, 1508.63, 1512.17, 1515.61],
  },
  {
    name: 'A6',
    wires: 320,
    stereoShift: 0,
    firstOffset: 0,
    radius: [802.5, 820.2, 838.4, 856.6, 874.8, 892.5],
    backward: [-663.956, -667.397, -670.934, -674.472, -678.01, -681.45],
    forward: [1518.96, 1522.4, 1525.93, 1529.47, 1533.01, 1536.45],
  },
  {
    name: 'V7',
    wires: 352,
    stereoShift: -20,
    firstOffset: 0,
    radius: [913.7, 931.4, 949.6, 967.8, 986, 1003.7],
    backward: [-685.571, -689.011, -692.549, -696.087, -699.625, -703.065],
    forward: [1540.57, 1544.01, 1547.55, 1551.09, 1554.62, 1558.07],
  },
  {
    name: 'A8',
    wires: 384,
    stereoShift: 0,
    firstOffset: 0,
    radius: [1020.9, 1038.6, 1056.8, 1075, 1093.2, 1111.4],
    backward: [-706.409, -709.849, -713.387, -716.925, -720.462, -724],
    forward: [1561.41, 1564.85, 1568.39, 1571.92, 1575.46, 1579],
  },
];

/** Super-layers of the chamber. */
export const superLayerCount = 9;
/** Layers of sense wires, numbered from inside. */
export const layerCount = 56;
/** Sense wires, numbered layer by layer from inside, azimuth ascending. */
export const wireCount = 14336;

/** Wires in each layer. */
export const wiresOfLayer = new Uint16Array(layerCount);
/** Index of each layer's wire 0, then the number of wires; length layerCount + 1. */
export const firstWireOfLayer = new Uint16Array(layerCount + 1);
/** Super-layer of each layer. */
export const superLayerOfLayer = new Uint8Array(layerCount);
/** First layer of each super-layer, then the number of layers. */
export const firstLayerOfSuperLayer = new Uint8Array(superLayerCount + 1);
/**
 * Distance of the wires from the axis at their ends [cm]; between them stereo wires come closer.
 */
export const layerRadius = new Float64Array(layerCount);
/** Backward ends of the wires [cm], by layer. */
export const zBackward = new Float64Array(layerCount);
/** Forward ends of the wires [cm], by layer. */
export const zForward = new Float64Array(layerCount);
/** Azimuth of wire 0 at the backward end [cells]: 0 or 0.5. */
export const wireOffset = new Float64Array(layerCount);
/** Turn of the forward end against the backward end [half cells]. */
export const stereoShift = new Int8Array(layerCount);
/** Half of that turn [rad]. */
export const halfTwist = new Float64Array(layerCount);
/** Tangent of half of that turn. */
export const tanHalfTwist = new Float64Array(layerCount);
/** Distance of the wire's middle from the axis [cm]. */
export const middleRadius = new Float64Array(layerCount);
/** Angle of the wires to the axis [rad], with the sign of the shift. */
export const stereoAngle = new Float64Array(layerCount);
/** Azimuth between neighbouring wires of a layer [rad]. */
export const cellAngle = new Float64Array(layerCount);
/** Layer of each wire. */
export const layerOfWire = new Uint8Array(wireCount);

let layer = 0;
for (const [superLayer, table] of superLayers.entries()) {
  firstLayerOfSuperLayer[superLayer] = layer;
  for (let inner = 0; inner < table.radius.length; inner++, layer++)
    fillLayer(layer, superLayer, table, inner);
}
firstLayerOfSuperLayer[superLayerCount] = layer;

function fillLayer(index: number, superLayer: number, table: SuperLayerTable, inner: number): void {
  const half = (table.stereoShift * Math.PI) / (2 * table.wires);
  superLayerOfLayer[index] = superLayer;
  wiresOfLayer[index] = table.wires;
  firstWireOfLayer[index + 1] = firstWireOfLayer[index] + table.wires;
  layerOfWire.fill(index, firstWireOfLayer[index], firstWireOfLayer[index + 1]);
  layerRadius[index] = table.radius[inner] * mm;
  zBackward[index] = table.backward[inner] * mm;
  zForward[index] = table.forward[inner] * mm;
  wireOffset[index] = inner % 2 === 0 ? table.firstOffset : 0.5 - table.firstOffset;
  stereoShift[index] = table.stereoShift;
  halfTwist[index] = half;
  tanHalfTwist[index] = tan(half);
  middleRadius[index] = layerRadius[index] * cos(half);
  stereoAngle[index] = atan(
    (2 * layerRadius[index] * sin(half)) / (zForward[index] - zBackward[index]),
  );
  cellAngle[index] = (2 * Math.PI) / table.wires;
}

/**
 * Azimuth [rad] at `z` of wire number `wire` of a layer; not wrapped. The wire is the straight line
 * between its ends, sag left out.
 * @see basf2 trg/cdc/modules/fitting/src/CDCTrigger3DFitterModule.cc: (wire + offset) · 2π/N at the
 * backward end
 */
export function wirePhi(layerIndex: number, wire: number, z: number): number {
  return (wire + wireOffset[layerIndex]) * cellAngle[layerIndex] + twistAt(layerIndex, z);
}

/** Turn [rad] of the wires of a layer between the backward end and `z`. */
export function twistAt(layerIndex: number, z: number): number {
  if (stereoShift[layerIndex] === 0) return 0;
  return halfTwist[layerIndex] + atan(tanHalfTwist[layerIndex] * fromMiddle(layerIndex, z));
}

/** Distance [cm] of the wires of a layer from the axis at `z`: a hyperboloid for stereo layers. */
export function wireRadius(layerIndex: number, z: number): number {
  const across = tanHalfTwist[layerIndex] * fromMiddle(layerIndex, z);
  return middleRadius[layerIndex] * Math.sqrt(1 + across * across);
}

/** Place along the wire: −1 at the backward end, 1 at the forward end. */
function fromMiddle(layerIndex: number, z: number): number {
  const zb = zBackward[layerIndex];
  return (2 * (z - zb)) / (zForward[layerIndex] - zb) - 1;
}
