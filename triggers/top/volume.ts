/**
 * The TOP trigger's block of an event [bytes]: three words of header and 24 decision windows of 32
 * words, whatever was found.
 * @see basf2 trg/top/modules/trgtopUnpacker/src/trgtopUnpackerModule.cc (771 words)
 */
export const topTriggerBlockBytes = (3 + 24 * 32) * 4;
