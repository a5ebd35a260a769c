/** One transcript in every form in which engines write it. */

/** As OpenAI documents it; faster-whisper's servers and openai-whisper's files have the same in other words. */
export const VERBOSE = {
  task: 'transcribe',
  language: 'swedish',
  duration: 4.5,
  text: ' Hej, det är Anna på Hitrate. Hej!',
  segments: [
    {
      id: 0,
      seek: 0,
      start: 0.0,
      end: 2.48,
      text: ' Hej, det är Anna på Hitrate.',
      tokens: [50364, 12],
      temperature: 0,
      avg_logprob: -0.28,
      compression_ratio: 1.2,
      no_speech_prob: 0.01,
    },
    { id: 1, seek: 0, start: 2.48, end: 4.1, text: ' Hej!', tokens: [], temperature: 0 },
  ],
};

/** As whisper-cli's -oj writes it. */
export const WHISPER_CPP = {
  systeminfo: 'AVX = 1',
  model: { type: 'base', multilingual: true },
  params: { model: 'ggml-base.bin', language: 'sv', translate: false },
  result: { language: 'sv' },
  transcription: [
    {
      timestamps: { from: '00:00:00,000', to: '00:00:02,480' },
      offsets: { from: 0, to: 2480 },
      text: ' Hej, det är Anna på Hitrate.',
    },
    {
      timestamps: { from: '00:00:02,480', to: '00:00:04,100' },
      offsets: { from: 2480, to: 4100 },
      text: ' Hej!',
    },
  ],
};

export const FORMS: [string, string][] = [
  [
    'lines of whisper-cli',
    '\n[00:00:00.000 --> 00:00:02.480]   Hej, det är Anna på Hitrate.\n[00:00:02.480 --> 00:00:04.100]   Hej!\n\n',
  ],
  [
    'lines of openai-whisper, after what it says first',
    'Detecting language using up to the first 30 seconds.\nDetected language: Swedish\n[00:00.000 --> 00:02.480]  Hej, det är Anna på Hitrate.\n[00:02.480 --> 00:04.100]  Hej!\n',
  ],
  [
    "lines of faster-whisper's example",
    '[0.00s -> 2.48s]  Hej, det är Anna på Hitrate.\r\n[2.48s -> 4.10s]  Hej!\r\n',
  ],
  [
    'SRT',
    '1\n00:00:00,000 --> 00:00:02,480\nHej, det är Anna\npå Hitrate.\n\n2\n00:00:02,480 --> 00:00:04,100\nHej!\n',
  ],
  [
    'SRT with a byte order mark and line ends of Windows',
    '\ufeff1\r\n00:00:00,000 --> 00:00:02,480\r\nHej, det är Anna\r\npå Hitrate.\r\n\r\n2\r\n00:00:02,480 --> 00:00:04,100\r\nHej!\r\n',
  ],
  [
    'VTT with notes, names and settings',
    'WEBVTT - a call\n\nNOTE 00:01 is\nnot said\n\nfirst\n00:00.000 --> 00:02.480 align:start position:0%\nHej, det är Anna på Hitrate.\n\n00:02.480 --> 00:04.100\nHej!\n',
  ],
];
