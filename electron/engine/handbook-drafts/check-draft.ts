import type { Output } from '../../../shared/contract/contract.ts'
import { commercePrerequisiteOn, missingHeadings } from '../../../shared/domain/capability.ts'
import { standardFor, withinStandard } from '../../../shared/domain/consumption-standard.ts'
import { parseDay } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { exactPercent, parseScaled, printQuantity, printRate } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import { guaranteeReasons } from '../../../shared/domain/guarantee.ts'
import { levyNatureDoubt, readRow, rowKey } from '../../../shared/domain/handbook-record-cells.ts'
import type { Cells } from '../../../shared/domain/handbook-record-cells.ts'
import { differingFields } from '../../../shared/domain/handbook-record-changes.ts'
import { bodyLabels, fieldLabel } from '../../../shared/domain/handbook-record-fields.ts'
import type { RecordPart } from '../../../shared/domain/handbook-record-fields.ts'
import { isCreditCode } from '../../../shared/domain/credit-code.ts'
import { inOtherDistrict, requiredDocuments } from '../../../shared/domain/required-documents.ts'
import type { DocumentRequirement } from '../../../shared/domain/required-documents.ts'
import { unitConsumption } from '../../../shared/domain/unit-consumption.ts'
import { extensionProblem, latestFirstValidTo, latestValidTo, mayBeChangedOn } from '../../../shared/domain/validity.ts'
import { bodies, examineBody, headProblems } from './draft-grid.ts'
import type { DraftGrid, ExaminedRow } from './draft-grid.ts'
import type { Neighbours } from './service.ts'

type Checks = Output<'handbookDrafts.check'>
type Check = Checks['checks'][number]
type Place = NonNullable<Check['at']>
type Context = Neighbours & { today: Day; documents: Checks['documents'] }
type Rows = Record<'materials' | 'products' | 'consumptions', ExaminedRow[]>

/** A sheet that is wrong throughout is not told cell by cell. */
const mostPlaces = 50

/** One line a rule, or one for each place where it is not kept: what blocks the filing, what the clerk should see to, what is in order. */
export function checkDraft(grid: DraftGrid, context: Context): Check[] {
  const rows: Rows = {
    materials: examineBody(grid, 'materials'),
    products: examineBody(grid, 'products'),
    consumptions: examineBody(grid, 'consumptions'),
  }
  return [
    ...checkCells(grid, rows),
    ...checkHead(grid, context),
    ...checkContents(grid, rows),
    ...checkDocuments(context.documents),
    ...checkCapability(rows, context),
    ...checkControlledGoods(rows, context),
    ...checkOverdue(grid, context),
    ...checkGuarantee(grid, context),
    ...checkValidity(grid, context),
    ...checkStandards(grid, rows, context),
    ...checkDeclared(grid, rows),
    ...checkFrozen(rows),
    ...checkMoved(grid, rows, context),
  ]
}

const passes = (rule: string, message: string): Check => ({ severity: 'passes', rule, message })
const atHead = (column: string): { at: Place } => ({ at: { body: 'head', rowId: null, column } })
const atRow = (body: Exclude<RecordPart, 'head'>, rowId: number | null, column: string): { at: Place } => ({
  at: { body, rowId, column },
})

/** The first places, and how many more there are. */
function told(checks: readonly Check[]): Check[] {
  const [first] = checks
  if (!first || checks.length <= mostPlaces) return [...checks]
  const rest = checks.length - mostPlaces
  return [...checks.slice(0, mostPlaces), { severity: first.severity, rule: first.rule, message: `还有 ${rest} 处同类问题` }]
}

const inForceRows = (rows: readonly ExaminedRow[]) => rows.filter(({ mark }) => mark !== '2')
const changedRows = (rows: readonly ExaminedRow[]) => rows.filter(({ mark }) => mark === '1' || mark === '3')

