import { randomUUID } from 'node:crypto'
import { currencyName } from '../../../shared/codes/tables.ts'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { forexKindNames } from '../../../shared/contract/forex.ts'
import { day, dayOfInstant } from '../../../shared/domain/day.ts'
import { money, printMoney } from '../../../shared/domain/exact.ts'
import type { Money } from '../../../shared/domain/exact.ts'
import { postingRule } from '../../../shared/domain/posting-rules.ts'
import type { MaterialColumn, ProductColumn } from '../../../shared/domain/posting-rules.ts'
import { DeclaredValues } from '../bonded-lists/declared-values.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { OperatorsService } from '../operators/service.ts'
import { ForexStore } from './store.ts'
import type { ForexRow } from './store.ts'

type Entry = Output<'forex.record'>
type Contract = Output<'forex.list'>['contracts'][number]
type Kind = Entry['kind']

interface Neighbours {
  handbooks: HandbooksService
  operators: OperatorsService
  journal: JournalService
}

const receives: ReadonlySet<Kind> = new Set(['receipt', 'advanceReceipt', 'deferredReceipt'])
const pays: ReadonlySet<Kind> = new Set(['payment', 'advancePayment', 'deferredPayment'])

/** What is paid for: goods that have changed hands, with the sign in which they are. Surplus, scrap and destruction move no money here. */
const paidColumns: Partial<Record<MaterialColumn | ProductColumn, { side: 'exported' | 'imported'; sign: 1n | -1n }>> = {
  direct: { side: 'imported', sign: 1n },
  transferIn: { side: 'imported', sign: 1n },
  exchangeIn: { side: 'imported', sign: 1n },
  exchangeOut: { side: 'imported', sign: -1n },
  exported: { side: 'exported', sign: 1n },
  transferredOut: { side: 'exported', sign: 1n },
  returnedIn: { side: 'exported', sign: -1n },
  returnedOut: { side: 'exported', sign: 1n },
}

interface Sums {
  exported: bigint
  imported: bigint
  received: bigint
  paid: bigint
  fee: bigint
}

/** 外汇登记: contracts against what was received and paid. Entries are struck out, never changed. */
export class ForexService {
  private readonly store: ForexStore
  private readonly values: DeclaredValues
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(db: Database, services: Neighbours, clock: Clock) {
    this.store = new ForexStore(db)
    this.values = new DeclaredValues(db)
    this.services = services
    this.clock = clock
  }

  list({ handbookNo }: Input<'forex.list'>): Output<'forex.list'> {
    const handbooks = handbookNo === undefined ? this.services.handbooks.list() : [this.services.handbooks.require(handbookNo)]
    const rows = this.store.list().filter((row) => handbookNo === undefined || row.handbook_no === handbookNo)
    return { entries: rows.map(printEntry), contracts: this.contractsOf(handbooks, rows, '0000-01-01', '9999-12-31') }
  }

  /** What happened between two days, both included, and the contracts as they stood at the end. @throws Refusal forex.period */
  between(from: string, to: string): Output<'forex.list'> {
    if (from > to)
      refuse({ code: 'forex.period', message: `起日 ${from} 晚于止日 ${to}`, at: { field: 'to' }, next: '请改正期间' })
    const rows = this.store.list()
    return {
      entries: rows.filter(({ happened_on }) => happened_on >= from && happened_on <= to).map(printEntry),
      contracts: this.contractsOf(
        this.services.handbooks.list(),
        rows.filter(({ happened_on }) => happened_on <= to),
        '0000-01-01',
        to,
      ),
    }
  }

  /** @throws Refusal forex.inFuture, forex.yuan, handbook.notFound */
  record(input: Input<'forex.record'>): Entry {
    const today = dayOfInstant(this.clock.now())
    if (day(input.on) > today)
      refuse({
        code: 'forex.inFuture',
        message: `日期 ${input.on} 在今天（${today}）之后`,
        at: { field: 'on' },
        next: '请在收付以后登记',
      })
    if (currencyName(input.currency) === undefined)
      refuse({
        code: 'forex.currency',
        message: `没有 ${input.currency} 这个币制`,
        at: { field: 'currency' },
        next: '请从币制代码中选择',
      })
    const handbook = input.handbookNo === '' ? undefined : this.services.handbooks.require(input.handbookNo)
    const entryId = randomUUID()
    this.store.add({
      entry_id: entryId,
      kind: input.kind,
      contract_no: input.contractNo,
      handbook_id: handbook?.id ?? null,
      currency: input.currency,
      amount_e5: money(input.amount),
      happened_on: input.on,
      bank: input.bank,
      document_no: input.documentNo,
      remark: input.remark,
      entered_at: this.clock.now(),
      entered_by: this.services.operators.onDuty()?.name ?? '',
    })
    this.services.journal.record({
      subject: `合同 ${input.contractNo}`,
      what: `登记${forexKindNames[input.kind]}`,
      after: { 金额: `${input.amount} ${currencyName(input.currency) ?? ''}`, 日期: input.on, 手册: input.handbookNo },
    })
    return printEntry(this.require(entryId))
  }

