import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Connections of the port at once; each is a file descriptor, of which jobs need some too. */
const MOST = 64;

/**
 * Keeps a crowd from the port: beyond so many connections the one that has waited longest goes, so that whoever sends
 * slowly, or nothing, keeps neither others from asking nor the worker from its work.
 */
export function limitConnections(server: Server, most = MOST): void {
  const waiting = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    waiting.add(socket);
    socket.once('close', () => waiting.delete(socket));
    for (const oldest of waiting) {
      if (waiting.size <= most) break;
      waiting.delete(oldest);
      oldest.destroy();
    }
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    // Whoever has had an answer stands at the end of the line again.
    response.once('finish', () => {
      if (waiting.delete(socket)) waiting.add(socket);
    });
  });
}
