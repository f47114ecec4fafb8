import { paths } from '../../../shared/contract/paths.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import { noQuantity } from '../../../shared/domain/exact.ts'
import type { EnterpriseService } from '../enterprise/service.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { MatchingService } from './matching.ts'
import type { PackageReading } from './package-reading.ts'
import type { TransfersService } from './service.ts'
import type { TransferRow, TransferStore } from './transfer-store.ts'

interface Neighbours {
  enterprise: EnterpriseService
  handbookLife: HandbookLifeService
  matching: MatchingService
  transfers: TransfersService
}

/** Why a package cannot be taken in: what is refused on import, and shown before it. */
interface Obstacle {
  code: string
  rule: string
  message: string
  next: string
  to: string | null
}

/** What keeps a partner's package out: whom it is from and for, what has come before it, and goods that nobody knows. */
export class PackageObstacles {
  private readonly store: TransferStore
  private readonly services: Neighbours

  constructor(store: TransferStore, services: Neighbours) {
    this.store = store
    this.services = services
  }

  of(reading: PackageReading): Obstacle[] {
    return reading.isRead ? [] : [...this.whoObstacles(reading), ...this.orderObstacles(reading), ...this.goodsObstacles(reading)]
  }

  /** From whom, and for whom. */
  private whoObstacles({ given, seen, partner, handbook }: PackageReading): Obstacle[] {
    const { from, to } = given.content
    const found: Obstacle[] = []
    const add = (code: string, message: string, next: string, at: string | null) =>
      void found.push({ code, rule: 'R-50', message, next, to: at })
    const own = this.services.enterprise.get()
    const register = paths.transfers('partners')
    if (own?.creditCode !== to.creditCode)
      add(
        'transfer.notForUs',
        `这个结转包是给“${to.name}”（${to.creditCode}）的，不是给本企业的`,
        '请退还对方，索取给本企业的结转包',
        null,
      )
    if (!partner)
      add(
        'transfer.unknownPartner',
        `“${from.name}”（${from.creditCode}）还没有登记为往来企业`,
        '请先登记这家企业，并核对签名密钥的指纹',
        register,
      )
    else if (partner.fingerprint === null)
      add(
        'transfer.untrustedKey',
        `“${partner.name}”的签名密钥还没有确认`,
        `请电话或当面核对指纹 ${given.fingerprint}，确认后再读入`,
        register,
      )
    else if (partner.fingerprint !== given.fingerprint)
      add(
        'transfer.otherKey',
        `签名密钥（${given.fingerprint}）不是已确认的“${partner.name}”的密钥（${partner.fingerprint}）`,
        '请向对方核实是否换过密钥；核实以前不要使用这个文件',
        register,
      )
    if (!handbook)
      add(
        'transfer.unknownHandbook',
        `账内没有手册 ${seen.handbookNo}`,
        '请与对方核对我方的手册编号，或先导入这本手册',
        paths.handbooks,
      )
    else if (this.services.handbookLife.life(handbook.id).closed)
      add(
        'handbook.closed',
        `手册 ${seen.handbookNo} 已结案，不再变动（R-18）`,
        '请与对方核对手册编号',
        paths.handbook(seen.handbookNo),
      )
    return found
  }

