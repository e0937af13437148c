// A line between the browser and kipp that counts what goes up, can be slow, and can be cut.
import { connect, createServer, type Server, type Socket } from 'node:net'

export class Line {
  /** Bytes that went up to the server. */
  up = 0
  private cut = false
  private cutAt = Number.POSITIVE_INFINITY
  private open = new Set<Socket>()

  private constructor(
    private server: Server,
    readonly url: string,
  ) {}

  /** Opens a line to a kipp; `pace` is in bytes a second. */
  static async to(url: string, pace = Number.POSITIVE_INFINITY): Promise<Line> {
    const { hostname, port } = new URL(url)
    const server = createServer()
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const { port: own } = server.address() as { port: number }
    const line = new Line(server, `http://127.0.0.1:${own}`)
    server.on('connection', (down) => {
      if (line.cut) return down.destroy()
      const far = connect(Number(port), hostname)
      for (const socket of [down, far]) {
        line.open.add(socket)
        socket.on('error', () => {})
        socket.on('close', () => {
          line.open.delete(socket)
          down.destroy()
          far.destroy()
        })
      }
      far.pipe(down)
      down.on('data', (bytes: Buffer) => {
        line.up += bytes.length
        far.write(bytes)
        if (line.up >= line.cutAt) return line.sever()
        if (Number.isFinite(pace)) {
          down.pause()
          setTimeout(() => down.resume(), (bytes.length / pace) * 1000)
        }
      })
    })
    return line
  }

  /** Cuts the line once so many more bytes have gone up; resolves when it is cut. */
  async cutAfter(bytes: number) {
    this.cutAt = this.up + bytes
    while (!this.cut) await new Promise((go) => setTimeout(go, 20))
  }

  /** Cuts it now. */
  sever() {
    this.cut = true
    this.cutAt = Number.POSITIVE_INFINITY
    for (const socket of this.open) socket.destroy()
  }

  /** Mends it. */
  mend() {
    this.cut = false
  }

  close() {
    this.sever()
    this.server.close()
  }
}
