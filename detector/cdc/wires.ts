import {
  cellAngle,
  firstLayerOfSuperLayer,
  firstWireOfLayer,
  layerCount,
  layerOfWire,
  layerRadius,
  superLayerCount,
  twistAt,
  wireCount,
  wireOffset,
  zBackward,
  zForward,
} from './geometry.js';

/**
 * Four numbers per wire, next to each other because they are read together: x and y at the backward end [cm], and their change per cm
 * of z.
 */
export const wireLines = new Float64Array(4 * wireCount);

/** Half of the radial extent of the cells of each layer [cm]: half the mean distance to the neighbouring layers of its super-layer. */
export const halfHeight = new Float64Array(layerCount);

for (let wire = 0; wire < wireCount; wire++) {
  const layer = layerOfWire[wire];
  const backward = (wire - firstWireOfLayer[layer] + wireOffset[layer]) * cellAngle[layer];
  const forward = backward + twistAt(layer, zForward[layer]);
  const length = zForward[layer] - zBackward[layer];
  const x = layerRadius[layer] * Math.cos(backward);
  const y = layerRadius[layer] * Math.sin(backward);
  wireLines[4 * wire] = x;
  wireLines[4 * wire + 1] = y;
  wireLines[4 * wire + 2] = (layerRadius[layer] * Math.cos(forward) - x) / length;
  wireLines[4 * wire + 3] = (layerRadius[layer] * Math.sin(forward) - y) / length;
}

for (let superLayer = 0; superLayer < superLayerCount; superLayer++) {
  const first = firstLayerOfSuperLayer[superLayer];
  const last = firstLayerOfSuperLayer[superLayer + 1] - 1;
  for (let layer = first; layer <= last; layer++) {
    const below = Math.max(first, layer - 1);
    const above = Math.min(last, layer + 1);
    halfHeight[layer] = (layerRadius[above] - layerRadius[below]) / (2 * (above - below));
  }
}
