import type { Composition } from './propagation/materials.js';

/**
 * A thin layer: a cylinder about z (position: radius, low and high: z), or a disc across it
 * (position: z, low and high: radius) [cm].
 */
export interface MaterialLayer {
  readonly name: string;
  /** The part of the detector to which it belongs. */
  readonly part: DetectorPart;
  readonly shape: 'cylinder' | 'disc';
  readonly position: number;
  readonly low: number;
  readonly high: number;
  /** Radiation lengths at normal incidence. */
  readonly thickness: number;
  readonly composition: Composition;
}

/** Parts of the detector with material in front of the calorimeter, from inside. */
export const detectorParts = ['beam pipe', 'PXD', 'SVD', 'CDC', 'TOP', 'ARICH'] as const;
type DetectorPart = (typeof detectorParts)[number];

/**
 * How much material there is: a factor on all of it, and radiation lengths of what is known least.
 */
export interface MaterialBudget {
  readonly scale: number;
  readonly topThickness: number;
  readonly forwardThickness: number;
  readonly backwardThickness: number;
}

/**
 * Layers in front of the calorimeter, in the order in which a particle from the interaction point
 * meets them. At 90° they add up to 0.245 radiation lengths, of which a photon finds 17 %
 * probability to convert, most of it in the TOP.
 *
 * Radii of pixel and strip layers: basf2 pxd/data/PXD.xml, svd/data/SVD-Components.xml; beam pipe:
 * ir/data/BeamPipe.xml, 0.79 % derived (Be, Au, coolant); TOP: top/data/TOPBelleII.xml, ARICH:
 * arich/data/ARICHBelleII.xml. Recalled, not verified: 0.2 % per pixel layer, 0.7 % per strip
 * layer, 2.5 % for the chamber (here 0.3 % inner wall, 0.3 % gas and wires in their middle, 1.9 %
 * outer wall), endcap budgets.
 * @see D-115
 */
export function layersInFront({
  scale,
  topThickness,
  forwardThickness,
  backwardThickness,
}: MaterialBudget): MaterialLayer[] {
  const layers: MaterialLayer[] = [
    cylinder('beam pipe', 'beam pipe', 1.1, -40, 40, 0.0079, 'beamPipe'),
    cylinder('PXD', 'PXD 1', 1.4, ...barrelReach(1.4), 0.002, 'silicon'),
    cylinder('PXD', 'PXD 2', 2.2, ...barrelReach(2.2), 0.002, 'silicon'),
    cylinder('SVD', 'SVD 3', 3.9, ...barrelReach(3.9), 0.007, 'stripLayer'),
    cylinder('SVD', 'SVD 4', 8, ...barrelReach(8), 0.007, 'stripLayer'),
    cylinder('SVD', 'SVD 5', 10.4, ...barrelReach(10.4), 0.007, 'stripLayer'),
    cylinder('SVD', 'SVD 6', 13.52, ...barrelReach(13.52), 0.007, 'stripLayer'),
    cylinder('CDC', 'CDC inner wall', 16, ...barrelReach(16), 0.003, 'carbon'),
    cylinder('CDC', 'CDC gas', 60, -90, 155, 0.003, 'gas'),
    cylinder('CDC', 'CDC outer wall', 112, -90, 160, 0.019, 'carbon'),
    cylinder('TOP', 'TOP', 120, -75, 190, topThickness, 'top'),
    // The prism of 10 cm and the readout behind it, taken as thick as the bars, up to where the end
    // plate begins (our assumption).
    cylinder('TOP', 'TOP prism and readout', 120, -91, -75, topThickness, 'top'),
    // A third of the forward budget for the chamber's end plate, the rest for ARICH and cables.
    disc('CDC', 'CDC end plate, forward', forwardWall, 20, 114, forwardThickness / 3, 'aluminium'),
    disc('ARICH', 'ARICH', 186, 44, 114, (2 * forwardThickness) / 3, 'quartz'),
    disc('CDC', 'CDC end plate, backward', backwardWall, 20, 124, backwardThickness, 'aluminium'),
  ];
  return layers.map((layer) => ({ ...layer, thickness: scale * layer.thickness }));
}

/** Planes of the chamber's end plates [cm]. */
const forwardWall = 160;
const backwardWall = -95;

type LayerAt = (
  part: DetectorPart,
  name: string,
  position: number,
  low: number,
  high: number,
  thickness: number,
  composition: Composition,
) => MaterialLayer;

const shaped =
  (shape: MaterialLayer['shape']): LayerAt =>
  (part, name, position, low, high, thickness, composition) => ({
    name,
    part,
    shape,
    position,
    low,
    high,
    thickness,
    composition,
  });
const cylinder = shaped('cylinder');
const disc = shaped('disc');

/** Every second gap between the super-layers of the chamber [cm]. */
const gasRadii = [24.6, 46.6, 68.4, 90.3];

/**
 * The same layers for charged particles: the gas, which a photon meets in one place, is spread over
 * the super-layers.
 */
export function layersForTracks(budget: MaterialBudget): MaterialLayer[] {
  return layersInFront(budget).flatMap((layer) =>
    layer.name === 'CDC gas'
      ? gasRadii.map((position) => ({
          ...layer,
          position,
          low: backwardWall,
          high: forwardWall,
          thickness: layer.thickness / gasRadii.length,
        }))
      : [layer],
  );
}

/**
 * Extent in z of a layer that covers 17° to 150°.
 * @see arXiv:2101.10107 (range recalled, not verified)
 */
function barrelReach(radius: number): [low: number, high: number] {
  return [-1.732 * radius, 3.271 * radius];
}

/** A cylinder of solid material: radius of its middle and thickness [cm]. */
interface SolidShell {
  readonly name: string;
  readonly radius: number;
  readonly thickness: number;
  readonly material: 'iron' | 'aluminium';
}

/**
 * Coil and cryostat, behind the calorimeter.
 * @see basf2 structure/data/COIL.xml: shells of 0.6 and 2.0 cm Fe at the walls of 170 to 200 cm,
 * coil 178.3–184.2 cm and shields of Al
 */
export const coil: readonly SolidShell[] = [
  { name: 'cryostat, inner wall', radius: 170.3, thickness: 0.6, material: 'iron' },
  { name: 'coil', radius: 181.2, thickness: 6.3, material: 'aluminium' },
  { name: 'cryostat, outer wall', radius: 199, thickness: 2, material: 'iron' },
];
/** Half length of coil and cryostat around their middle [cm]. @see same */
export const coilHalfLength = 220.5;
/** z of the middle of coil and cryostat, which is that of the detector [cm]. @see same */
export const coilMiddle = 47;
