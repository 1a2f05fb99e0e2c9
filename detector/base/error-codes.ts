/** What a code of an error tells, and how a command ends with it. */
interface ErrorEntry {
  /**
   * Exit status of a command that ends with it: 1 failed, 2 wrong usage or configuration; 0 told
   * to somebody (feed, server, remark) while the program goes on.
   */
  readonly exit: 0 | 1 | 2;
  /** What it means, in one sentence. */
  readonly meaning: string;
}

const usage = (meaning: string) => ({ exit: 2, meaning }) as const;
const failed = (meaning: string) => ({ exit: 1, meaning }) as const;
const told = (meaning: string) => ({ exit: 0, meaning }) as const;

/**
 * Every code an `EmulatorError`, the server or a remark may carry. Codes are stable: programs match
 * them. `b2l1 errors` prints the list.
 */
export const errorCodes = {
  BEAMS_FILLING: usage('The bunches of beams.filling do not fit between two abort gaps.'),
  BENCH_BUILD_FAILED: failed('The commit of bench --compare cannot be checked out or built.'),
  BENCH_NATIVE_DIFFERS: failed(
    'A native twin of bench --native has other results than our own code.',
  ),
  BENCH_NATIVE_FAILED: failed('A native twin of bench --native was not compiled, or broke.'),
  BENCH_NO_REPOSITORY: usage(
    'The folder in which bench --compare runs is no clone of the repository.',
  ),
  BENCH_UNKNOWN_COMMIT: usage('What bench --compare is given names no commit.'),
  BENCH_UNKNOWN_STAGE: usage('No row of bench has this name.'),
  CARD_BAD_VALUE: usage('A value in the file of a card is not what its key expects.'),
  CARD_EVENTS: usage('More events were asked of a study than it has addresses for.'),
  CARD_FILE: usage('The file of a card cannot be read.'),
  CARD_LEFT_OUT: told('The menu lacks lines or families of a card: they are not counted.'),
  CARD_SYNTAX: usage('The file of a card is not YAML.'),
  CARD_UNKNOWN: usage('No built-in card has this name.'),
  CARD_UNKNOWN_FAMILY: usage('A card names a family that no line of the menu belongs to.'),
  CARD_UNKNOWN_KEY: usage('The file of a card has a key that does not exist.'),
  CARD_UNKNOWN_LINE: usage('A card names a line that is not among its lines or in the menu.'),
  CARD_UNKNOWN_SELECTION: usage('A curve names a selection that the card does not have.'),
  CARD_UNKNOWN_VARIABLE: usage('A curve names a variable that does not exist.'),
  CHAIN_FAILED: failed('A stage of the chain broke in a worker: a fault of ours.'),
  CHAIN_NOT_SIMULATED: usage('A card reads a subdetector that is not to be simulated.'),
  CONDITIONS_FILE: usage('The conditions file cannot be read.'),
  CONDITIONS_SYNTAX: usage('The conditions file is not YAML.'),
  CONDITIONS_UNKNOWN: usage('No built-in conditions have this name.'),
  CONFIG_BAD_ASSIGNMENT: usage('--set was not given path=value.'),
  CONFIG_BAD_VALUE: usage('A parameter is out of its range, or of the wrong kind or unit.'),
  CONFIG_FILE: usage('The file of run --config cannot be read.'),
  CONFIG_SYNTAX: usage('The file of run --config is not YAML.'),
  CONFIG_UNKNOWN_KEY: usage('A parameter does not exist.'),
  DISPLAY_ENDED: failed('A picture was asked for while its run was replaced.'),
  DISPLAY_FAILED: failed('The thread that makes pictures of events ended.'),
  EMULATE_NOTHING_FIRES: told('Not one line fired on the events of a file.'),
  GENERATOR_AT_REST: told('Particles of a generator are at rest and not simulated.'),
  GENERATOR_BEHIND: told(
    'Particles of a generator start behind the calorimeter, where they do not shower or decay.',
  ),
  GENERATOR_CONFIG: usage('The parameters of a generator contradict each other.'),
  GENERATOR_DECAYED: told('Particles of a generator live too short and were decayed.'),
  GENERATOR_LATE: told('Particles of a generator start when nothing is read out.'),
  GENERATOR_MASS_CORRECTED: told(
    'Particles of a generator were decayed with another mass than theirs.',
  ),
  GENERATOR_OUTSIDE: told('Particles of a generator start outside of the detector.'),
  GENERATOR_UNDECAYED: told(
    'Particles of a generator live too short for the detector and are not decayed.',
  ),
  GENERATOR_UNKNOWN: usage('No generator has this name.'),
  GENERATOR_UNSEEN: told('Events of a generator have nothing but invisible particles.'),
<<<<<<< HEAD
  MACHINE_FILE: usage('The file of --machine cannot be read.'),
  MACHINE_SYNTAX: usage('The file of --machine is not YAML.'),
  MACHINE_UNKNOWN: usage('No built-in state of the machine has this name.'),
=======
  MACHINE_UNKNOWN: usage('No preset of the machine has this name.'),
>>>>>>> de87405 (feat: b2l1 processes lists cross sections beside independent ones; names and parameters of generators are types)
  MENU_BAD_COUNT: usage('A formula compares a count in a way its bits cannot decide.'),
  MENU_BAD_VALUE: usage('A value in the file of a menu is not what its key expects.'),
  MENU_CONTRADICTION: told('A line of the menu can never fire: its formula contradicts itself.'),
  MENU_DUPLICATE: usage('Two lines of a menu share a name or an output bit.'),
  MENU_FILE: usage('The file of a menu cannot be read.'),
  MENU_SYNTAX: usage('A formula, or the file of a menu, cannot be parsed.'),
  MENU_UNDRIVEN: told('A line of the menu can never fire: nothing sets one of its input bits.'),
  MENU_UNKNOWN: usage('No built-in menu has this name.'),
  MENU_UNKNOWN_BIT: usage('A formula names an input bit that does not exist.'),
  MENU_UNKNOWN_KEY: usage('The file of a menu has a key that does not exist.'),
  MENU_UNKNOWN_LINE: usage('The menu has no line of this name.'),
  MENU_UNSET_INPUT: told('Lines that can fire read inputs that nothing sets.'),
  MONITOR_BAD_COMMAND: told('The body of a command over HTTP is not what is accepted.'),
  MONITOR_BAD_TOKEN: usage('--token has too few characters, or some that are not allowed.'),
  MONITOR_CANNOT_LISTEN: failed('The server cannot listen at this address.'),
  MONITOR_FAILED: told('The server failed to answer a request; its log says why.'),
  MONITOR_NO_DASHBOARD: failed('The dashboard has not been built.'),
  MONITOR_PORT_IN_USE: failed('Another program listens on the port.'),
  MONITOR_TOKEN_REQUIRED: usage('An address that others can reach needs --token.'),
  NATS_BAD_MESSAGE: failed('A message over NATS cannot be read.'),
  NATS_DIFFERS: failed('A study over NATS was made by another program or engine than the worker.'),
  NATS_LOST: failed('The connection to the NATS server was lost.'),
  NATS_NO_JETSTREAM: failed('The NATS server runs without JetStream.'),
  NATS_PAYLOAD: failed('A shard is larger than the NATS server takes.'),
  NATS_SHARD_LOST: failed('A shard was given to several workers, and none has finished it.'),
  NATS_SILENT: failed('A study over NATS does not answer.'),
  NATS_STUDY_RUNNING: failed('The very same study is already running on the NATS server.'),
  NATS_UNREACHABLE: failed('There is no connection to the NATS server.'),
  NETWORKS_EXPERT: usage('A network file says that it is of another expert than its name.'),
  NETWORKS_FILE: usage('The file or folder of networks cannot be read.'),
  NETWORKS_INCOMPLETE: usage('One network was given where those of all experts are wanted.'),
  NETWORKS_NAMES: usage('Networks of one folder name different inputs or outputs.'),
  NETWORKS_SYNTAX: usage('The file of networks is not what its ending says.'),
  ONNX_SHAPE: usage('An ONNX network has other numbers of inputs, nodes or outputs than wanted.'),
  ONNX_SYNTAX: usage('The file is no ONNX model.'),
  ONNX_UNSUPPORTED: usage('An ONNX network has an operator that the trigger cannot compute.'),
  OUTPUT_FAILED: failed('A file of results cannot be written.'),
  READER_AT_REST: told('Final particles of a file are at rest and not simulated.'),
  READER_BAD_EVENT: told('An event of a file that cannot be used was passed over.'),
  READER_BAD_GZIP: failed('Compressed data of an event file are damaged.'),
  READER_BAD_PLACE: told(
    'The place of a collision in an event file cannot be used, and counts as not given.',
  ),
  READER_BEHIND: told(
    'Final particles of a file start behind the calorimeter, where they do not shower or decay.',
  ),
  READER_DECAYED: told('Final particles of a file live too short and were decayed.'),
  READER_EMPTY: failed('The event file is empty.'),
  READER_FASTER_THAN_LIGHT: told(
    'Particles of a file start farther away than light gets in their time.',
  ),
  READER_FRAME: failed('The beams of an event file are not along z.'),
  READER_FRAME_TAKEN: told('The frame that an event file was taken to be in, and why.'),
  READER_LATE: told('Final particles of a file start when nothing is read out.'),
  READER_LEADING_BEAMS: told('The two leading particles of events were taken for their beams.'),
  READER_LIFETIME: told('Final particles of a file have lifetimes of their own that are not used.'),
  READER_LIMIT: failed('A line, a number or an event of a file is beyond any real one.'),
  READER_LOST_DECAY: told(
    'Particles of a file are not final, but nothing comes out of them there.',
  ),
  READER_MALFORMED: failed('Something in an event file is not what its format says.'),
  READER_MASS_CORRECTED: told('Particles of a file were decayed with another mass than theirs.'),
  READER_NOTHING_FINAL: failed('Not one particle of an event file is final.'),
  READER_NO_END_MARK: told('An event file has no end mark and may have lost events.'),
  READER_NO_FINAL: told('Some events of a file have no final particle.'),
  READER_NO_LINE_END: told('The last line of an event file has no line end and may have been cut.'),
  READER_NO_UNITS: told('An event file names no units, and the default of its format was taken.'),
  READER_NO_VERTICES: told('The form of an event file has no place for vertices.'),
  READER_OFF_SHELL: told('Final particles of a file have another mass than theirs.'),
  READER_OPEN: failed('The event file cannot be opened or read.'),
  READER_OUTSIDE: told('Final particles of a file start outside of the detector.'),
  READER_PLACES_TAKEN: told('What was done with the vertices of an event file, and why.'),
  READER_REMARK: told('Lines of an event file that may matter are not part of its format.'),
  READER_STOPPED: told('Reading was stopped before the end of the event file.'),
  READER_TOO_ENERGETIC: told('Events of a file have far more energy than the beams.'),
  READER_TRAILING_BYTES: told(
    'Bytes behind the compressed data of an event file were passed over.',
  ),
  READER_TRUNCATED: failed('The event file ends inside an event or inside compressed data.'),
  READER_UNDECAYED: told(
    'Final particles of a file live too short for the detector and are not decayed.',
  ),
  READER_UNKNOWN_FORMAT: failed('The file is of no format of events that is read.'),
  READER_UNKNOWN_PARTICLE: told('Particles of a file have a code that is not known.'),
  READER_UNSEEN: told('Events of a file have nothing final but invisible particles.'),
  RECORDER_DIRECTORY: failed('The recorder cannot make files in its directory.'),
  RECORDER_FAILED: failed('The disk takes no more, and the run was told to end then.'),
  RECORDER_NO_HITS: failed('A run without hits cannot be recorded: a fault of ours.'),
  RECORDER_RECORD_TOO_LARGE: failed('A record is longer than the format of recordings allows.'),
  RECORDING_BAD_RECORD: failed('A record of a recording is damaged.'),
  RECORDING_EMPTY: failed('No segment of the recording begins with a readable run record.'),
  RECORDING_FORMAT: failed('The recording has a format that this version does not read.'),
  RECORDING_HITS: failed(
    'The recording lacks hits that the trigger now reads, or has senseless ones.',
  ),
  RECORDING_NEEDS: failed('The recording wants a reader that knows more than this version.'),
  RECORDING_NOT_FOUND: failed('There is no recording at this path.'),
  RECORDING_SEVERAL: failed('The path holds several runs: name one.'),
  REPLAY_DIFFERS: failed('Replayed decisions differ from the recorded ones.'),
  RUN_FAILED: failed('The run ended because one of its stages failed.'),
  RUN_NOT_RUNNING: told('A command stops a run that is not running.'),
  RUN_STILL_RUNNING: told('A command starts a run while one is running.'),
  SHARD_BAD: failed('A finished shard of a study cannot be read.'),
  SOURCE_NUMBER: failed('A source of particles has no number or name of its own.'),
  SOURCE_ORDER: failed('A source of particles lays its seeds over events in no order.'),
  STUDY_DIFFERS: usage('The folder of --out holds shards of another study.'),
  STUDY_FOLDER: usage('The folder of --out holds shards without a readable description.'),
  STUDY_UNFINISHED: usage('The folder of --out holds an interrupted study: --resume or delete it.'),
  USAGE_CARD: usage('The command study was called without a card.'),
  USAGE_ERROR_CODE: usage('No code of an error begins with this name.'),
  USAGE_EVENT: usage('--event names no event of the source.'),
  USAGE_EXPERT: usage('An expert was named where none is accepted, or one that does not exist.'),
  USAGE_IDLE_OPTION: usage('An option was given that has no effect here.'),
  USAGE_NATS: usage('--nats is no address of a server.'),
  USAGE_OUT: usage('The command derive cannot write a file of this ending.'),
  USAGE_PARAMETER: usage('No parameter begins with this name.'),
  USAGE_RECORD: usage('--record names no directory that files can be made in.'),
  USAGE_RESUME: usage('--resume was given without --out.'),
  USAGE_SOURCE: usage('The command explain wants a file or a process, and not both.'),
  WORKER_CARD: failed('A worker was asked to count without a card: a fault of ours.'),
  WORKER_ENTRY: failed('The file of a worker was started as a program.'),
  WORKER_FAILED: failed('A worker thread ended before its work was done.'),
  WRITER_COLUMN: usage('Two columns of the table of events would have one name.'),
  WRITER_ENDING: usage('The table of events has an ending that says no known format.'),
  WRITER_FAILED: failed('The table of events cannot be written.'),
  WS_BAD_MESSAGE: told('A client of the feed sent a message that cannot be read.'),
  WS_UNKNOWN_TOPIC: told('A client of the feed asked for a topic that does not exist.'),
} as const satisfies Readonly<Record<string, ErrorEntry>>;

/** A code of the list. */
export type ErrorCode = keyof typeof errorCodes;

/** All codes, in alphabetical order. */
export const errorCodeNames = Object.keys(errorCodes) as readonly ErrorCode[];
