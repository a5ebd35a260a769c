/** What transcription is held to; tests pass less. */
export const TRANSCRIPTION_LIMITS = {
  /** How long a call waits for a transcript: most hosts end a call after a minute. */
  answerMs: 45_000,
  /** What a call needs to answer before its own deadline. */
  marginMs: 500,
  /** Of a job's download, which belongs to no call. */
  downloadMs: 600_000,
  /** After which a job's download is reported: a quick one is over before anybody wonders. */
  quietDownloadMs: 2_000,
  /** Audio is kept in memory while it is transcribed: three hours of two A-law channels. */
  maxAudioBytes: 180_000_000,
  /** Recordings in memory at a time. */
  maxParallelJobs: 2,
  /** Jobs and transcripts that a session remembers. */
  maxKeptJobs: 50,
  /** After which a replica that says nothing is dead, and another begins its job anew. */
  leaseMs: 30_000,
  /** How often a replica looks how far another one is. */
  pollMs: 1_000,
};

export type TranscriptionLimits = typeof TRANSCRIPTION_LIMITS;
