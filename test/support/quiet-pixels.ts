import type { EmulatorConfig } from '../../emulator/chain/parts.js';

/** Conditions without the thousands of pixels and strips that background fires in a window. */
export const quietPixels = (config: EmulatorConfig): EmulatorConfig => ({
  ...config,
  pxd: { ...config.pxd, occupancy: { layer1: 0, layer2: 0 } },
  svd: { ...config.svd, occupancy: { layer3: 0, layer4: 0, layer5: 0, layer6: 0 } },
});
