import { type Masking } from '../mask/channels.js';
import {
  firstLayerOfSuperLayer,
  firstWireOfLayer,
  layerCount,
  layerOfWire,
  superLayerCount,
  superLayerOfLayer,
  wireCount,
  wiresOfLayer,
} from './geometry.js';
import type { CdcHits, CdcSignals } from './hits.js';
import { hitsOfWires } from './noise.js';
import type { CdcConfig } from './schema.js';

/** All layers begin and end with a multiple of so many wires. */
const wireBlock = 32;
/**
 * A merger of the trigger reads 16 cells of all layers of its super-layer.
 * @see basf2 trg/cdc/modules/trgcdc/include/CDCTriggerUnpackerModule.h
 */
const cellsOfMerger = 16;
/**
 * A board reads 48 wires: 16 cells of three neighbouring layers. Which wires are on a board, and
 * its number, are derived: boards of a super-layer count by azimuth, then outwards; super-layer 0
 * with its eight layers has one of 32 wires at each azimuth.
 */
const layersOfBoard = 3;

const superLayerOf = (wire: number): number => superLayerOfLayer[layerOfWire[wire]];
const inLayer = (wire: number): number => wire - firstWireOfLayer[layerOfWire[wire]];
const mergerOf = (wire: number): number => Math.floor(inLayer(wire) / cellsOfMerger);

/** Boards at each azimuth, and the first board, by super-layer; in the end how many there are. */
const boardsAcross = Array.from({ length: superLayerCount }, (_, superLayer) =>
  Math.ceil(
    (firstLayerOfSuperLayer[superLayer + 1] - firstLayerOfSuperLayer[superLayer]) / layersOfBoard,
  ),
);
const firstBoard = [0];
boardsAcross.forEach((across, superLayer) => {
  const mergers = wiresOfLayer[firstLayerOfSuperLayer[superLayer]] / cellsOfMerger;
  firstBoard.push(firstBoard[superLayer] + mergers * across);
});

function boardOf(wire: number): number {
  const superLayer = superLayerOf(wire);
  const inside = layerOfWire[wire] - firstLayerOfSuperLayer[superLayer];
  return (
    firstBoard[superLayer] +
    mergerOf(wire) * boardsAcross[superLayer] +
    Math.floor(inside / layersOfBoard)
  );
}

/** Wires, of which masks name layers, mergers and boards too. */
export const cdcMasking: Masking<CdcConfig, CdcSignals, CdcHits> = {
  channels: {
    number: 3,
    count: wireCount,
    fields: {
      superLayer: { min: 0, max: superLayerCount - 1, of: superLayerOf, block: wireBlock },
      layer: { min: 0, max: layerCount - 1, of: (wire) => layerOfWire[wire], block: wireBlock },
      merger: { min: 0, max: Math.max(...wiresOfLayer) / cellsOfMerger - 1, of: mergerOf },
      board: { min: 0, max: firstBoard[superLayerCount] - 1, of: boardOf },
      wire: { min: 0, max: Math.max(...wiresOfLayer) - 1, of: inLayer },
    },
  },
  loses: {
    what: 'deposits',
    channelOf:
      ({ wire }) =>
      (row) =>
        wire[row],
  },
  hotWindow: ({ windowLength }) => windowLength,
  hotHits: hitsOfWires,
};