function checkCells(grid: DraftGrid, rows: Rows): Check[] {
  const head = headProblems(grid).map(({ column, message }): Check => {
    const rule = /（(R-\d+)）$/.exec(message)?.[1] ?? 'R-10'
    return { severity: 'blocks', rule, message: `表头${message}`, ...atHead(column) }
  })
  const inBodies = bodies.flatMap((body) => {
    const rule = body === 'consumptions' ? 'R-12' : 'R-11'
    return told(
      rows[body].flatMap((row) =>
        row.problems
          .filter((problem) => problem.message !== row.barred?.message)
          .map(({ column, message }): Check => {
            const name = `${bodyLabels[body]} ${rowKey(body, row.cells) ?? '（序号有误）'}：`
            return { severity: 'blocks', rule, message: name + message, ...atRow(body, row.rowId, column) }
          }),
      ),
    )
  })
  const wrong = [...head, ...inBodies]
  return wrong.length > 0 ? wrong : [passes('R-10', '各栏目填写完整，代码与长度相符')]
}

function checkHead({ draft: { head } }: DraftGrid, { today }: Context): Check[] {
  const found: Check[] = []
  const nature = levyNatureDoubt(head['supervisionMode'] ?? '', head['levyNature'] ?? '')
  if (nature !== undefined) found.push({ severity: 'blocks', rule: 'R-2', message: nature, ...atHead('levyNature') })
  else found.push(passes('R-2', '手册类型、监管方式与征免性质一致'))
  for (const [column, code] of Object.entries(head)) {
    if (!column.endsWith('CreditCode') || code.length !== 18 || isCreditCode(code)) continue
    const message = `表头“${fieldLabel('head', column)}”${code} 的校验位不符，请核对`
    found.push({ severity: 'warns', rule: 'R-10', message, ...atHead(column) })
  }
  const declaredOn = head['declaredOn']
  if (declaredOn !== undefined && declaredOn !== today) {
    const message = `申报日期 ${declaredOn} 不是今天 ${today}`
    found.push({ severity: 'warns', rule: 'R-10', message, ...atHead('declaredOn') })
  }
  return found
}

function checkContents({ draft, inForce }: DraftGrid, rows: Rows): Check[] {
  if (draft.kind === 'filing') {
    return (['materials', 'products'] as const).flatMap((body): Check[] =>
      rows[body].length > 0
        ? []
        : [{ severity: 'blocks', rule: 'R-11', message: `还没有${bodyLabels[body]}`, ...atRow(body, null, 'seq') }],
    )
  }
  const changes = differingFields('head', inForce?.head ?? {}, draft.head).filter(
    ({ column }) => column !== 'declaredOn' && column !== 'inputOn',
  )
  const changed = changes.length > 0 || bodies.some((body) => rows[body].some(({ mark }) => mark !== '0'))
  return changed ? [] : [{ severity: 'blocks', rule: 'R-14', message: '草稿与在用备案没有不同，不必申报变更' }]
}

function checkDocuments(documents: Checks['documents']): Check[] {
  const missing = documents.filter(({ required, files }) => required && files.length === 0)
  if (missing.length === 0) return [passes('R-4', '应随附的单证齐全')]
  return missing.map(({ name, condition }) => ({ severity: 'blocks', rule: 'R-4', message: `缺少单证：${name}（${condition}）` }))
}

const goodsOf = { materials: 'import', products: 'export' } as const
const hsCodes = (rows: Rows) =>
  (['materials', 'products'] as const).flatMap((body) =>
    inForceRows(rows[body]).map((row) => ({ body, row, hsCode: row.cells['hsCode'] ?? '' })),
  )

function checkCapability(rows: Rows, { reference, today }: Context): Check[] {
  const table = reference.capabilityOn(today)
  if (!table) {
    const held = reference.capability()
    const { document } = commercePrerequisiteOn(today)
    const message = held ? `${document}已于 ${held.validTo} 到期，须更新后才能设立或变更手册` : `还没有登记${document}`
    return [{ severity: 'blocks', rule: 'R-5', message }]
  }
  const goods = hsCodes(rows).filter(({ hsCode }) => /^\d{10}$/.test(hsCode))
  const missing = new Set(
    missingHeadings(
      goods.map(({ hsCode }) => hsCode),
      table.headings,
    ),
  )
  if (missing.size === 0) return [passes('R-5', `生产能力信息表有效至 ${table.validTo}，品目都已列明`)]
  return told(
    [...missing].map((heading): Check => {
      const first = goods.find(({ hsCode }) => hsCode.startsWith(heading))
      const where = first ? `${bodyLabels[first.body]} ${first.row.cells['seq'] ?? ''} 等` : ''
      return {
        severity: 'blocks',
        rule: 'R-5',
        message: `品目 ${heading} 不在生产能力信息表中（${where}）`,
        ...(first ? atRow(first.body, first.row.rowId, 'hsCode') : {}),
      }
    }),
  )
}

