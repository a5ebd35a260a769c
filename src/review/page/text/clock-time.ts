/** Returns `1:05`, or `1:02:03` from an hour on. */
export function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 60) % 60, whole % 60];
  const hours = Math.floor(whole / 3600);
  const padded = parts.map((part, i) =>
    i === 0 && hours === 0 ? String(part) : String(part).padStart(2, '0'),
  );
  return [...(hours ? [hours] : []), ...padded].join(':');
}
