/** Settings of Patroni and HAProxy, as the operations document gives them, with short times. */

/** Ports of one node on 127.0.0.1. */
export interface NodePorts {
  readonly name: string;
  readonly postgres: number;
  readonly rest: number;
}

/** Whoever holds the leader's key and is silent for so long has lost it. Patroni takes no less. */
const TTL_S = 20;
const LOOP_WAIT_S = 2;
const RETRY_TIMEOUT_S = 5;

/** JSON, which is YAML too. */
export function patroniSettings(
  node: NodePorts,
  { folder, bin, etcd }: { readonly folder: string; readonly bin: string; readonly etcd: number },
): string {
  return JSON.stringify({
    scope: 'chengtu',
    name: node.name,
    restapi: { listen: `127.0.0.1:${node.rest}`, connect_address: `127.0.0.1:${node.rest}` },
    // By `etcd3`, Patroni 3.0 lets a primary that stood still take its role back, and what was written since is lost.
    etcd: { host: `127.0.0.1:${etcd}` },
    bootstrap: {
      dcs: {
        ttl: TTL_S,
        loop_wait: LOOP_WAIT_S,
        retry_timeout: RETRY_TIMEOUT_S,
        // A primary whose server has died is not started again first: a standby takes over.
        primary_start_timeout: 0,
        synchronous_mode: true,
        postgresql: {
          use_pg_rewind: true,
          use_slots: true,
          parameters: {
            max_connections: 200,
            shared_buffers: '128MB',
            wal_log_hints: 'on',
            hot_standby_feedback: 'on',
            wal_keep_size: '512MB',
            max_wal_size: '2GB',
          },
        },
      },
      initdb: [{ encoding: 'UTF8' }, { locale: 'C.UTF-8' }, 'data-checksums'],
    },
    postgresql: {
      listen: `127.0.0.1:${node.postgres}`,
      connect_address: `127.0.0.1:${node.postgres}`,
      data_dir: `${folder}/data`,
      bin_dir: bin,
      pgpass: `${folder}/pgpass`,
      // Nobody but this machine reaches the ports.
      authentication: { superuser: { username: 'postgres' }, replication: { username: 'replicator' } },
      pg_hba: [
        'local all all trust',
        'host all all 127.0.0.1/32 trust',
        'local replication all trust',
        'host replication all 127.0.0.1/32 trust',
      ],
      parameters: { unix_socket_directories: folder },
    },
    tags: {},
  });
}

/** One address that leads to the primary. Connections to a server that is none any more are cut. */
export function haproxySettings(port: number, nodes: readonly NodePorts[]): string {
  return `global
  maxconn 2000
defaults
  mode tcp
  retries 2
  timeout connect 2s
  timeout client 1h
  timeout server 1h
  timeout check 2s
listen primary
  bind 127.0.0.1:${port}
  option httpchk GET /primary
  http-check expect status 200
  default-server inter 500ms fastinter 200ms downinter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
${nodes.map(({ name, postgres, rest }) => `  server ${name} 127.0.0.1:${postgres} check port ${rest}`).join('\n')}
`;
}