function checkControlledGoods(rows: Rows, { reference, today }: Context): Check[] {
  const controls = reference.controlledOn(today)
  const found = hsCodes(rows).flatMap(({ body, row, hsCode }): Check[] => {
    const control = controls(hsCode, goodsOf[body])
    if (!control) return []
    const what = `${bodyLabels[body]} ${row.cells['seq'] ?? ''} ${row.cells['name'] ?? ''}（${hsCode}）`
    const place = atRow(body, row.rowId, 'hsCode')
    return control.control === 'prohibited'
      ? [{ severity: 'blocks', rule: 'R-7', message: `${what}属加工贸易禁止类（${control.source}）`, ...place }]
      : [{ severity: 'warns', rule: 'R-6', message: `${what}属限制类，须先经批准（${control.source}）`, ...place }]
  })
  return found.length > 0 ? told(found) : [passes('R-139', '料件和成品都不在禁止类、限制类目录中')]
}

function checkOverdue({ draft }: DraftGrid, { handbookLife, today }: Context): Check[] {
  if (draft.kind === 'change') return []
  const overdue = handbookLife.overdue(today)
  if (overdue.length === 0) return [passes('R-7', '没有逾期未报核的手册')]
  return overdue.map(({ handbookNo, deadline }) => ({
    severity: 'blocks',
    rule: 'R-7',
    message: `手册 ${handbookNo} 应于 ${deadline} 前报核，逾期未报核`,
  }))
}

export function guaranteeOf(
  { draft, inForce }: DraftGrid,
  { reference, handbooks, handbookLife }: Pick<Neighbours, 'reference' | 'handbooks' | 'handbookLife'>,
): { must: string[]; may: string[] } {
  const { head } = draft
  const stated = reference.capability()
  const handbook = draft.kind === 'change' ? handbooks.list().find(({ id }) => id === draft.handbook_id) : undefined
  const extended = inForce !== undefined && (head['validTo'] ?? '') > (inForce.head['validTo'] ?? '')
  return guaranteeReasons({
    extensions: (handbook ? handbookLife.extensions(handbook.id) : 0) + (extended ? 1 : 0),
    leasedPlant: stated?.leasedPlant ?? false,
    firstHandbook: draft.kind === 'filing' && handbooks.list().length === 0,
    crossDistrict: inOtherDistrict(head['operatorCustomsCode'] ?? '', head['processorCustomsCode'] ?? ''),
    underInvestigation: stated?.underInvestigation ?? false,
    orderedToRectify: stated?.orderedToRectify ?? false,
    underSmugglingInvestigation: stated?.underSmugglingInvestigation ?? false,
  })
}

function checkGuarantee(grid: DraftGrid, context: Context): Check[] {
  const { must, may } = guaranteeOf(grid, context)
  if (must.length + may.length === 0) return [passes('R-8', '没有须提供担保的情形')]
  return [
    ...must.map((why): Check => ({ severity: 'warns', rule: 'R-8', message: `须提供担保：${why}` })),
    ...may.map((why): Check => ({ severity: 'warns', rule: 'R-8', message: `海关可能要求担保：${why}` })),
  ]
}

