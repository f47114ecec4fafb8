import { randomUUID } from 'node:crypto'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { dayOfInstant } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { addQuantities, noQuantity, printQuantity, printRate, quantity } from '../../../shared/domain/exact.ts'
import type { Quantity, Rate } from '../../../shared/domain/exact.ts'
import { differenceReasons, disposalFits, disposals } from '../../../shared/domain/stocktake.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import { countBooks } from './count-books.ts'
import type { CountBooks } from './count-books.ts'
import { convertedRows, explainMaterial } from './explain.ts'
import type { ConvertedRow } from './explain.ts'
import { KnownStocktakes, materialKey, resultText, untaxed } from './known-stocktakes.ts'
import type { Neighbours } from './neighbours.ts'
import type { StocktakeDetail } from './print-stocktake.ts'
import { resolver } from './resolve-count.ts'
import { makeShortageDrafts } from './shortage-drafts.ts'
import { stocktakeWork } from './stocktake-work.ts'
import { StocktakeStore } from './store.ts'
import type { CountRow, SheetRow, StocktakeRow } from './store.ts'
import { typedRow } from './typed-row.ts'

/** 盘点 (R-117 … ): counted in sheets, held against the books, decided, then kept as it was. */
export class StocktakesService {
  private readonly store: StocktakeStore
  private readonly known: KnownStocktakes
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(db: Database, services: Neighbours, clock: Clock) {
    this.store = new StocktakeStore(db)
    this.known = new KnownStocktakes(this.store, services, clock)
    this.services = services
    this.clock = clock
  }

  list({ handbookNo }: Input<'stocktakes.list'>): Output<'stocktakes.list'> {
    const handbookId = handbookNo === undefined ? undefined : this.services.handbooks.require(handbookNo).id
    return {
      stocktakes: this.store.list(handbookId).map((row) => this.known.summaryOf(row, this.known.undecided(row).open)),
    }
  }

  /** @throws Refusal stocktake.notFound */
  get(stocktakeId: string): StocktakeDetail {
    return this.known.detailOf(this.require(stocktakeId))
  }

  /** @throws Refusal handbook.notFound, handbook.closed, stocktake.beforeHandbook */
  create(input: Input<'stocktakes.create'>): StocktakeDetail {
    const handbooks = [...new Set(input.handbookNos)].map((no) => this.services.handbookLife.requireOpen(no))
    const late = handbooks.find(({ established_on }) => input.cutOff < established_on)
    if (late)
      refuse({
        code: 'stocktake.beforeHandbook',
        message: `截止日 ${input.cutOff} 早于手册 ${late.handbook_no} 的设立日期 ${late.established_on}`,
        at: { field: 'cutOff' },
        next: '请改正截止日，或不选这本手册',
      })
    const stocktakeId = randomUUID()
    this.store.add(
      {
        stocktake_id: stocktakeId,
        stocktake_no: this.store.nextNo(),
        name: input.name,
        cut_off: input.cutOff,
        note: input.note,
        made_by: this.services.operators.onDuty()?.name ?? '',
        created_at: this.clock.now(),
      },
      handbooks,
    )
    const row = this.require(stocktakeId)
    this.deed(row, '开始盘点', { 名称: input.name, 截止日: input.cutOff, 手册: this.store.handbooksOf(row.id).join('、') })
    return this.known.detailOf(row)
  }

  /** @throws Refusal stocktake.notCounting, stocktake.imported, count.* */
  saveSheet(input: Input<'stocktakes.saveSheet'>): StocktakeDetail {
    const row = this.requireCounting(input.stocktakeId)
    const books = countBooks(this.known.goodsOf(row))
    const rows = input.rows.map((entry, index) => typedRow(entry, index, books))
    const head = { name: input.name, counted_by: input.countedBy, counted_on: input.countedOn, at: this.clock.now() }
    const held = input.sheetId === undefined ? undefined : this.requireSheet(row, input.sheetId)
    if (held?.origin === 'import')
      refuse({
        code: 'stocktake.imported',
        message: `“${held.name}”是从工作簿导入的，不在这里改动`,
        next: '请撤去它，改正工作簿后再导入',
      })
    const sheet =
      held?.id ??
      this.store.addSheet({
        ...head,
        sheet_id: randomUUID(),
        stocktake: row.id,
        origin: 'typed',
        file_id: null,
        file_sha256: null,
      })
    if (held) this.store.changeSheet({ ...head, id: held.id })
    for (const each of rows) this.store.addRow(sheet, each)
    this.deed(row, held ? `修改盘点表“${input.name}”` : `登记盘点表“${input.name}”`, {
      行数: String(rows.length),
      清点人: input.countedBy,
      清点日期: input.countedOn,
    })
    return this.known.detailOf(row)
  }

