import { listField, listFields } from '../../../shared/domain/list-fields.ts'
import type { ListPart } from '../../../shared/domain/list-fields.ts'
import { saidIn, shownListText } from './list-draft-columns.tsx'
import classes from './list-draft.module.css'
import type { ListDraftDetail } from './list-draft-words.ts'

interface Difference {
  /** 表头, or the line and its item. */
  where: string
  column: string
  label: string
  before: string | null
  after: string | null
  part: ListPart
}

/** 改前改后, side by side: the list in the books against what the draft makes of it. Only what differs is shown. */
export function CompareEdition({ draft }: { draft: ListDraftDetail }) {
  const differences = [...headDifferences(draft), ...draft.body.flatMap(lineDifferences), ...draft.deleted.map(goneLine)]
  if (draft.declarationType === '3')
    return <p className={classes.calm}>整份清单删除：{draft.body.length} 行全部以冲销记出，原来的记录仍在账内。</p>
  if (differences.length === 0) return <p className={classes.calm}>还没有改动。改过的格会在这里和账内的清单并排列出。</p>
  return (
    <table className={classes.compare}>
      <colgroup>
        <col style={{ width: '30%' }} />
        <col style={{ width: '18%' }} />
        <col />
        <col />
      </colgroup>
      <thead>
        <tr>
          <th>在哪里</th>
          <th>栏目</th>
          <th>改前（账内）</th>
          <th>改后</th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ where, column, label, before, after, part }, index) => (
          <tr key={`${where} ${column}`}>
            <td>{differences[index - 1]?.where === where ? '' : where}</td>
            <td>{label}</td>
            <td className={before === null ? undefined : classes.gone}>
              {before === null ? '（没有这一行）' : shownListText(part, column, before) || '未填写'}
            </td>
            <td className={classes.after}>
              {after === null ? '（删除这一行）' : shownListText(part, column, after) || '未填写'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Every declaration says these anew: they are no change. */
const ofTheDeclaration = new Set(['declaredOn'])

function headDifferences({ head, headBefore }: ListDraftDetail): Difference[] {
  if (!headBefore) return []
  return listFields.head.flatMap(({ id, label }): Difference[] => {
    const [before, after] = [headBefore[id] ?? '', head[id] ?? '']
    return before === after || ofTheDeclaration.has(id) ? [] : [{ where: '表头', column: id, label, before, after, part: 'head' }]
  })
}

const goneLine = ({ lineNo, name, before }: ListDraftDetail['deleted'][number]): Difference => ({
  where: `第 ${lineNo} 行　${before['itemSeq'] ?? ''} ${name}`,
  column: 'quantity',
  label: '申报数量',
  before: before['quantity'] ?? '',
  after: null,
  part: 'line',
})

function lineDifferences(line: ListDraftDetail['body'][number]): Difference[] {
  const { lineNo, item, before } = line
  const where = `第 ${lineNo} 行　${line.cells['itemSeq'] ?? ''} ${item.name}`
  const columns = listFields.line.filter(({ id }) =>
    before === null ? saidIn({ cells: line.cells, facts: line }, id) !== '' : (before[id] ?? '') !== (line.cells[id] ?? ''),
  )
  return columns.map(({ id }) => ({
    where,
    column: id,
    label: listField('line', id)?.label ?? id,
    before: before && (before[id] ?? ''),
    after: saidIn({ cells: line.cells, facts: line }, id),
    part: 'line',
  }))
}