/** R-4 is of the set-up; a change takes the documents of what it brings in anew. */
export function requiredDocumentsOf(
  grid: DraftGrid,
  guarantee: { must: string[] },
  { reference, handbooks, today }: Pick<Neighbours, 'reference' | 'handbooks'> & { today: Day },
): DocumentRequirement[] {
  const { draft, inForce } = grid
  const { head } = draft
  const controls = reference.controlledOn(today)
  const held = new Set(
    (['materials', 'products'] as const).flatMap((body) => (inForce?.rows[body] ?? []).map(({ hsCode }) => `${body}${hsCode}`)),
  )
  const isNewControlled = (body: 'materials' | 'products', { hsCode = '' }: Cells): boolean =>
    controls(hsCode, goodsOf[body]) !== undefined && !held.has(`${body}${hsCode}`)
  const facts = {
    entrusted: (head['operatorCustomsCode'] ?? '') !== (head['processorCustomsCode'] ?? ''),
    crossDistrict: inOtherDistrict(head['operatorCustomsCode'] ?? '', head['processorCustomsCode'] ?? ''),
    firstHandbook: handbooks.list().length === 0,
    declaredByAgent: head['declarantType'] === '2' || head['declarantType'] === '3',
    controlledGoods: (['materials', 'products'] as const).some((body) =>
      grid.rows[body].some(({ cells }) => isNewControlled(body, cells)),
    ),
    guaranteeDue: guarantee.must.length > 0,
  }
  const needed = requiredDocuments(facts)
  if (draft.kind === 'filing') return needed
  const ofTheSetUp: readonly string[] = ['capability', 'foreignContract', 'basicInformation', 'plant', 'processingContract']
  return needed.map((each) =>
    ofTheSetUp.includes(each.id) ? { ...each, required: false, condition: '设立时已交，变动时随附' } : each,
  )
}

function checkValidity({ draft, inForce }: DraftGrid, { today }: Context): Check[] {
  const validTo = parseDay(draft.head['validTo'] ?? '')
  if (!validTo) return []
  const place = atHead('validTo')
  const held = parseDay(inForce?.head['validTo'] ?? '')
  if (!held) {
    if (validTo <= today) return [{ severity: 'blocks', rule: 'R-15', message: `有效期 ${validTo} 不晚于今天`, ...place }]
    const latest = latestFirstValidTo(today)
    return validTo > latest
      ? [{ severity: 'warns', rule: 'R-15', message: `有效期一般不超过设立后一年（${latest}），长周期货物按合同`, ...place }]
      : [passes('R-15', `有效期 ${validTo} 不超过一年`)]
  }
  if (!mayBeChangedOn(today, held)) {
    const message = `有效期已于 ${held} 届满，变更须在有效期内申报`
    return [{ severity: 'blocks', rule: 'R-14', message, ...place }]
  }
  const inTime = passes('R-14', `在有效期内申报变更（${held} 止）`)
  const establishedOn = parseDay(inForce?.head['establishedOn'] ?? '')
  if (validTo === held || !establishedOn) return [inTime]
  if (validTo < held)
    return [inTime, { severity: 'warns', rule: 'R-15', message: `有效期由 ${held} 提前到 ${validTo}`, ...place }]
  const problem = extensionProblem({ establishedOn, validTo: held, extendedTo: validTo, filedOn: today })
  const latest = latestValidTo(establishedOn)
  // 手册用途 2 特殊行业: validity follows the contract.
  const longCycle = draft.head['purpose'] === '2'
  return [
    inTime,
    problem === 'beyondMaximum'
      ? longCycle
        ? {
            severity: 'warns',
            rule: 'R-15',
            message: `延期后 ${validTo} 超过设立后两年（${latest}），特殊行业按合同有效期`,
            ...place,
          }
        : {
            severity: 'blocks',
            rule: 'R-15',
            message: `延期不得超过设立后两年（${latest}）；手册用途为特殊行业的按合同`,
            ...place,
          }
      : passes('R-16', `延期申请在有效期届满前提出，延至 ${validTo}`),
  ]
}

