import { addDays } from './day.ts'
import { isAccount } from './handbook-record-fields.ts'
import { listBusinessTable } from './list-business.ts'
import type { ListFacts, ListGuard } from './list-facts.ts'
import { listFieldLabel } from './list-fields.ts'

const guard = (severity: ListGuard['severity'], rule: string, column: string, message: string, next: string): ListGuard => ({
  severity,
  rule,
  message,
  next,
  lineNo: null,
  column,
  to: null,
})

/** What is left of the materials may be disposed of after the handbook has ended; anything else belongs inside its validity. */
const disposals = new Set(['materialSale', 'scrapSale', 'scrapReexport', 'reexport', 'surplusOut'])

/** The head by itself, and the handbook behind it: …. */
export function headGuards(facts: ListFacts): ListGuard[] {
  const { head, handbook, business, change } = facts
  const { flowType, direction } = listBusinessTable[business]
  const guards: ListGuard[] = facts.headProblems.map(({ column, message }) =>
    guard('blocks', 'R-67', column, message, facts.head[column] ? '请改正这一栏' : '请填写这一栏'),
  )
  if (!facts.hasEnterprise)
    guards.push({
      ...guard('blocks', 'R-67', '', '没有填写本企业资料，不知道由谁申报', '请先填写企业资料'),
      to: '/settings/enterprise',
    })
  if (facts.lines.length === 0) guards.push(guard('blocks', 'R-67', '', '表体没有商品', '请至少填写一行'))
  if (facts.innerNoTakenBy !== undefined)
    guards.push(
      guard(
        'blocks',
        'R-185',
        'innerNo',
        `企业内部编号 ${head['innerNo'] ?? ''} 已用于${facts.innerNoTakenBy}`,
        '请另给一个编号',
      ),
    )
  if (change) {
    if (!change.allowed) guards.push(guard('blocks', 'R-68', '', change.reason, change.next))
    else if (facts.declarationType === '2' && !change.differs)
      guards.push(guard('blocks', 'R-68', '', '与账内清单没有不同，不用变更', '请修改要变更的内容，或作废草稿'))
    else if (change.reason !== '') guards.push(guard('warns', 'R-68', '', change.reason, change.next))
    if ((head['innerNo'] ?? '') !== change.innerNo && change.innerNo !== '')
      guards.push(
        guard('blocks', 'R-185', 'innerNo', `变更不能改企业内部编号（原为 ${change.innerNo}）`, `请改回 ${change.innerNo}`),
      )
  }
  guards.push(...handbookGuards(facts))
  guards.push(...natureGuards(facts))
  if (flowType !== '') guards.push(...transferGuards(facts))
  if (business === 'destruction' || business === 'scrapDestruction') {
    const papers = handbook.kind === 'B' ? '；来料须有外商的销毁声明' : ''
    guards.push(
      guard(
        'warns',
        'R-93',
        '',
        '销毁没有收入时用本监管方式；取得收入的按内销申报',
        `请备齐销毁方案、说明和处置单位资质${papers}`,
      ),
    )
  }
  if (business === 'exchangeIn' || business === 'exchangeOut')
    guards.push(guard('warns', 'R-58', '', '料件退换限于未经加工的原状料件', '已加工的料件请按其他方式处置'))
  guards.push(...declarationGuards(facts))
  if (facts.declaredOn !== undefined && facts.declaredOn > addDays(facts.today, 1) && facts.declarationType !== '3')
    guards.push(
      guard('warns', 'R-67', 'declaredOn', `清单申报日期 ${facts.declaredOn} 在今天（${facts.today}）之后`, '请核对日期'),
    )
  if (direction === 'E' && (head['country'] ?? '') === '142' && listBusinessTable[business].transportMode === '')
    guards.push(guard('warns', 'R-67', 'country', '货物出境，运抵国(地区)却是中国', '请核对启运/运抵国(地区)'))
  return guards
}

