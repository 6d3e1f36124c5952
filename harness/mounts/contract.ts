import type { MockAzure } from '../mock-azure/contract.ts'

/** What a mount needs of a mock Azure. */
export type Cloud = Pick<MockAzure, 'answers' | 'handle' | 'ledger'>

/** The certificate authority of one run: P-256, valid from 2 days ago for 10 years, private keys in memory only. */
export interface CertificateAuthority {
  /** The CA certificate, PEM. */
  readonly certificatePem: string
  /** A leaf for one host (DNS name or IP address), made once per host. */
  leaf(host: string): Promise<{ readonly certificatePem: string; readonly privateKeyPem: string }>
}

/** A running listener that carries requests to a mock Azure. */
export interface Mount extends AsyncDisposable {
  /** For example `http://127.0.0.1:41234`. */
  readonly url: string
}

/** A forward proxy, whose hosts may show other certificates from some time on. */
export interface ForwardProxy extends Mount {
  /** Hosts show certificates of this authority from now on. Connections from before are closed. */
  present(authority: CertificateAuthority): void
}

export interface ForwardProxyOptions {
  readonly mock: Cloud
  readonly authority: CertificateAuthority
  /** Default 0: a free port. Always on 127.0.0.1 unless `host` says otherwise. */
  readonly port?: number
  readonly host?: string
}