  /** @throws Refusal forex.notFound, forex.voided */
  void({ entryId, reason }: Input<'forex.void'>): Entry {
    const row = this.require(entryId)
    if (row.voided_because !== '')
      refuse({ code: 'forex.voided', message: `这笔登记已划去：${row.voided_because}`, next: '请核对所选的登记' })
    this.store.void(row.id, reason, this.clock.now(), this.services.operators.onDuty()?.name ?? '')
    this.services.journal.record({
      subject: `合同 ${row.contract_no}`,
      what: `划去${forexKindNames[row.kind]}：${reason}`,
      before: {
        金额: `${printMoney(row.amount_e5 as Money)} ${currencyName(row.currency) ?? row.currency}`,
        日期: row.happened_on,
      },
    })
    return printEntry(this.require(entryId))
  }

  private require(entryId: string): ForexRow {
    return (
      this.store.find(entryId) ??
      refuse({ code: 'forex.notFound', message: '没有这笔登记', at: { field: 'entryId' }, next: '请重新选择' })
    )
  }

  private contractsOf(handbooks: readonly HandbookRow[], rows: readonly ForexRow[], from: string, to: string): Contract[] {
    const sums = new Map<string, Sums>()
    const at = (handbookNo: string, contractNo: string, currency: string): Sums => {
      const key = JSON.stringify([handbookNo, contractNo, currency])
      const held = sums.get(key) ?? { exported: 0n, imported: 0n, received: 0n, paid: 0n, fee: 0n }
      sums.set(key, held)
      return held
    }
    for (const handbook of handbooks) {
      for (const { goods, mode, direction, currency, value_e5 } of this.values.of(handbook.id, from, to)) {
        const column = postingRule(mode, direction, goods === 'I' ? 'material' : 'product')?.column
        const paid = column && paidColumns[column]
        // The materials of 来料加工 are the foreign side's: nothing is paid for them.
        if (!paid || currency === '' || (handbook.kind === 'B' && paid.side === 'imported')) continue
        const contractNo = paid.side === 'imported' ? handbook.import_contract_no : handbook.export_contract_no
        at(handbook.handbook_no, contractNo, currency)[paid.side] += paid.sign * value_e5
      }
    }
    for (const row of rows.filter(({ voided_because }) => voided_because === '')) {
      const held = at(row.handbook_no, row.contract_no, row.currency)
      if (receives.has(row.kind)) held.received += row.amount_e5
      else if (pays.has(row.kind)) held.paid += row.amount_e5
      else held.fee += row.amount_e5
    }
    return [...sums]
      .map(([key, of]) => {
        const [handbookNo, contractNo, currency] = JSON.parse(key) as [string, string, string]
        const print = (amount: bigint) => printMoney(amount as Money)
        return {
          handbookNo,
          contractNo,
          currency,
          exported: print(of.exported),
          received: print(of.received),
          toReceive: print(of.exported - of.received),
          imported: print(of.imported),
          paid: print(of.paid),
          toPay: print(of.imported - of.paid),
          processingFee: print(of.fee),
        }
      })
      .toSorted((a, b) => (`${a.handbookNo} ${a.contractNo}` < `${b.handbookNo} ${b.contractNo}` ? -1 : 1))
  }
}

const printEntry = (row: ForexRow): Entry => ({
  entryId: row.entry_id,
  kind: row.kind,
  contractNo: row.contract_no,
  handbookNo: row.handbook_no,
  currency: row.currency,
  amount: printMoney(row.amount_e5 as Money),
  on: row.happened_on,
  bank: row.bank,
  documentNo: row.document_no,
  remark: row.remark,
  enteredAt: row.entered_at,
  enteredBy: row.entered_by,
  voidedBecause: row.voided_because,
})
