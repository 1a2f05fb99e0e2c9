import { cos, sin, tan } from '../base/elementary.js';
import { degree } from '../base/units.js';

/**
 * Iron yoke and its gaps. Barrel: an octagon, 8 sectors of 45° from φ = 0, each in a forward and a
 * backward half, 15 gaps with 14 plates between them. Endcaps: 4 quadrants, 14 gaps forward and 12
 * backward, a plate in front of each.
 * @see basf2 klm/data/BKLM.xml, EKLM.xml, klm/eklm/geometry/src/GeometryData.cc
 */
export const barrelSectorCount = 8;
/** Gaps of the barrel, in each of its sectors. */
export const barrelLayerCount = 15;
/** Sectors of an endcap: its quadrants. */
export const endcapSectorCount = 4;
const forwardLayerCount = 14;
const backwardLayerCount = 12;

/** Middle of the detector along z, where the halves of the barrel meet [cm]. */
export const middleZ = 47;
/** Thickness of an iron plate [cm]; nominal, 4.669 as built. */
export const plateThickness = 4.7;
/** From a gap to the next: plate and gap of 4.4 cm. */
const layerPitch = 9.1;

/** Width of a barrel sector [rad]. */
export const octant = 45 * degree;
/** Tangent of half a sector's width: half width of a gap over its distance. */
export const tanHalfOctant = tan(octant / 2);

/**
 * Distance of the middle of each barrel gap from the axis along the sector's normal [cm]: 203.95,
 * then 212.9 in steps of 9.1.
 */
export const barrelApothem = Float64Array.from({ length: barrelLayerCount }, (_, layer) =>
  layer === 0 ? 203.95 : 212.9 + layerPitch * (layer - 1),
);
/** Half width of each gap across the sector [cm]. */
export const barrelHalfWidth = barrelApothem.map((apothem) => apothem * tanHalfOctant);
/**
 * Iron of the barrel ends here along z [cm from the middle], and plates stand this far before their
 * gap.
 * @see basf2 klm/data/BKLM.xml
 */
export const ironHalfLength = 230;
/** Middle of a plate in front of the middle of its gap [cm]. */
export const plateBefore = 4.55;
/** Sensitive length of each half of the barrel from the middle [cm]. */
export const barrelHalfLength = 222;
/** x of the normals of the barrel sectors. */
export const sectorX = Float64Array.from({ length: barrelSectorCount }, (_, sector) =>
  cos(sector * octant),
);
/** y of the normals of the barrel sectors. */
export const sectorY = Float64Array.from({ length: barrelSectorCount }, (_, sector) =>
  sin(sector * octant),
);

/** z of the gaps of the forward endcap from inside [cm]; length 14. */
export const forwardZ = Float64Array.from(
  { length: forwardLayerCount },
  (_, layer) => 283.9 + layerPitch * layer,
);
/** z of the gaps of the backward endcap from inside [cm], negative; length 12. */
export const backwardZ = Float64Array.from(
  { length: backwardLayerCount },
  (_, layer) => -189.9 - layerPitch * layer,
);
/** Inner radius of the sensitive part of the endcaps [cm]. */
export const endcapInnerRadius = 132.5;
/** Outer radius of the sensitive part of the endcaps [cm]. */
export const endcapOuterRadius = 329;
/** Inner radius of the iron of the endcaps [cm]. @see basf2 klm/data/EKLM.xml */
export const ironInnerRadius = 130.5;
/** Outer radius of the iron of the endcaps [cm]. @see same */
export const ironOuterRadius = 332;
/** Width of a strip of the endcaps [cm]. */
export const endcapStripWidth = 4;
/** Strips of a plane of an endcap sector. */
export const endcapStripCount = 75;

