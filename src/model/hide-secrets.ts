/** Shorter ones would be found in any text; no token or password that is worth hiding is so short. */
const SHORTEST = 4;

/**
 * Makes what cuts these secrets out of texts, wherever they stand in them: as they are, as they stand in a URL, and as
 * they stand in JSON.
 */
export function hideSecrets(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= SHORTEST)
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
  // A secret that holds another one goes first, or its rest would stay.
  const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return (text) => {
    let clean = text;
    for (const form of longestFirst) clean = clean.replaceAll(form, '[secret]');
    return clean;
  };
}