function handbookGuards({ handbook, business, declaredOn, declarationType, today }: ListFacts): ListGuard[] {
  const guards: ListGuard[] = []
  const { direction } = listBusinessTable[business]
  if (handbook.closedOn !== undefined)
    return [guard('blocks', 'R-18', '', `手册已于 ${handbook.closedOn} 核销结案，不再申报清单`, '请核对手册编号')]
  if (declarationType !== '1') return []
  if (handbook.reportedOn !== undefined) {
    const severity = business === 'surplusOut' || business === 'surplusIn' ? 'blocks' : 'warns'
    guards.push(
      guard(
        severity,
        business === 'surplusOut' ? 'R-57' : 'R-124',
        '',
        `手册已于 ${handbook.reportedOn} 报核，新清单会使报核数据不符`,
        '请与主管海关确认，必要时退回报核后再申报',
      ),
    )
  }
  const on = declaredOn ?? today
  if (on < handbook.establishedOn)
    guards.push(guard('blocks', 'R-14', 'declaredOn', `申报日期 ${on} 早于手册设立日期 ${handbook.establishedOn}`, '请核对日期'))
  if (on > handbook.validTo) {
    const rule =
      business === 'surplusIn' ? 'R-57' : business === 'destruction' || business === 'scrapDestruction' ? 'R-93' : 'R-14'
    guards.push(
      disposals.has(business)
        ? guard('warns', rule, 'declaredOn', `手册有效期已于 ${handbook.validTo} 届满`, '余料应在报核前处置完毕，请抓紧办理')
        : guard(
            'blocks',
            rule,
            'declaredOn',
            `手册有效期已于 ${handbook.validTo} 届满，不能申报${listBusinessTable[business].name}`,
            '请先办理延期，或核对日期',
          ),
    )
  }
  if (isPaused(handbook.kind, handbook.pauseMark, direction))
    guards.push(guard('blocks', 'R-14', '', `手册已暂停${direction === 'I' ? '进口' : '出口'}`, '请与主管海关联系，恢复后再申报'))
  return guards
}

/** 暂停进出口标记 has one list of codes for handbooks and another for accounts (FORMATS §9). */
function isPaused(kind: string, mark: string, direction: 'I' | 'E'): boolean {
  const [both, imports, exports] = isAccount(kind) ? [['3', '6'], '4', '5'] : [['6', '9'], '7', '8']
  return both.includes(mark) || mark === (direction === 'I' ? imports : exports)
}

/** R-2, the import side: what is recorded of the handbook must fit the mode of its direct imports. */
function natureGuards({ handbook, business, mode }: ListFacts): ListGuard[] {
  const expected = mode === '0214' ? '502' : mode === '0615' || mode === '0715' ? '503' : undefined
  if (business !== 'import' || expected === undefined || handbook.levyNature === '' || handbook.levyNature === expected) return []
  return [
    guard(
      'blocks',
      'R-2',
      '',
      `监管方式 ${mode} 的征免性质应为 ${expected}，手册是 ${handbook.levyNature}`,
      '请核对手册的监管方式和征免性质',
    ),
  ]
}

