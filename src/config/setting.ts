export interface Setting {
  env: string;
  flag?: string;
  /** What a value looks like, for --help. */
  value?: string;
  meaning: string;
  default?: string;
}