  /** @throws Refusal stocktake.notCounting, stocktake.noSheet */
  removeSheet({ stocktakeId, sheetId }: Input<'stocktakes.removeSheet'>): StocktakeDetail {
    const row = this.requireCounting(stocktakeId)
    const sheet = this.requireSheet(row, sheetId)
    this.store.removeSheet(sheet.id)
    this.deed(row, `撤去盘点表“${sheet.name}”`, {})
    return this.known.detailOf(row)
  }

  counts({ stocktakeId, sheetId, ...query }: Input<'stocktakes.counts'>): Output<'stocktakes.counts'> {
    const row = this.require(stocktakeId)
    const goods = row.state === 'settled' ? this.known.resultOf(row).goods : this.known.goodsOf(row)
    const resolve = resolver(countBooks(goods))
    const { total, rows } = this.store.page(row.id, sheetId, query)
    return {
      total,
      rows: rows.map((count) => {
        const found = resolve(count)
        return {
          no: Number(count.no),
          sheetId: count.sheet_id,
          sheetName: count.sheet_name,
          kind: count.kind,
          handbookNo: count.handbook_no,
          goods: count.goods,
          itemSeq: count.item_seq === null ? null : Number(count.item_seq),
          partNo: count.part_no,
          name: count.name || (found.what === 'problem' ? '' : found.name),
          unit: found.what === 'problem' ? '' : shownUnit(found.unit),
          version: count.version,
          completion: printRate(count.completion_e9 as Rate),
          quantity: printQuantity(count.quantity_e5 as Quantity),
          location: count.location,
          remark: count.remark,
          problem: found.what === 'problem' ? found.message : '',
        }
      }),
    }
  }

  /** @throws Refusal stocktake.noMaterial */
  explain(input: Input<'stocktakes.explain'>): Output<'stocktakes.explain'> {
    const row = this.require(input.stocktakeId)
    const difference = this.known
      .detailOf(row)
      .differences.find(({ handbookNo, seq }) => handbookNo === input.handbookNo && seq === input.seq)
    return explainMaterial(input, this.known.resultOf(row), difference, this.store.rows(row.id))
  }

  /** For a workbook: the stocktake, and every row with what it comes to. */
  exported(stocktakeId: string): { detail: StocktakeDetail; rows: ConvertedRow[] } {
    const row = this.require(stocktakeId)
    return {
      detail: this.known.detailOf(row),
      rows: [...convertedRows(this.store.rows(row.id), this.known.resultOf(row))],
    }
  }

  /** @throws Refusal stocktake.notCounting, stocktake.notShared, stocktake.division */
  divide({ stocktakeId, partNo, shares, reason }: Input<'stocktakes.divide'>): StocktakeDetail {
    const row = this.requireCounting(stocktakeId)
    const shared =
      this.known.resultOf(row).shared.find((each) => each.partNo === partNo) ??
      refuse({
        code: 'stocktake.notShared',
        message: `料号 ${partNo} 没有几本手册共用的库存`,
        at: { field: 'partNo' },
        next: '请从共用库存中选择',
      })
    const wrong = (message: string, next: string, field = 'shares') =>
      refuse({ code: 'stocktake.division', message, at: { field }, next })
    const places = new Set(shares.map(({ handbookNo }) => handbookNo))
    if (places.size < shares.length) wrong('同一本手册写了两次', '每本手册只写一行')
    const stranger = shares.find(({ handbookNo }) => !shared.shares.some((share) => share.handbookNo === handbookNo))
    if (stranger) wrong(`手册 ${stranger.handbookNo} 没有料号 ${partNo}`, '请只分摊到有这个料号的手册')
    if (shares.some((share) => share.quantity.startsWith('-'))) wrong('分摊的数量不能为负', '请填写零或正数')
    const sum = shares.reduce((total, share) => addQuantities(total, quantity(share.quantity)), noQuantity)
    if (shares.length > 0 && sum !== quantity(shared.counted))
      wrong(`分摊合计 ${printQuantity(sum)}，与实盘 ${shared.counted} 不符（R-125）`, '请使各手册之和等于实盘')
    if (shares.length > 0 && reason === '') wrong('请写明改动分摊的理由', '例如领料、入库记录', 'reason')
    this.store.divide(
      row.id,
      partNo,
      shares.map((share) => ({
        part_no: partNo,
        handbook_no: share.handbookNo,
        quantity_e5: quantity(share.quantity),
        reason,
      })),
    )
    const said = (of: readonly { handbookNo: string; quantity: string }[]) =>
      of.map((share) => `${share.handbookNo} ${share.quantity}`).join('、')
    this.services.journal.record({
      subject: subjectOf(row),
      what: shares.length > 0 ? `改料号 ${partNo} 的分摊：${reason}` : `料号 ${partNo} 恢复按进口先后分摊`,
      before: { 分摊: said(shared.shares) },
      after: { 分摊: said(shares) },
    })
    return this.known.detailOf(row)
  }