  /** What we have of this transfer already, and whether this comes after it. */
  private orderObstacles(reading: PackageReading): Obstacle[] {
    const { given, seen, partner, handbook, held } = reading
    const refused = (code: string, message: string, next: string): Obstacle[] => [
      { code, rule: 'R-50', message, next, to: held ? paths.transfer(held.transfer_id) : null },
    ]
    const { transferNo } = given.content
    if (this.store.packageWithId(given.packageId))
      return refused('transfer.samePackageId', '账内已有同一编号而内容不同的结转包', '请向对方索取原件，不要使用这个文件')
    if (!held) return this.bothSides(reading)
    if (
      held.partner !== partner?.id ||
      held.handbook_id !== handbook?.id ||
      held.way !== seen.way ||
      held.partner_handbook_no !== seen.partnerHandbookNo
    )
      return refused('transfer.otherTransfer', `结转编号 ${transferNo} 在账内是另一笔结转`, '请与对方核对结转编号、手册和方向')
    const { state } = this.services.transfers.summaryOf(held)
    if (state === 'discarded')
      return refused('transfer.discarded', `结转 ${transferNo} 我方已经撤销`, '请与对方商定后，由一方以新的编号重新发起')
    const last = this.store.lastReadPackage(held.id)
    if (last?.sequence && last.sequence >= BigInt(given.sequence))
      return refused(
        'transfer.olderPackage',
        `已读入过对方较新的结转包（第 ${last.sequence} 号，这一份是第 ${given.sequence} 号）`,
        '请使用对方最近一次给的文件',
      )
    if (held.from_package === 1n && (state === 'filed' || state === 'accepted') && this.saysOther(reading, held))
      return refused(
        'transfer.alreadyFiled',
        `结转 ${transferNo} 的清单我方已经申报，对方改过的数量或单价不能再更新`,
        '请与对方核对；确需改动时先办理清单的变更或删除（R-68）',
      )
    return []
  }

  /** Both sides have begun the same: one of them has to give way. */
  private bothSides({ slips }: PackageReading): Obstacle[] {
    const own = slips.flatMap(({ known }) => (known ? (this.services.matching.transferOf(known.id) ?? []) : []))[0]
    return own === undefined
      ? []
      : [
          {
            code: 'transfer.bothSides',
            rule: 'R-50',
            message: `这些收发货单已列入我方的结转 ${own}`,
            next: `请商定由一方发起：撤销我方的 ${own} 后再读入，或请对方读入我方的结转包`,
            to: paths.transfers('transfers'),
          },
        ]
  }

  private goodsObstacles({ given, held, slips, matches }: PackageReading): Obstacle[] {
    if (!matches || held?.from_package === 0n) return []
    const { items, periodTo } = given.content
    const needed = new Set([
      ...items.filter(({ quantity }) => quantity !== noQuantity).map(({ itemSeq }) => itemSeq),
      ...slips.flatMap(({ theirs, known }) => (known ? [] : theirs.lines.map(({ itemSeq }) => itemSeq))),
    ])
    const unknown = items.filter(({ itemSeq }) => needed.has(itemSeq) && !matches.on(itemSeq, periodTo))
    const early = slips.flatMap(({ theirs, known }) =>
      known
        ? []
        : theirs.lines.filter(({ itemSeq }) => matches.on(itemSeq, periodTo) && !matches.on(itemSeq, theirs.deliveredOn)),
    )
    const named = [...unknown, ...items.filter(({ itemSeq }) => early.some((line) => line.itemSeq === itemSeq))]
    if (named.length === 0) return []
    return [
      {
        code: 'transfer.unknownItems',
        rule: 'R-50',
        message: `不知道对方的这些商品是我方的哪一项：${named.map(({ itemSeq, name }) => `${itemSeq} ${name}`).join('、')}`,
        next: `请在往来企业里登记商品对应关系和换算系数，自 ${given.content.periodFrom} 或更早起生效`,
        to: paths.transfers('partners'),
      },
    ]
  }

  /** Whether the package says other than what the transfer rests on. */
  saysOther({ given, slips }: PackageReading, held: TransferRow): boolean {
    const last = this.store.lastReadPackage(held.id)
    if (!last) return true
    const was = this.store
      .itemsOfPackage(last.id)
      .map((row) => [row.item_seq, row.quantity_e5, row.unit_price_e5, row.currency].join('|'))
    const is = given.content.items.map((item) => [item.itemSeq, item.quantity, item.unitPrice ?? null, item.currency].join('|'))
    const bound = new Set(this.store.slipsOf(held.id).map(({ id }) => id))
    const sameSlips = slips.length === bound.size && slips.every(({ known }) => known && bound.has(known.id))
    return !sameSlips || was.join('\n') !== is.toSorted(bySeq).join('\n')
  }
}

const bySeq = (a: string, b: string): number => Number(a.split('|')[0]) - Number(b.split('|')[0])

export const asGuard = ({ rule, message, next, to }: Obstacle): Guard => ({
  severity: 'blocks',
  rule,
  message,
  next,
  lineNo: null,
  column: '',
  to,
})
