/** What a job does: it downloads its recording and recognises the speech in it. */
import type { Progress } from '../../define/tool-context.ts';
import type { Endpoints } from '../../dialer/endpoints.ts';
import { megabytes } from '../../dialer/reply/response-body.ts';
import { withDeadline } from '../../shared/deadline.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { createMemorySink, fetchRecording, type SizeLimit } from '../fetch-recording.ts';
import type { ResourceRegistry } from '../resource-registry.ts';
import { createSharedWork } from './job-queue.ts';
import type { JobSource } from './job-source.ts';
import type { JobReport, JobWork } from './jobs.ts';
import type { TranscriptionLimits } from './limits.ts';
import type { Recognise, Transcript } from './recognise.ts';

export function createJobWork(
  endpoints: Pick<Endpoints, 'download'>,
  registry: ResourceRegistry,
  recognise: Recognise,
  { downloadMs, quietDownloadMs, maxAudioBytes, maxKeptJobs }: TranscriptionLimits,
): JobWork {
  const limit = { bytes: maxAudioBytes, tooLarge: tooLargeError(maxAudioBytes) };
  /** By the sha256 of the audio. */
  const transcripts = createSharedWork<Transcript>(maxKeptJobs);

  async function downloadAudio(
    { tool, args, clip, uri, title }: JobSource,
    signal: AbortSignal,
    report: JobReport,
  ) {
    const sink = createMemorySink();
    const quietUntil = performance.now() + quietDownloadMs;
    const progress: Progress = (done, total) => {
      if (performance.now() >= quietUntil) report.download(done, total);
    };
    const recording = await withDeadline(downloadMs, signal, async (deadline) => {
      const download = await endpoints.download(tool.name, args, deadline);
      return fetchRecording(download, { clip, limit, progress, ...sink });
    });
    const { type, bytes } = recording;
    if (!type.startsWith('audio/'))
      throw new ToolError('bad_answer', 'The dialer answered with a PDF instead of sound.');
    await registry.add({ uri, title, type, bytes });
    return { ...recording, content: sink.bytes };
  }

  return async (id, source, signal, report) => {
    const { content, type, sound, sha256 } = await downloadAudio(source, signal, report);
    report.audio(sha256);
    // A clip of a file with a wrong header has no hash: it is recognised anew.
    const transcript = await transcripts(sha256 ?? id, signal, (stopped) =>
      recognise({ bytes: content(), type, seconds: sound.duration_s ?? 0 }, stopped, report.progress),
    );
    return { transcript, from_s: sound.start_s ?? 0 };
  };
}

const tooLargeError =
  (maxBytes: number): SizeLimit['tooLarge'] =>
  (size, seconds) =>
    new ToolError(
      'too_large',
      `The recording has ${size}; ${megabytes(maxBytes)} can be transcribed at a time. Ask for a clip with start_s and end_s${seconds ? `, of ${seconds} s at most` : ''}.`,
    );
