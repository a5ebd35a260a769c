/** The player as the person sees it: its buttons, the waveform, and what is wrong with the sound. */

import { element, language, setText } from '../../../../pages/browser/elements.ts';
import type { ReviewState } from '../../protocol.ts';
import { problemText, words } from '../own-words.ts';
import type { Source } from '../source.ts';
import { createClips } from './clips.ts';
import { lazyContext } from './context.ts';
import { startKeys } from './keys.ts';
import { drawLanes, drawMarks, showPosition, startSlider } from './lanes.ts';
import { createPlayer, type Player } from './player.ts';
import { readWaveform, type Waveform } from './waveform.ts';

export interface SoundView {
  player: Player;
  render(): void;
}

interface SoundOptions {
  state: ReviewState;
  source: Source;
  onPosition(seconds: number): void;
  /** To the next line of the transcript, or the one before. */
  step(by: 1 | -1): void;
}

export function createSoundView({ state, source, onPosition, step }: SoundOptions): SoundView {
  const { subject, marks, start_s = 0 } = state;
  let waveform: Waveform | undefined;
  let waveformError: unknown;
  let problem: unknown;
  const duration = () => waveform?.duration_s ?? subject.duration_s ?? 0;
  const context = lazyContext(() => waveform?.sample_rate_hz);
  const player = createPlayer({
    clips: createClips(source, subject.recording, context),
    context,
    duration,
    onChange() {
      if (player.isPlaying()) problem = undefined;
      renderControls();
      showPlace();
      keepShowing();
    },
    onProblem(error) {
      problem = error;
    },
  });

  function showPlace(): void {
    showPosition(player.position(), duration());
    onPosition(player.position());
  }

  const keepShowing = withEachPicture(player.isPlaying, () => {
    showPlace();
    setText('sound-status', statusText());
  });

  function renderControls(): void {
    showControls(player);
    setText('sound-problem', problem === undefined ? '' : problemText('sound', problem));
    setText('sound-status', statusText());
  }

  function statusText(): string {
    const own = words();
    if (player.isWaiting()) return own.loadingSound;
    if (waveformError !== undefined) return problemText('waveform', waveformError);
    if (!waveform) return own.loadingWaveform;
    return waveform.peaks.length ? '' : own.noWaveform;
  }

  function render(): void {
    drawLanes(waveform?.peaks ?? [], waveform?.sides ?? []);
    drawMarks(marks, duration());
    renderControls();
    showPlace();
  }

  startControls(player, duration, step);
  tellHeight();
  player.seek(start_s);
  readWaveform(source, subject)
    .then(
      (read) => {
        waveform = read;
      },
      (error) => {
        waveformError = error;
      },
    )
    .finally(render);
  return { player, render };
}

function startControls(player: Player, duration: () => number, step: (by: 1 | -1) => void): void {
  const seekBy = (seconds: number) => player.seek(player.position() + seconds);
  element('play').addEventListener('click', player.toggle);
  for (const button of document.querySelectorAll<HTMLElement>('[data-speed]'))
    button.addEventListener('click', () => player.setSpeed(Number(button.dataset.speed)));
  startSlider({ duration, position: player.position, seek: player.seek });
  startKeys({ toggle: player.toggle, seekBy, step });
}

function showControls(player: Player): void {
  const own = words();
  const play = element('play');
  play.dataset.playing = String(player.isPlaying());
  play.setAttribute('aria-label', player.isPlaying() ? own.pause : own.play);
  for (const button of document.querySelectorAll<HTMLElement>('[data-speed]')) {
    const speed = Number(button.dataset.speed);
    button.textContent = `${speed.toLocaleString(language())}×`;
    button.setAttribute('aria-pressed', String(speed === player.speed()));
  }
}

/** Returns what begins to draw with every picture that the browser shows, for as long as that is needed. */
function withEachPicture(isNeeded: () => boolean, draw: () => void): () => void {
  let frame = 0;
  const next = () => {
    cancelAnimationFrame(frame);
    if (!isNeeded()) return;
    frame = requestAnimationFrame(() => {
      draw();
      next();
    });
  };
  return next;
}

/** What stays below the player on a narrow page must know how high it is. */
function tellHeight(): void {
  const player = element('player');
  new ResizeObserver(() => {
    document.documentElement.style.setProperty('--player', `${player.offsetHeight}px`);
  }).observe(player);
}
