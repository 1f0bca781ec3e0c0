declare module 'proxy-from-env' {
  /** The proxy that the environment names for an address (`SMTP_PROXY`, `ALL_PROXY`, less NO_PROXY); '' for none. */
  export function getProxyForUrl(url: string): string;
}
