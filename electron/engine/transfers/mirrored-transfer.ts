import { refuse } from '../../../shared/contract/errors.ts'
import { noQuantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import { inOurUnit, inOurUnits, priceInOurUnit } from '../../../shared/domain/pairing.ts'
import { monthOf } from '../../../shared/domain/transfer-deadline.ts'
import type { ContentLine, ContentSlip } from '../../../shared/messages/transfer-package.ts'
import type { TransferDeadlines } from './deadlines.ts'
import type { DeliveriesService } from './deliveries.ts'
import type { ItemMatches } from './item-matches.ts'
import type { MatchingService } from './matching.ts'
import type { NewTransfer } from './new-transfer.ts'
import type { KnownPackage } from './package-reading.ts'
import type { Between, TransferLine } from './proposals.ts'
import { slipProblem, withVersions } from './slip-problem.ts'
import type { Slip } from './slip-problem.ts'

interface Neighbours {
  deliveries: DeliveriesService
  matching: MatchingService
  deadlines: TransferDeadlines
}

/** The other side of what a partner declares: our items, in our units, under our versions. */
export class MirroredTransfer {
  private readonly services: Neighbours

  constructor(services: Neighbours) {
    this.services = services
  }

  /** What we declare of what the partner declares, with the slips that we lack written down. */
  transfer(of: KnownPackage): NewTransfer {
    const { matching, deadlines } = this.services
    const { content } = of.given
    const between: Between = {
      partner: of.partner,
      handbook: of.handbook,
      way: of.seen.way,
      partnerHandbookNo: of.seen.partnerHandbookNo,
    }
    this.addSlips(of)
    const slips = of.slips.map(({ theirs }) => this.services.deliveries.withNo(of.partner, of.seen.way, theirs.slipNo)?.id)
    const bound = new Set(slips.filter((id) => id !== undefined))
    const claims = matching
      .openLines({ ...between, partner: of.partner.id, handbookId: of.handbook.id }, content.periodTo, of.held?.id)
      .filter(({ line }) => bound.has(line.slip))
    return {
      ...between,
      transferNo: content.transferNo,
      from: content.periodFrom,
      to: content.periodTo,
      deadline: deadlines.of(monthOf(content.periodFrom), of.handbook)?.on ?? content.periodTo,
      lines: this.lines(of),
      slips: [...bound],
      claims,
      partnerListNo: content.listNo,
      fromPackage: true,
    }
  }

  private lines(of: KnownPackage): TransferLine[] {
    const { content } = of.given
    const checks = this.services.deliveries.checks(of.partner, of.handbook, of.seen.way)
    const lines = content.items.flatMap((item): TransferLine[] => {
      const match = of.matches.on(item.itemSeq, content.periodTo)
      if (!match || item.quantity === noQuantity) return []
      const quantity = inOurUnit(item.quantity, match.factor)
      if (quantity === noQuantity) refuseTooLittle(item)
      return [
        {
          itemSeq: match.itemSeq,
          version: '',
          quantity,
          unitPrice: item.unitPrice === undefined ? undefined : priceInOurUnit(item.unitPrice, match.factor),
          currency: item.currency,
          slips: content.slips.filter((slip) => slip.lines.some(({ itemSeq }) => itemSeq === item.itemSeq)).length,
        },
      ]
    })
    const plain: Slip = { ...emptySlip(of), lines: lines.map((line) => ({ ...line, lot: '' })) }
    const versions = withVersions(plain, checks.of(plain, 'package')).lines.map(({ version }) => version)
    return lines.map((line, index) => ({ ...line, version: versions[index] ?? '' })).toSorted((a, b) => a.itemSeq - b.itemSeq)
  }

  /** Deliveries before returns: what comes back must have gone. */
  private addSlips(of: KnownPackage): void {
    const { deliveries } = this.services
    const missing = of.slips.flatMap(({ theirs, known }) => (known ? [] : [theirs]))
    if (missing.length === 0) return
    const converted = inOurUnitsByLine(missing, of.matches)
    const checks = deliveries.checks(of.partner, of.handbook, of.seen.way)
    const isReturn = ({ kind }: ContentSlip) => Number(kind === 'return')
    for (const theirs of missing.toSorted((a, b) => isReturn(a) - isReturn(b))) {
      const written: Slip = {
        ...emptySlip(of),
        kind: theirs.kind,
        slipNo: theirs.slipNo,
        deliveredOn: theirs.deliveredOn,
        vehicle: theirs.vehicle,
        signedBy: theirs.signedBy,
        lines: theirs.lines.flatMap((line) => converted.get(line) ?? []),
      }
      const books = checks.of(written, 'package')
      const slip = withVersions(written, books)
      const problem = slipProblem(slip, books)
      if (problem !== undefined)
        refuse({
          code: 'transfer.badSlip',
          message: `对方的收发货单 ${theirs.slipNo} 不能补登：${problem === 'same' ? '账内已有' : problem.message}`,
          next: '请与对方核对这张单；需要时请对方改正后重新制作结转包',
        })
      deliveries.write(of.partner, of.handbook, slip, { kind: 'package', fileId: of.given.fileId })
      checks.note(slip)
    }
    deliveries.requireCountable()
  }
}

const refuseTooLittle = ({ itemSeq, name }: { itemSeq: number; name: string }): never =>
  refuse({
    code: 'transfer.tooLittle',
    message: `对方的商品 ${itemSeq} ${name} 换算成我方单位后不足 0.00001`,
    next: '请核对商品对应关系里的换算系数',
  })

const emptySlip = ({ seen }: KnownPackage): Slip => ({
  way: seen.way,
  kind: 'delivery',
  slipNo: '',
  deliveredOn: '',
  partnerHandbookNo: seen.partnerHandbookNo,
  vehicle: '',
  signedBy: '',
  remark: '',
  lines: [],
})

/** Every line in our unit by the factor of its day, so rounded that the lines of an item add up. */
function inOurUnitsByLine(slips: readonly ContentSlip[], matches: ItemMatches): Map<ContentLine, Slip['lines']> {
  const found = new Map<ContentLine, Slip['lines']>()
  const all = slips.flatMap((slip) =>
    slip.lines.flatMap((line) => {
      const match = matches.on(line.itemSeq, slip.deliveredOn)
      return match ? [{ line, match, key: `${line.itemSeq}|${slip.kind}|${match.factor}` }] : []
    }),
  )
  for (const of of Map.groupBy(all, ({ key }) => key).values()) {
    const factor = of[0]?.match.factor
    if (factor === undefined) continue
    const quantities: Quantity[] = inOurUnits(
      of.map(({ line }) => line.quantity),
      factor,
    )
    for (const [index, { line, match }] of of.entries()) {
      const quantity = quantities[index] ?? noQuantity
      if (quantity === noQuantity) refuseTooLittle({ itemSeq: line.itemSeq, name: '' })
      const unitPrice = line.unitPrice === undefined ? undefined : priceInOurUnit(line.unitPrice, factor)
      found.set(line, [{ itemSeq: match.itemSeq, version: '', quantity, unitPrice, currency: line.currency, lot: line.lot }])
    }
  }
  return found
}