  /** @throws Refusal stocktake.notCounting, stocktake.noMaterial, stocktake.disposal */
  judge({ stocktakeId, differences, reason, disposal, note }: Input<'stocktakes.judge'>): StocktakeDetail {
    const row = this.requireCounting(stocktakeId)
    const known = new Map(this.known.resultOf(row).differences.map((each) => [materialKey(each.handbookNo, each.seq), each]))
    for (const { handbookNo, seq } of differences) {
      const found =
        known.get(materialKey(handbookNo, seq)) ??
        refuse({
          code: 'stocktake.noMaterial',
          message: `手册 ${handbookNo} 的料件 ${seq} 不在差异表中`,
          at: { field: 'differences' },
          next: '请刷新后重新选择',
        })
      if (disposal !== null && !disposalFits(disposal, quantity(found.difference)))
        refuse({
          code: 'stocktake.disposal',
          message: `手册 ${handbookNo} 料件 ${seq} 的差异是 ${found.difference}，不能${disposals[disposal].name}`,
          at: { field: 'disposal' },
          next: '短少可以补税，溢余可以结转或修正单耗版本',
        })
      this.store.judge(row.id, { handbook_no: handbookNo, item_seq: BigInt(seq), reason, disposal, note })
    }
    this.deed(row, `写明 ${differences.length} 项差异的原因与处理`, {
      料件: differences.map(({ handbookNo, seq }) => materialKey(handbookNo, seq)).join('、'),
      原因: reason === null ? '' : differenceReasons[reason],
      处理: disposal === null ? '' : disposals[disposal].name,
      说明: note,
    })
    return this.known.detailOf(row)
  }

  /** one draft for each handbook whose shortages are to be taxed. @throws Refusal stocktake.* */
  makeDrafts(stocktakeId: string): Output<'stocktakes.makeDrafts'> {
    const row = this.require(stocktakeId)
    if (row.state === 'discarded') return refuseEnded(row)
    if (dayOfInstant(this.clock.now()) < row.cut_off)
      refuse({ code: 'stocktake.early', message: `截止日 ${row.cut_off} 还没有到`, next: '请到期后再生成草稿' })
    const made = makeShortageDrafts(row, { known: this.known, store: this.store, services: this.services })
    if (made.length > 0)
      this.deed(row, '为短少生成内销草稿', {
        草稿: made.map(({ handbookNo, label, seqs }) => `${handbookNo} ${label}：料件 ${seqs.join('、')}`).join('；'),
      })
    return { made, stocktake: this.known.detailOf(row) }
  }

  /** from now on as it is. @throws Refusal stocktake.notCounting, stocktake.blocked */
  settle(stocktakeId: string): StocktakeDetail {
    const row = this.requireCounting(stocktakeId)
    const result = this.known.resultOf(row)
    const [first, ...more] = result.guards.filter(({ severity }) => severity === 'blocks')
    if (first)
      refuse({
        code: 'stocktake.blocked',
        message: `盘点 ${row.stocktake_no} 还有 ${more.length + 1} 处须先解决：${first.message}`,
        next: first.next,
      })
    this.end(row, 'settled', resultText(result))
    const differing = result.differences.filter(({ difference }) => difference !== '0')
    this.deed(row, '定下盘点', { 料件: String(result.differences.length), 有差异: String(differing.length) })
    return this.get(stocktakeId)
  }

  /** @throws Refusal stocktake.notCounting */
  discard(stocktakeId: string): StocktakeDetail {
    const row = this.requireCounting(stocktakeId)
    this.end(row, 'discarded', null)
    this.deed(row, '作废盘点', {})
    return this.get(stocktakeId)
  }

  private end(row: StocktakeRow, state: 'settled' | 'discarded', result: string | null): void {
    this.store.end({
      id: row.id,
      state,
      ended_at: this.clock.now(),
      ended_by: this.services.operators.onDuty()?.name ?? '',
      result,
    })
  }

  /** What a workbook of counts is read by. @throws Refusal stocktake.notCounting, stocktake.sameFile */
  forImport(stocktakeId: string, fileId: string): { row: StocktakeRow; books: CountBooks } {
    const row = this.requireCounting(stocktakeId)
    const held = this.store.sheetOfFile(row.id, this.services.files.require(fileId).sha256)
    if (held)
      refuse({
        code: 'stocktake.sameFile',
        message: `这份文件已作为“${held.name}”导入过，没有再计一次`,
        next: '如要重新导入，请先撤去那份盘点表',
      })
    return { row, books: countBooks(this.known.goodsOf(row)) }
  }

