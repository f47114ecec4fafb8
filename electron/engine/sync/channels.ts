import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { posix, win32 } from 'node:path'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { authorities, authorityNames } from '../../../shared/domain/authorities.ts'
import type { Authority } from '../../../shared/domain/authorities.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { FilesService } from '../files/service.ts'
import type { JournalService } from '../journal/service.ts'
import { ChannelStore } from './channel-store.ts'
import type { ChannelRow } from './channel-store.ts'
import { DeliveryStore } from './delivery-store.ts'
import type { ChannelKind } from './delivery-store.ts'

export type { ChannelRow } from './channel-store.ts'

type Channel = Output<'channels.save'>
type Settings = Input<'channels.save'>

export const channelKindNames: Readonly<Record<ChannelKind, string>> = {
  handCarried: 'U 盘递交',
  folders: '导入客户端文件夹',
  gateway: 'HTTPS 网关',
}

/** Before anything is set, everything is carried by hand. */
const unset = (authority: Authority): ChannelRow => ({
  authority,
  kind: 'handCarried',
  out_box: '',
  sent_box: '',
  in_box: '',
  fail_box: '',
  form: 'message',
  url: '',
  ca_file_id: null,
  pin: '',
  proxy: '',
  automatic: 1n,
  cursor: '',
  state: 'unset',
  state_at: null,
  message: '',
  next: '',
})

/** How each authority is reached (R-175 … R-180), and how that went last. */
export class ChannelsService {
  private readonly store: ChannelStore
  private readonly deliveries: DeliveryStore
  private readonly files: FilesService
  private readonly journal: JournalService
  private readonly clock: Clock

  constructor(db: Database, services: { files: FilesService; journal: JournalService }, clock: Clock) {
    this.store = new ChannelStore(db)
    this.deliveries = new DeliveryStore(db)
    this.files = services.files
    this.journal = services.journal
    this.clock = clock
  }

  of(authority: Authority): ChannelRow {
    return this.store.find(authority) ?? unset(authority)
  }

  list(): Output<'channels.list'> {
    return { channels: authorities.map((authority) => this.print(this.of(authority))) }
  }

  /** Those over which something can be sent and fetched. */
  usable(): ChannelRow[] {
    return authorities.map((authority) => this.of(authority)).filter(({ kind }) => kind !== 'handCarried')
  }

  /** Of the channels that work by themselves. */
  connection(): 'none' | 'connected' | 'offline' {
    const automatic = this.usable().filter((channel) => channel.automatic === 1n)
    if (automatic.length === 0) return 'none'
    return automatic.some(({ state }) => state === 'away' || state === 'refused') ? 'offline' : 'connected'
  }

  /** @throws Refusal channel.*, file.* */
  save(input: Settings): Channel {
    const { authority, kind, folders, gateway } = input
    if (kind === 'folders') checkFolders(folders)
    if (kind === 'gateway') this.checkGateway(gateway)
    const before = this.of(authority)
    const row: ChannelRow = {
      ...unset(authority),
      kind,
      out_box: folders.outBox,
      sent_box: folders.sentBox,
      in_box: folders.inBox,
      fail_box: folders.failBox,
      form: folders.form,
      url: gateway.url.replace(/\/+$/, ''),
      ca_file_id: gateway.caFileId,
      pin: gateway.pin,
      proxy: gateway.proxy,
      automatic: input.automatic ? 1n : 0n,
    }
    // Another gateway counts its receipts in another way.
    if (row.url === before.url) row.cursor = before.cursor
    if (kind !== 'handCarried') row.message = '已设定，尚未收发'
    this.store.save(row)
    this.journal.record({
      subject: `${authorityNames[authority]}通道`,
      what: `设定通道：${channelKindNames[kind]}`,
      before: told(before),
      after: told(row),
    })
    return this.print(row)
  }

  /** How the last look went; written where it is other than before. @returns whether it is */
  noteState(authority: Authority, now: Pick<ChannelRow, 'state' | 'message' | 'next'>): boolean {
    const before = this.of(authority)
    if (before.state === now.state && before.message === now.message) return false
    const at = before.state === now.state ? before.state_at : this.clock.now()
    this.store.saveState({ authority, ...now, state_at: at ?? this.clock.now() })
    return true
  }

  noteCursor(authority: Authority, cursor: string): void {
    this.store.saveCursor(authority, cursor)
  }

