/** A spoken file as an engine gets it, and what comes of it. */
import type { Recognition, SpeechFile } from '../../src/recordings/transcription/engines/engine.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { samples } from './recordings.ts';

const { wav, seconds } = samples[0]!;
export const SPEECH: SpeechFile = { bytes: wav, type: 'audio/wav', seconds };

/** @throws what is no ToolError */
export async function outcome(
  work: Promise<Recognition>,
): Promise<{ kind: string; text: string; heard?: Recognition }> {
  try {
    return { kind: 'heard', text: '', heard: await work };
  } catch (error) {
    if (error instanceof ToolError) return { kind: error.kind, text: error.message };
    throw error;
  }
}
