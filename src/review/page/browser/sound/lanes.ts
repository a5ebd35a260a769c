/** The waveform, one lane for each channel, and the place in it: seen, dragged, and moved by keys. */

import type { ReviewMark } from '../../../../define/recording.ts';
import { element } from '../../../../pages/browser/elements.ts';
import { clockTime } from '../../text/clock-time.ts';
import { words } from '../own-words.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** Of a lane's drawing; it is stretched to its place. */
const HEIGHT = 100;
const KEY_STEPS: Record<string, number> = {
  ArrowRight: 5,
  ArrowUp: 5,
  ArrowLeft: -5,
  ArrowDown: -5,
  PageUp: 30,
  PageDown: -30,
};

/** What a lane is called: a speaker as the settings name them. */
export function sideName(name: string): string {
  const own = words();
  const [, number] = /^channel (\d+)$/i.exec(name) ?? [];
  return number ? own.channel(number) : (own.sides[name.toLowerCase()] ?? name);
}

/** @param peaks per channel, 0 to 1. @param sides names of the channels, where there are two */
export function drawLanes(peaks: readonly (readonly number[])[], sides: readonly string[]): void {
  const shown = peaks.length ? peaks : [[]];
  element('lanes').replaceChildren(
    ...shown.map((values, channel) => laneOf(values, sides[channel] && sideName(sides[channel]))),
  );
}

function laneOf(peaks: readonly number[], name: string | undefined): HTMLElement {
  const lane = document.createElement('div');
  lane.className = 'lane';
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${Math.max(1, peaks.length)} ${HEIGHT}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('class', 'drawing');
  svg.setAttribute('aria-hidden', 'true');
  for (const part of ['all', 'heard']) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('class', part);
    path.setAttribute('d', outlineOf(peaks));
    svg.append(path);
  }
  if (name) {
    const label = document.createElement('span');
    label.className = 'side';
    label.textContent = name;
    lane.append(label);
  }
  lane.append(svg);
  return lane;
}

/** Up along the peaks and back below, around the middle. */
function outlineOf(peaks: readonly number[]): string {
  const middle = HEIGHT / 2;
  // Telephone speech is quiet: the square root shows its low parts too.
  const heights = peaks.map((peak) => Math.max(0.5, Math.sqrt(peak) * (middle - 4)));
  const up = heights.map((height, x) => `${x} ${(middle - height).toFixed(1)}H${x + 1}`);
  const down = heights.map((height, x) => `${x + 1} ${(middle + height).toFixed(1)}H${x}`).reverse();
  return peaks.length ? `M0 ${middle}L${up.join('L')}L${down.join('L')}Z` : `M0 ${middle}H1`;
}

/** The numbers of the checklist above the lanes. */
export function drawMarks(marks: readonly ReviewMark[], duration: number): void {
  const flags = marks.flatMap(({ said, time }, i) => {
    if (time === undefined || duration <= 0 || time > duration) return [];
    const flag = document.createElement('span');
    flag.className = 'flag';
    flag.dataset.said = said;
    flag.textContent = String(i + 1);
    flag.style.setProperty('--at', String(time / duration));
    return [flag];
  });
  element('marks').replaceChildren(...flags);
  element('marks').hidden = flags.length === 0;
}

export function showPosition(seconds: number, duration: number): void {
  const slider = element('position');
  const [at, all] = [clockTime(seconds), clockTime(duration)];
  element('at').textContent = at;
  element('all').textContent = duration > 0 ? all : '–:––';
  const style = element('player').style;
  style.setProperty('--at', String(duration > 0 ? Math.min(1, seconds / duration) : 0));
  slider.setAttribute('aria-valuemax', String(Math.max(1, Math.round(duration))));
  slider.setAttribute('aria-valuenow', String(Math.floor(seconds)));
  slider.setAttribute('aria-valuetext', words().positionText(at, all));
}

interface SliderOptions {
  duration(): number;
  position(): number;
  seek(seconds: number): void;
}

/** Lets the person move the position. */
export function startSlider({ duration, position, seek }: SliderOptions): void {
  const slider = element('position');
  const seekTo = ({ clientX }: PointerEvent) => {
    const { left, width } = slider.getBoundingClientRect();
    if (duration() > 0) seek(Math.min(1, Math.max(0, (clientX - left) / width)) * duration());
  };
  slider.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    slider.setPointerCapture(event.pointerId);
    seekTo(event);
  });
  slider.addEventListener('pointermove', (event) => {
    if (slider.hasPointerCapture(event.pointerId)) seekTo(event);
  });
  slider.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = KEY_STEPS[event.key];
    const place = event.key === 'Home' ? 0 : event.key === 'End' ? duration() : undefined;
    if (step === undefined && place === undefined) return;
    // The page's own keys are not to move it twice.
    event.preventDefault();
    event.stopPropagation();
    seek(place ?? position() + step!);
  });
}
