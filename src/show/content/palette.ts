import type { Slice } from './content.ts';

/** Colours that stay apart for colour-blind eyes and hold on white and on dark; `ink` is readable upon the fill. */
export const SLICE_COLOURS: Readonly<Record<Slice['key'], { readonly fill: string; readonly ink: string }>> = {
  work: { fill: '#1f5fa8', ink: '#ffffff' },
  closed: { fill: '#9db4cc', ink: '#14202c' },
  zones: { fill: '#e0a030', ink: '#14202c' },
  customer: { fill: '#6aa889', ink: '#14202c' },
  third_party: { fill: '#b57ba6', ink: '#14202c' },
  other: { fill: '#b9bec4', ink: '#14202c' },
};
