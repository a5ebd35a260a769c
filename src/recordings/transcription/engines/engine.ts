/** What turns speech into text: a program or a server of the operator's choice, behind one small interface. */

/** A file that an engine can read. */
export interface SpeechFile {
  bytes: Buffer;
  type: 'audio/wav' | 'audio/mpeg';
  /** Its length. */
  seconds: number;
}

/** Times in seconds from the start of the file. */
export interface Segment {
  start_s: number;
  end_s: number;
  text: string;
}

/** What an engine made of a file. No segment at all: nothing was said. */
export interface Recognition {
  /** Within the file's length, in order of their starts, none empty. */
  segments: Segment[];
  /** As the engine names it, where it does. */
  language?: string;
  /** False where the engine tells no times: then there is one segment, as long as the file. */
  timed: boolean;
}

export interface SpeechEngine {
  /** For the log and the doctor, never for answers: such as `whisper-1 at https://api.openai.com`. */
  name: string;
  /** How many files it takes at a time. */
  parallel: number;
  /** @throws ToolError; the signal's reason when that aborts */
  transcribe(speech: SpeechFile, signal: AbortSignal): Promise<Recognition>;
}
