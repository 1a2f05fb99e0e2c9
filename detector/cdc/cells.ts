import { firstLayerOfSuperLayer, layerCount, layerRadius, superLayerCount } from './geometry.js';

/**
 * Half of the radial extent of the cells of each layer [cm]: half the mean distance to the
 * neighbouring layers of its super-layer.
 */
export const halfHeight = new Float64Array(layerCount);

for (let superLayer = 0; superLayer < superLayerCount; superLayer++) {
  const first = firstLayerOfSuperLayer[superLayer];
  const last = firstLayerOfSuperLayer[superLayer + 1] - 1;
  for (let layer = first; layer <= last; layer++) {
    const below = Math.max(first, layer - 1);
    const above = Math.min(last, layer + 1);
    halfHeight[layer] = (layerRadius[above] - layerRadius[below]) / (2 * (above - below));
  }
}
