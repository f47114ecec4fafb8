import type { Output } from '../../../shared/contract/contract.ts'
import { day, dayOfInstant } from '../../../shared/domain/day.ts'
import type { ModificationMark } from '../../../shared/domain/handbook-record.ts'
import { listBusinessTable } from '../../../shared/domain/list-business.ts'
import { declarationNoOf } from '../../../shared/domain/list-guards.ts'
import type { ExaminedLine, ReadLine } from '../../../shared/domain/list-lines.ts'
import type { ListRecord, ListRecordHead, ListRecordLine, NamedEnterprise } from '../../../shared/domain/list-record.ts'
import { partiesOf } from '../handbooks/service.ts'
import { differing } from './examine.ts'
import type { Examination } from './examine.ts'

/** The list as it would be declared, or how many cells are wrong. */
export function recordOf(of: Examination, enterprise: Output<'enterprise.get'>): ListRecord | { problems: number } {
  const problems =
    of.headProblems.length + of.lines.reduce((sum, line) => sum + line.problems.length, 0) + (of.lines.length === 0 ? 1 : 0)
  if (problems > 0 || !enterprise || of.declaredOn === undefined) return { problems: problems || 1 }
  const numbers = declarationNoOf(of.declaration)
  const lines = of.lines.flatMap(({ lineNo, item, line, typed }): ListRecordLine[] =>
    item && line
      ? [recordLine(lineNo, { item, line }, { no: numbers.get(lineNo) ?? lineNo, mark: markOf(of, lineNo, typed) })]
      : [],
  )
  return { head: headOf(of, enterprise), lines: [...lines, ...deletedLines(of)].toSorted((a, b) => a.lineNo - b.lineNo) }
}

function recordLine(
  lineNo: number,
  { item, line }: { item: NonNullable<ExaminedLine['item']>; line: ReadLine },
  { no, mark }: { no: number; mark: ModificationMark },
): ListRecordLine {
  const { apart: _, ...figures } = line
  return {
    lineNo,
    declarationLineNo: no,
    partNo: item.partNo,
    hsCode: item.hsCode,
    name: item.name,
    spec: item.spec,
    unit: item.unit,
    legalUnit: item.legalUnit,
    secondLegalUnit: item.secondLegalUnit,
    mark,
    ...figures,
  }
}

/** 修改标志 beside the list in the books; every line of a new list is 增加 (FORMATS §9). */
function markOf({ declarationType, linesBefore }: Examination, lineNo: number, typed: ExaminedLine['typed']): ModificationMark {
  if (declarationType === '1') return '3'
  const before = linesBefore.get(lineNo)
  if (!before) return '3'
  return differing(before, typed).length === 0 ? '0' : '1'
}

/** Lines of the list in the books that a change takes out, as they are there. */
function deletedLines(of: Examination): ListRecordLine[] {
  if (of.declarationType !== '2') return []
  return of.deleted.flatMap(({ lineNo, item, line }) =>
    item && line ? [recordLine(lineNo, { item, line }, { no: lineNo, mark: '2' })] : [],
  )
}

function headOf(of: Examination, enterprise: NonNullable<Output<'enterprise.get'>>): ListRecordHead {
  const { draft, head, handbookRow: handbook, base } = of
  const { direction, goods, flowType } = listBusinessTable[draft.business]
  const at = (id: string) => head[id] ?? ''
  const named = (prefix: string): NamedEnterprise => ({
    creditCode: at(`${prefix}CreditCode`),
    customsCode: at(`${prefix}CustomsCode`),
    name: at(`${prefix}Name`),
  })
  const own: NamedEnterprise = { creditCode: enterprise.creditCode, customsCode: enterprise.customsCode, name: enterprise.name }
  return {
    seqNo: base?.seq_no ?? '',
    listNo: base?.list_no ?? '',
    changeNo: base ? Number(base.edition) + 1 : 0,
    declarationType: draft.declaration_type,
    handbookNo: handbook.handbook_no,
    innerNo: at('innerNo'),
    ...partiesOf(handbook),
    declarant: own,
    input: own,
    enteredOn: dayOfInstant(draft.created_at),
    declaredOn: day(at('declaredOn')),
    direction,
    goods: goods === 'material' ? 'I' : 'E',
    mode: draft.mode,
    transportMode: at('transportMode'),
    port: at('port'),
    customsDistrict: at('customsDistrict'),
    country: at('country'),
    listType: at('listType'),
    flowType,
    applyNo: at('applyNo'),
    relatedListNo: at('relatedListNo'),
    relatedHandbookNo: at('relatedHandbookNo'),
    declaredToCustoms: at('declaredToCustoms') === '1' ? '1' : '2',
    declarationLink: at('declarationLink') === '1' ? '1' : at('declarationLink') === '2' ? '2' : '',
    makesDeclaration: at('makesDeclaration') === '1' ? '1' : '2',
    declarationForm: at('declarationForm'),
    correspondingDeclarant: at('declarationLink') === '2' ? named('correspondingDeclarant') : undefined,
    related:
      at('declarationLink') === '1'
        ? { operator: named('relatedOperator'), processor: named('relatedProcessor'), declarant: named('relatedDeclarant') }
        : undefined,
    remark: at('remark'),
  }
}
