import type { Output } from '../../../shared/contract/contract.ts'
import type { RecordPart } from '../../../shared/domain/handbook-record-fields.ts'
import { shownText } from './draft-columns.tsx'
import type { DraftBody } from './draft-words.ts'
import classes from './draft.module.css'

type Comparison = Output<'handbookDrafts.compare'>
type Row = Comparison['bodies'][number]['rows'][number]
type Field = Comparison['head'][number]

const groupNames = [
  ['3', '增加'],
  ['1', '修改'],
  ['2', '删除'],
] as const

/** The rows of a body as 增加, 修改, 删除; only groups that there are. */
export const groupsOf = (rows: readonly Row[]): [name: string, rows: readonly Row[]][] =>
  groupNames.flatMap(([mark, name]): [string, readonly Row[]][] => {
    const of = rows.filter((row) => row.mark === mark)
    return of.length > 0 ? [[name, of]] : []
  })

const Columns = ({ first }: { first?: string }) => (
  <>
    <colgroup>
      {first && <col style={{ width: '22%' }} />}
      <col style={{ width: '18%' }} />
      <col />
      <col />
    </colgroup>
    <thead>
      <tr>
        {first && <th>{first}</th>}
        <th>栏目</th>
        <th>变更前</th>
        <th>变更后</th>
      </tr>
    </thead>
  </>
)

const shown = (part: RecordPart, column: string, text: string) => shownText(part, column, text) || '未填写'

export const CompareHead = ({ fields }: { fields: readonly Field[] }) => (
  <table className={classes.compare}>
    <Columns />
    <tbody>
      {fields.map(({ column, label, before, after }) => (
        <tr key={column}>
          <td>{label}</td>
          <td className={classes.gone}>{shown('head', column, before)}</td>
          <td className={classes.after}>{shown('head', column, after)}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

/** What a row is known by, in words: 序号 1, or 成品 1 版本 0 料件 3. */
function keyText(body: DraftBody, key: string): string {
  const [first = '', version = '', material = ''] = key.split(':')
  return body === 'consumptions' ? `成品 ${first}　版本 ${version}　料件 ${material}` : `序号 ${first}`
}

/** The name beside the number, where the row says it. */
const nameOf = ({ fields }: Row): string => {
  const name = fields.find(({ column }) => column === 'name')
  return name ? name.after || name.before : ''
}

export function CompareBody({ body, rows }: { body: DraftBody; rows: readonly Row[] }) {
  return groupsOf(rows).map(([name, of]) => (
    <div key={name}>
      <div className={classes.group}>
        {name} {of.length} 行
      </div>
      <table className={classes.compare}>
        <Columns first={body === 'consumptions' ? '成品、版本、料件' : '序号'} />
        <tbody>
          {of.map((row) => {
            const fields = row.mark === '1' ? row.fields : row.fields.filter(({ before, after }) => before + after !== '')
            return fields.map(({ column, label, before, after }, index) => (
              <tr key={`${row.key} ${column}`} data-first={index === 0 || undefined}>
                {index === 0 && (
                  <td rowSpan={fields.length}>
                    {keyText(body, row.key)}
                    <div>{nameOf(row)}</div>
                  </td>
                )}
                <td>{label}</td>
                <td className={row.mark === '3' ? undefined : classes.gone}>
                  {row.mark === '3' ? '' : shown(body, column, before)}
                </td>
                <td className={row.mark === '3' ? classes.new : row.mark === '1' ? classes.after : undefined}>
                  {row.mark === '2' ? '' : shown(body, column, after)}
                </td>
              </tr>
            ))
          })}
        </tbody>
      </table>
    </div>
  ))
}