  /** A sheet for the rows of a workbook. */
  addImported(row: StocktakeRow, fileId: string): { sheet: bigint; name: string } {
    const { name, sha256 } = this.services.files.require(fileId)
    const sheet = this.store.addSheet({
      sheet_id: randomUUID(),
      stocktake: row.id,
      name,
      origin: 'import',
      counted_by: '',
      counted_on: row.cut_off,
      file_id: fileId,
      file_sha256: sha256,
      at: this.clock.now(),
    })
    return { sheet, name }
  }

  addRow(sheet: bigint, row: CountRow): void {
    this.store.addRow(sheet, row)
  }

  noteImport(row: StocktakeRow, name: string, imported: number, refused: number): void {
    this.deed(row, `导入盘点表“${name}”`, { 行数: String(imported), 被拒: String(refused) })
  }

  /** For a blank sheet to fill in. @throws Refusal stocktake.notFound */
  template(stocktakeId: string) {
    const row = this.require(stocktakeId)
    return { row, goods: this.known.goodsOf(row) }
  }

  /** The settled stocktake with the latest cut-off, and of how many of its shortages no sale taxes all. */
  latestSettled(
    handbookId: bigint,
  ): { stocktakeNo: number; stocktakeId: string; cutOff: string; openDifferences: number } | undefined {
    const latest = this.known.lastSettled(handbookId)
    if (!latest) return undefined
    const made = this.known.madeOf(latest)
    const openDifferences = this.known
      .resultOf(latest)
      .differences.filter(
        (each) =>
          each.disposal === 'tax' &&
          each.difference.startsWith('-') &&
          this.services.handbooks.require(each.handbookNo).id === handbookId &&
          untaxed(quantity(each.difference), made.get(materialKey(each.handbookNo, each.seq))) > 0n,
      ).length
    return {
      stocktakeNo: Number(latest.stocktake_no),
      stocktakeId: latest.stocktake_id,
      cutOff: latest.cut_off,
      openDifferences,
    }
  }

  /** Stocktakes of a handbook that are still counted, newest first. */
  openOf(handbookId: bigint): { stocktakeNo: number; stocktakeId: string; cutOff: string; openDifferences: number }[] {
    return this.store
      .list(handbookId)
      .filter(({ state }) => state === 'counting')
      .map((row) => ({
        stocktakeNo: Number(row.stocktake_no),
        stocktakeId: row.stocktake_id,
        cutOff: row.cut_off,
        openDifferences: this.known.undecided(row).open,
      }))
  }

  /** For the workbench. */
  work(today: Day): ReturnType<typeof stocktakeWork> {
    const open = this.store.list().filter(({ state }) => state === 'counting')
    return stocktakeWork(
      open.map((row) => ({
        row,
        handbookNos: this.store.handbooksOf(row.id),
        sheets: this.store.sheets(row.id).length,
        ...this.known.undecided(row),
      })),
      today,
    )
  }

  private deed(row: StocktakeRow, what: string, after: Record<string, string>): void {
    this.services.journal.record({ subject: subjectOf(row), what, after })
  }

  /** @throws Refusal stocktake.notFound */
  private require(stocktakeId: string): StocktakeRow {
    return (
      this.store.find(stocktakeId) ??
      refuse({ code: 'stocktake.notFound', message: '没有这次盘点', at: { field: 'stocktakeId' }, next: '请在盘点中选择' })
    )
  }

  /** @throws Refusal stocktake.notFound, stocktake.notCounting */
  private requireCounting(stocktakeId: string): StocktakeRow {
    const row = this.require(stocktakeId)
    return row.state === 'counting' ? row : refuseEnded(row)
  }

  /** @throws Refusal stocktake.noSheet */
  private requireSheet(row: StocktakeRow, sheetId: string): SheetRow {
    return (
      this.store.sheet(row.id, sheetId) ??
      refuse({
        code: 'stocktake.noSheet',
        message: '这次盘点没有这份盘点表',
        at: { field: 'sheetId' },
        next: '请刷新后重新选择',
      })
    )
  }
}

const refuseEnded = (row: StocktakeRow): never =>
  refuse({
    code: 'stocktake.notCounting',
    message: `盘点 ${row.stocktake_no} 已${row.state === 'settled' ? '定下' : '作废'}，不再变动`,
    next: '如需更正，请另做一次盘点',
  })

const subjectOf = (row: Pick<StocktakeRow, 'stocktake_no'>): string => `盘点 ${row.stocktake_no}`
