import type { Authority } from '../../../shared/domain/authorities.ts'
import type { Database } from '../database/connection.ts'
import type { ChannelKind } from './delivery-store.ts'

export interface ChannelRow {
  authority: Authority
  kind: ChannelKind
  out_box: string
  sent_box: string
  in_box: string
  fail_box: string
  form: 'message' | 'package'
  url: string
  ca_file_id: string | null
  pin: string
  proxy: string
  automatic: bigint
  cursor: string
  state: 'unset' | 'ready' | 'away' | 'refused'
  state_at: string | null
  message: string
  next: string
}

export class ChannelStore {
  private readonly one
  private readonly put
  private readonly setCursor
  private readonly setState
  private readonly seen
  private readonly addSeen

  constructor(db: Database) {
    this.one = db.prepare<[Authority], ChannelRow>('SELECT * FROM channel WHERE authority = ?')
    this.put = db.prepare<ChannelRow>(`
      INSERT OR REPLACE INTO channel (authority, kind, out_box, sent_box, in_box, fail_box, form, url, ca_file_id, pin, proxy, automatic, cursor, state, state_at, message, next)
      VALUES (@authority, @kind, @out_box, @sent_box, @in_box, @fail_box, @form, @url, @ca_file_id, @pin, @proxy, @automatic, @cursor, @state, @state_at, @message, @next)`)
    this.setCursor = db.prepare<[string, Authority]>('UPDATE channel SET cursor = ? WHERE authority = ?')
    this.setState = db.prepare<Pick<ChannelRow, 'authority' | 'state' | 'state_at' | 'message' | 'next'>>(
      'UPDATE channel SET state = @state, state_at = @state_at, message = @message, next = @next WHERE authority = @authority',
    )
    this.seen = db.prepare<[string], { name: string; size: bigint; modified: bigint }>(
      'SELECT name, size, modified FROM seen_file WHERE folder = ?',
    )
    this.addSeen = db.prepare<{ folder: string; name: string; size: bigint; modified: bigint; sha256: string; at: string }>(
      'INSERT OR IGNORE INTO seen_file VALUES (@folder, @name, @size, @modified, @sha256, @at)',
    )
  }

  find(authority: Authority): ChannelRow | undefined {
    return this.one.get(authority)
  }

  save(row: ChannelRow): void {
    this.put.run(row)
  }

  saveCursor(authority: Authority, cursor: string): void {
    this.setCursor.run(cursor, authority)
  }

  saveState(row: Pick<ChannelRow, 'authority' | 'state' | 'state_at' | 'message' | 'next'>): void {
    this.setState.run(row)
  }

  seenIn(folder: string): { name: string; size: bigint; modified: bigint }[] {
    return this.seen.all(folder)
  }

  noteSeen(row: { folder: string; name: string; size: bigint; modified: bigint; sha256: string; at: string }): void {
    this.addSeen.run(row)
  }
}