function checkStandards({ draft }: DraftGrid, rows: Rows, { reference, today }: Context): Check[] {
  const standards = draft.head['kind'] === 'H' ? [] : reference.standardsOn(today)
  if (standards.length === 0) return []
  const items = (body: 'materials' | 'products') => new Map(inForceRows(rows[body]).map(({ cells }) => [cells['seq'], cells]))
  const [materials, products] = [items('materials'), items('products')]
  const found = changedRows(rows.consumptions).flatMap((row): Check[] => {
    const read = readRow('consumptions', row.cells)
    if ('problems' in read) return []
    const line = read.value
    const goods = {
      productHsCode: products.get(String(line.productSeq))?.['hsCode'] ?? '',
      materialHsCode: materials.get(String(line.materialSeq))?.['hsCode'] ?? '',
      unit: materials.get(String(line.materialSeq))?.['unit'] ?? '',
      on: today,
    }
    const standard = standardFor(standards, goods)
    if (!standard) return []
    const bonded = unitConsumption(line).times(exactPercent(line.bondedRatio))
    const { limit } = withinStandard(bonded, standard)
    if (!limit) return []
    const [word, bound] = limit === 'upper' ? ['高于上限', standard.upper] : ['低于下限', standard.lower]
    return [
      {
        severity: 'warns',
        rule: 'R-32',
        message: `成品 ${line.productSeq} 版本 ${line.version} 料件 ${line.materialSeq} 的保税单耗 ${bonded.toText(9)} ${word} ${bound === undefined ? '' : printRate(bound)}，海关按限核销（${standard.source}）`,
        ...atRow('consumptions', row.rowId, 'netConsumption'),
      },
    ]
  })
  return found.length > 0 ? told(found) : [passes('R-32', '申报的单耗都在单耗标准之内')]
}

function checkDeclared({ draft }: DraftGrid, rows: Rows): Check[] {
  if (draft.head['consumptionStage'] === '2') return [passes('R-33', '单耗在报核前申报')]
  const declared = new Set(
    inForceRows(rows.consumptions)
      .filter(({ cells }) => cells['declarationState'] !== '1')
      .map(({ cells }) => cells['productSeq']),
  )
  const without = inForceRows(rows.products).filter(({ cells }) => !declared.has(cells['seq']))
  if (without.length === 0) return [passes('R-33', '每个成品都有单耗')]
  return told(
    without.map(({ rowId, cells }) => ({
      severity: 'warns',
      rule: 'R-33',
      message: `成品 ${cells['seq'] ?? ''} ${cells['name'] ?? ''}没有申报的单耗，申报前不能出口`,
      ...atRow('products', rowId, 'seq'),
    })),
  )
}

function checkFrozen(rows: Rows): Check[] {
  const barred = bodies.flatMap((body) =>
    rows[body].flatMap(({ rowId, barred: by }): Check[] =>
      by ? [{ severity: 'blocks', rule: by.rule, message: by.message, ...atRow(body, rowId, by.column) }] : [],
    ),
  )
  return barred.length > 0 ? told(barred) : [passes('R-34', '没有改动已使用的单耗版本和已有清单的料件、成品')]
}

/** a recorded quantity below what has moved already. */
function checkMoved({ draft }: DraftGrid, rows: Rows, { writeOff }: Context): Check[] {
  if (draft.kind === 'filing' || draft.handbook_id === null) return []
  const { materials, products } = writeOff.compute(draft.handbook_id)
  const moved = {
    materials: new Map(materials.map(({ seq, imported }) => [seq, imported as bigint])),
    products: new Map<number, bigint>(),
  }
  for (const { seq, netExport } of products) moved.products.set(seq, (moved.products.get(seq) ?? 0n) + netExport)
  const rules = { materials: ['R-114', '进口'], products: ['R-115', '出口'] } as const
  const found = (['materials', 'products'] as const).flatMap((body) =>
    changedRows(rows[body]).flatMap(({ rowId, cells }): Check[] => {
      const [rule, word] = rules[body]
      const done = moved[body].get(Number(cells['seq'])) ?? 0n
      const recorded = parseScaled('Quantity', cells['quantity'] ?? '')
      if (typeof recorded === 'string' || recorded === 0n || recorded >= done) return []
      const message = `${bodyLabels[body]} ${cells['seq'] ?? ''} 的备案数量 ${printQuantity(recorded)} 少于已${word} ${printQuantity(done as Quantity)}`
      return [{ severity: 'blocks', rule, message, ...atRow(body, rowId, 'quantity') }]
    }),
  )
  return found.length > 0 ? told(found) : [passes('R-114', '备案数量不少于已进口、已出口数量')]
}