  /** Files of a folder that need not be looked at again. */
  seenIn(folder: string): ReadonlySet<string> {
    return new Set(this.store.seenIn(folder).map(({ name, size, modified }) => seenKey(name, size, modified)))
  }

  noteSeen(file: { folder: string; name: string; size: bigint; modified: bigint; sha256: string }): void {
    this.store.noteSeen({ ...file, at: this.clock.now() })
  }

  /** Where the enterprise's own CA lies; undefined where the computer's own are trusted. @throws Refusal file.* */
  caPath(row: ChannelRow): string | undefined {
    return row.ca_file_id === null ? undefined : this.files.require(row.ca_file_id).path
  }

  print(row: ChannelRow): Channel {
    const waiting = this.deliveries
      .countByState()
      .filter(({ authority, state }) => authority === row.authority && ['waiting', 'sending', 'unknown'].includes(state))
      .reduce((sum, { count }) => sum + count, 0)
    return {
      authority: row.authority,
      authorityName: authorityNames[row.authority],
      kind: row.kind,
      folders: { outBox: row.out_box, sentBox: row.sent_box, inBox: row.in_box, failBox: row.fail_box, form: row.form },
      gateway: { url: row.url, caFileId: row.ca_file_id, pin: row.pin, proxy: row.proxy },
      automatic: row.automatic === 1n,
      status: { state: row.state, at: row.state_at, message: row.message, next: row.next },
      waiting,
    }
  }

  private checkGateway({ url, caFileId, proxy }: Settings['gateway']): void {
    const address = URL.canParse(url) ? new URL(url) : undefined
    if (!address || address.protocol !== 'https:' || address.username + address.password + address.search + address.hash !== '')
      invalid('gateway.url', `网关地址“${url.slice(0, 100)}”须以 https:// 开头，不带账号与参数`, '请向接收单位核对网关地址')
    const through = URL.canParse(proxy) ? new URL(proxy) : undefined
    if (proxy !== '' && (!through || !/^http:\/\/[^/@\s]+:\d{1,5}\/?$/.test(proxy)))
      invalid('gateway.proxy', `代理“${proxy.slice(0, 100)}”须写成 http://主机:端口`, '请向网络管理员核对代理地址')
    if (caFileId !== null && !isCertificate(readFileSync(this.files.require(caFileId).path)))
      invalid('gateway.caFileId', '所选文件不是 PEM 格式的 CA 证书', '请重新选择企业的 CA 证书文件')
  }
}

export const seenKey = (name: string, size: bigint, modified: bigint): string => `${size} ${modified} ${name}`

const invalid = (field: string, message: string, next: string): never =>
  refuse({ code: 'channel.invalid', message, at: { field }, next })

function checkFolders({ outBox, sentBox, inBox, failBox }: Settings['folders']): void {
  const boxes = { outBox, sentBox, inBox, failBox }
  for (const [field, path] of Object.entries(boxes)) {
    if (path === '' && field !== 'failBox')
      invalid(`folders.${field}`, '文件夹没有填写', '请填写导入客户端的 OutBox、SentBox、InBox 文件夹')
    if (path !== '' && !posix.isAbsolute(path) && !/^([A-Za-z]:[\\/]|\\\\)/.test(path))
      invalid(`folders.${field}`, `文件夹“${path.slice(0, 100)}”不是完整路径`, '请从盘符开始填写完整路径')
  }
  const given = Object.values(boxes)
    .filter((path) => path !== '')
    .map((path) => (posix.isAbsolute(path) ? posix.resolve(path) : win32.resolve(path).toLowerCase()))
  if (new Set(given).size !== given.length)
    invalid('folders.outBox', '有两个文件夹是同一个', '请核对导入客户端的文件夹，四个各不相同')
}

/** At least one certificate, and nothing that is none. */
function isCertificate(bytes: Uint8Array): boolean {
  const pem = Buffer.from(bytes).toString('latin1')
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  try {
    return blocks.length > 0 && blocks.every((block) => new X509Certificate(block).raw.length > 0)
  } catch {
    return false
  }
}

const told = (row: ChannelRow): Record<string, string> => ({
  通道: channelKindNames[row.kind],
  OutBox: row.out_box,
  SentBox: row.sent_box,
  InBox: row.in_box,
  FailBox: row.fail_box,
  形式: row.form === 'message' ? '报文' : '申报包',
  网关: row.url,
  证书指纹: row.pin,
  代理: row.proxy,
  自动收发: row.automatic === 1n ? '是' : '否',
})
