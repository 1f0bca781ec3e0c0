/** Variables by which HTTP clients are told their proxy; by old custom, in small letters too. */
const NAMES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'SMTP_PROXY'].flatMap((name) => [name, name.toLowerCase()]);

/**
 * What is wrong with the proxies of an environment, one sentence each; their values may hold passwords and are not
 * repeated. A proxy without a scheme is one that no client finds: requests would wait in silence.
 *
 * @example proxyProblems(new Map([['HTTPS_PROXY', 'proxy:3128']])) // => ['HTTPS_PROXY: has no scheme; …']
 */
export function proxyProblems(set: ReadonlyMap<string, string>): readonly string[] {
  return NAMES.flatMap((name) => {
    const value = set.get(name);
    if (value === undefined || (/^https?:\/\/[^/\s]/i.test(value) && URL.canParse(value))) return [];
    if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) {
      return [`${name}: has no scheme; write the proxy as http://host:port (or https://host:port)`];
    }
    return [`${name}: is no proxy that can be used; write it as http://host:port (or https://host:port)`];
  });
}

/** Every variable by which HTTP clients find their proxy, and whom to reach without one. They read the process's alone. */
export const PROXY_NAMES: readonly string[] = [...NAMES, 'NO_PROXY', 'no_proxy'];
