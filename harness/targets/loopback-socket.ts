import { Socket } from 'node:net'

/**
 * As it was when this module was loaded. MSW puts another one in its place to see every connection of the process; the
 * harness's own connections to its target must not go through there, where requests are parsed and rebuilt.
 */
// oxlint-disable-next-line typescript/unbound-method -- called with its socket below
const realConnect = Socket.prototype.connect

/** Opens a plain TCP connection that MSW does not see. */
export function openSocket(host: string, port: number): Socket {
  const socket = new Socket()
  socket.setNoDelay(true)
  Reflect.apply(realConnect, socket, [{ host, port }])
  return socket
}