/** Sections of the KLM; forward is the electrons' direction. */
export const sections = {
  barrelBackward: 0,
  barrelForward: 1,
  endcapBackward: 2,
  endcapForward: 3,
} as const;
/** Sections: two halves of the barrel, two endcaps. */
export const sectionCount = 4;
/** Whether a section is one of the halves of the barrel. */
export const isBarrel = (section: number): boolean => section < sections.endcapBackward;
/** Layers by section. */
export const layersOfSection = [
  barrelLayerCount,
  barrelLayerCount,
  backwardLayerCount,
  forwardLayerCount,
] as const;
/** Sectors by section. */
export const sectorsOfSection = [
  barrelSectorCount,
  barrelSectorCount,
  endcapSectorCount,
  endcapSectorCount,
] as const;

/**
 * Layers 1 and 2 of the barrel and all of the endcaps are scintillator, the others resistive plate
 * chambers.
 */
export const isScintillator = (section: number, layer: number): boolean =>
  !isBarrel(section) || layer <= 2;

/**
 * Planes of a gap: in the barrel 0 measures φ and 1 measures z; in the endcaps 0 measures x and 1
 * measures y.
 */
export const planeCount = 2;

/**
 * Sector above the beam line, whose backward half leaves room for the cryogenic pipe (recalled, not
 * verified).
 */
const chimneySector = 2;
const hasChimney = (section: number, sector: number): boolean =>
  section === sections.barrelBackward && sector === chimneySector;

/**
 * Pitch of z strips [cm]: chambers from BKLM.xml, scintillators 222 cm over 54 strips (derived).
 */
const chamberPitch = 4.52;
const scintillatorPitch = barrelHalfLength / 54;

/** Distance of neighbouring z strips in a layer of the barrel (from 1) [cm]. */
export function zStripPitch(layer: number): number {
  return layer <= 2 ? scintillatorPitch : chamberPitch;
}

/** z strips of a barrel layer (from 1); fewer beside the chimney. */
function zStripCount(section: number, sector: number, layer: number): number {
  if (layer <= 2) return hasChimney(section, sector) ? 38 : 54;
  return hasChimney(section, sector) ? 34 : 48;
}

/** φ strips of a barrel layer (from 1). */
export function phiStripCount(layer: number): number {
  if (layer <= 2) return layer === 1 ? 37 : 42;
  return layer <= 6 ? 36 : 48;
}

/** Strips of a plane (0 φ or x, 1 z or y); layers count from 1. */
export function stripCount(section: number, sector: number, layer: number, plane: number): number {
  if (!isBarrel(section)) return endcapStripCount;
  return plane === 0 ? phiStripCount(layer) : zStripCount(section, sector, layer);
}

/**
 * Middle of a strip along its plane [cm]: across the sector from its middle, along z from the
 * collision point, or from the axis (endcaps).
 */
export function stripCentre(
  section: number,
  sector: number,
  layer: number,
  plane: number,
  strip: number,
): number {
  if (!isBarrel(section)) return (strip + 0.5) * endcapStripWidth;
  if (plane === 0)
    return (
      ((2 * strip + 1) / stripCount(section, sector, layer, plane) - 1) * barrelHalfWidth[layer - 1]
    );
  const fromMiddle = (strip + 0.5) * zStripPitch(layer);
  return section === sections.barrelForward ? middleZ + fromMiddle : middleZ - fromMiddle;
}

/** Distance of a layer from the collision point along the normal of its planes [cm]. */
export function layerDistance(section: number, layer: number): number {
  if (isBarrel(section)) return barrelApothem[layer - 1];
  return section === sections.endcapForward ? forwardZ[layer - 1] : -backwardZ[layer - 1];
}

/**
 * Sector number of an endcap's quadrant 0–3 (azimuth from 0° in steps of 90°) and back: forward
 * ones count mirrored.
 * @see basf2 trg/grl/modules/trggrl/src/TRGGRLMatchModule.cc
 */
export function endcapSector(section: number, quadrant: number): number {
  return section === sections.endcapForward ? quadrant ^ 1 : quadrant;
}

/**
 * Strips in 0–127 within planes within layers 1–15 within sectors within sections: one number for
 * each channel.
 */
export function channelOf(
  section: number,
  sector: number,
  layer: number,
  plane: number,
  strip: number,
): number {
  return (((((section << 3) | sector) << 4) | layer) << 8) | (plane << 7) | strip;
}
