/** The way to the loudspeaker, at the rate of the recording, so that its samples are played as they are. */

/** Returns what makes it at the first click: before, browsers forbid it. @param rate in samples a second, once it is known */
export function lazyContext(rate: () => number | undefined): () => AudioContext {
  let made: AudioContext | undefined;
  return () => {
    made ??= newContext(rate());
    return made;
  };
}

function newContext(sampleRate: number | undefined): AudioContext {
  try {
    return new AudioContext({ sampleRate });
  } catch {
    // Not every browser has every rate; this one resamples.
    return new AudioContext();
  }
}
