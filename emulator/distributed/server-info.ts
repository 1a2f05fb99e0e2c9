import { connect } from 'node:net';

const waitMs = 2000;

/**
 * Whether a server says that it verifies the certificates of its clients: it does so in clear text,
 * before anything else, and not in words of TLS that a client would hear of.
 * @param server host and port
 * @returns false where nobody answers
 * @see NATS protocol, INFO, field tls_verify
 */
export function verifiesClients(server: string): Promise<boolean> {
  const { hostname, port } = new URL(`tcp://${server}`);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) });
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    let said = '';
    socket.setTimeout(waitMs, () => end(false));
    socket.on('error', () => end(false));
    socket.on('close', () => end(false));
    socket.on('data', (bytes) => {
      said += bytes.toString('latin1');
      if (said.includes('\r\n') || said.length > 65_536)
        end(/^INFO .*"tls_verify": ?true/.test(said));
    });
  });
}
