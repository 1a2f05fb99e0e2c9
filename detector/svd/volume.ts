/**
 * Bytes of a strip besides its samples, and of a sample: some 10 bytes a strip with six samples
 * (recalled, not verified; the split is ours).
 */
const bytesPerStrip = 4;
const bytesPerSample = 1;

/** Raw data of an event [bytes]: 22 kB for 1 % of the 224 000 strips with six samples each. */
export const svdBytes = (strips: number, samples: number): number =>
  strips * (bytesPerStrip + samples * bytesPerSample);
