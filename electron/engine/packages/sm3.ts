const rotate = (x: number, n: number): number => (x << n) | (x >>> (32 - n))

/** The constants T of the 64 rounds, turned as the round asks. */
const constants = Int32Array.from({ length: 64 }, (_, round) => rotate(round < 16 ? 0x79cc4519 : 0x7a879d8a, round % 32))

/** SM3 (GB/T 32905-2016) of bytes that come one piece after another, which the library does not take. */
export class Sm3 {
  private readonly state = Int32Array.of(
    0x7380166f,
    0x4914b2b9,
    0x172442d7,
    0xda8a0600,
    0xa96f30bc,
    0x163138aa,
    0xe38dee4d,
    0xb0fb0e4e,
  )
  private readonly words = new Int32Array(68)
  private rest: Uint8Array = new Uint8Array()
  private length = 0

  update(bytes: Uint8Array): void {
    this.length += bytes.length
    const all = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes])
    const whole = all.length - (all.length % 64)
    const view = new DataView(all.buffer, all.byteOffset, all.byteLength)
    for (let at = 0; at < whole; at += 64) this.compress(view, at)
    this.rest = all.slice(whole)
  }

  /** In hex; nothing more is taken in afterwards. */
  digest(): string {
    const { length } = this
    const end = Buffer.alloc((this.rest.length < 56 ? 56 : 120) - this.rest.length + 8)
    end[0] = 0x80
    end.writeBigUInt64BE(BigInt(length) * 8n, end.length - 8)
    this.update(end)
    return [...this.state].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
  }

  /** Words are read with the type they have: the tables are as long as the rounds ask. */
  private compress(bytes: DataView, at: number): void {
    const { words: w, state } = this
    for (let j = 0; j < 16; j++) w[j] = bytes.getInt32(at + 4 * j)
    for (let j = 16; j < 68; j++) {
      const x = (w[j - 16] as number) ^ (w[j - 9] as number) ^ rotate(w[j - 3] as number, 15)
      w[j] = x ^ rotate(x, 15) ^ rotate(x, 23) ^ rotate(w[j - 13] as number, 7) ^ (w[j - 6] as number)
    }
    let a = state[0] as number
    let b = state[1] as number
    let c = state[2] as number
    let d = state[3] as number
    let e = state[4] as number
    let f = state[5] as number
    let g = state[6] as number
    let h = state[7] as number
    for (let j = 0; j < 64; j++) {
      const turned = rotate(a, 12)
      const s1 = rotate((turned + e + (constants[j] as number)) | 0, 7)
      const word = w[j] as number
      const t1 = ((j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c)) + d + (s1 ^ turned) + (word ^ (w[j + 4] as number))) | 0
      const t2 = ((j < 16 ? e ^ f ^ g : (e & f) | (~e & g)) + h + s1 + word) | 0
      d = c
      c = rotate(b, 9)
      b = a
      a = t1
      h = g
      g = rotate(f, 19)
      f = e
      e = t2 ^ rotate(t2, 9) ^ rotate(t2, 17)
    }
    state[0] = (state[0] as number) ^ a
    state[1] = (state[1] as number) ^ b
    state[2] = (state[2] as number) ^ c
    state[3] = (state[3] as number) ^ d
    state[4] = (state[4] as number) ^ e
    state[5] = (state[5] as number) ^ f
    state[6] = (state[6] as number) ^ g
    state[7] = (state[7] as number) ^ h
  }
}