function transferGuards(facts: ListFacts): ListGuard[] {
  const { head, business, handbook, relatedHandbook } = facts
  const guards: ListGuard[] = []
  const outward = business === 'transferOut' || business === 'surplusOut'
  const deep = business === 'transferIn' || business === 'transferOut'
  const related = head['relatedHandbookNo'] ?? ''
  if (related === '')
    guards.push(guard('blocks', deep ? 'R-47' : 'R-54', 'relatedHandbookNo', '结转没有填写关联备案编号', '请填写对方的手册编号'))
  else if (related === handbook.handbookNo)
    guards.push(guard('blocks', deep ? 'R-47' : 'R-54', 'relatedHandbookNo', '关联备案编号是本手册', '请填写另一本手册的编号'))
  if (outward && (head['relatedListNo'] ?? '') === '')
    guards.push(
      guard('blocks', 'R-50', 'relatedListNo', '转入方的清单先申报，转出清单须填写关联清单编号', '请向转入方取得清单编号后填写'),
    )
  if (deep)
    for (const bar of facts.transferBars)
      guards.push(guard('blocks', 'R-51', '', `${bar}，不能办理深加工结转`, '请先办结后再申报'))
  if (deep || related === '' || related === handbook.handbookNo) return guards
  // 来料 with 来料, 进料 with 进料; an account may hold either.
  const family = (letter: string) => (letter === 'B' || letter === 'C' ? letter : undefined)
  const [own, other] = [family(handbook.kind), family(related.slice(0, 1))]
  if (own && other && own !== other)
    guards.push(guard('blocks', 'R-55', 'relatedHandbookNo', '来料与进料手册之间不能余料结转', '请结转到同一贸易方式的手册'))
  if (!relatedHandbook) return guards
  if (relatedHandbook.operatorCustomsCode !== handbook.operatorCustomsCode)
    guards.push(
      guard('blocks', 'R-55', 'relatedHandbookNo', `手册 ${related} 的经营企业不同，不能余料结转`, '请选择同一经营企业的手册'),
    )
  if (relatedHandbook.processorCustomsCode !== handbook.processorCustomsCode)
    guards.push(guard('warns', 'R-54', 'relatedHandbookNo', `手册 ${related} 的加工企业不同`, '请核对；余料结转要求同一加工企业'))
  for (const { lineNo, item } of facts.lines)
    if (item && !relatedHandbook.hasMaterial(item.hsCode, item.name))
      guards.push({
        ...guard(
          'blocks',
          'R-55',
          'itemSeq',
          `手册 ${related} 没有备案料件 ${item.hsCode} ${item.name}`,
          '请先在转入手册备案这项料件',
        ),
        lineNo,
      })
  return guards
}

/** 是否报关, 报关类型, 是否生成报关单, 报关单类型 and the enterprises of the other declaration go together (FORMATS §5.2). */
function declarationGuards({ head, business }: ListFacts): ListGuard[] {
  const guards: ListGuard[] = []
  const is = (id: string) => head[id] ?? ''
  const missing = (id: string, why: string) =>
    guards.push(guard('blocks', 'R-67', id, `“${listFieldLabel('head', id)}”没有填写：${why}`, '请填写这一栏'))
  const superfluous = (id: string, why: string) =>
    guards.push(guard('blocks', 'R-67', id, `${why}，不填“${listFieldLabel('head', id)}”`, '请清空这一栏'))
  if (is('declaredToCustoms') === '1') {
    if (is('declarationLink') === '') missing('declarationLink', '报关的清单须说明报关类型')
  } else if (is('declaredToCustoms') === '2') {
    if (is('declarationLink') !== '') superfluous('declarationLink', '非报关的清单')
    if (is('makesDeclaration') === '1')
      guards.push(guard('blocks', 'R-67', 'makesDeclaration', '非报关的清单不生成报关单', '请改为不生成'))
    if (listBusinessTable[business].declared)
      guards.push(guard('warns', 'R-67', 'declaredToCustoms', `${listBusinessTable[business].name}通常须报关`, '请核对是否报关'))
  }
  if (is('makesDeclaration') === '1' && is('declarationForm') === '') missing('declarationForm', '生成报关单的须说明报关单类型')
  if (is('makesDeclaration') === '2' && is('declarationForm') !== '') superfluous('declarationForm', '不生成报关单')
  if (is('declarationLink') === '2')
    for (const id of ['correspondingDeclarantCustomsCode', 'correspondingDeclarantName'])
      if (is(id) === '') missing(id, '对应报关')
  if (is('declarationLink') === '1')
    for (const prefix of ['relatedOperator', 'relatedProcessor', 'relatedDeclarant'])
      for (const id of [`${prefix}CustomsCode`, `${prefix}Name`]) if (is(id) === '') missing(id, '关联报关')
  return guards
}
