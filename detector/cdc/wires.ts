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

/** Place of each wire in the transverse plane at its backward end [cm], and its change per cm of z. */
export const wireX = new Float64Array(wireCount);
export const wireY = new Float64Array(wireCount);
export const wireSlopeX = new Float64Array(wireCount);
export const wireSlopeY = new Float64Array(wireCount);

/** Half of the radial extent of the cells of each layer [cm]: half the mean distance to the neighbouring layers of its super-layer. */
export const halfHeight = new Float64Array(layerCount);

for (let wire = 0; wire < wireCount; wire++) {
  const layer = layerOfWire[wire];
  const backward = (wire - firstWireOfLayer[layer] + wireOffset[layer]) * cellAngle[layer];
  const forward = backward + twistAt(layer, zForward[layer]);
  const length = zForward[layer] - zBackward[layer];
  wireX[wire] = layerRadius[layer] * Math.cos(backward);
  wireY[wire] = layerRadius[layer] * Math.sin(backward);
  wireSlopeX[wire] = (layerRadius[layer] * Math.cos(forward) - wireX[wire]) / length;
  wireSlopeY[wire] = (layerRadius[layer] * Math.sin(forward) - wireY[wire]) / length;
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
