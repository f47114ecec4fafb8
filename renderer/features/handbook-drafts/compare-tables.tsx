import type { Output } from '../../../shared/contract/contract.ts'
import type { RecordPart } from '../../../shared/domain/handbook-record-fields.ts'
import { shownText } from './draft-columns.tsx'
import type { ItemNames } from './draft-columns.tsx'
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

const Columns = ({ widths, titles }: { widths: readonly string[]; titles: readonly string[] }) => (
  <>
    <colgroup>
      {widths.map((width, index) => (
        <col key={titles[index]} style={width === '' ? undefined : { width }} />
      ))}
    </colgroup>
    <thead>
      <tr>
        {titles.map((title) => (
          <th key={title}>{title}</th>
        ))}
      </tr>
    </thead>
  </>
)

const shown = (part: RecordPart, column: string, text: string) => shownText(part, column, text) || '未填写'

export const CompareHead = ({ fields }: { fields: readonly Field[] }) => (
  <table className={classes.compare}>
    <Columns widths={['22%', '', '']} titles={['栏目', '变更前', '变更后']} />
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

/** What a row is known by, in words: 序号 1 电感器, or 成品 1 移动电源 版本 0 料件 3 聚酯薄膜. */
function Known({ body, row, names }: { body: DraftBody; row: Row; names: ItemNames }) {
  const [first = '', version = '', material = ''] = row.key.split(':')
  if (body !== 'consumptions') {
    const name = (body === 'materials' ? names.materials : names.products).get(first)?.name
    return (
      <td>
        {first}　{name}
      </td>
    )
  }
  return (
    <td>
      <div>
        成品 {first}　{names.products.get(first)?.name}　版本 {version}
      </div>
      <div>
        料件 {material}　{names.materials.get(material)?.name}
      </div>
    </td>
  )
}

/** Columns that stand beside the row already. */
const saidByKey = new Set(['seq', 'name', 'productSeq', 'version', 'materialSeq'])

/** Rows that are new or gone: all they say, in one cell each. */
function WholeRows({ body, rows, names, gone }: { body: DraftBody; rows: readonly Row[]; names: ItemNames; gone: boolean }) {
  return (
    <table className={classes.compare}>
      <Columns widths={['28%', '']} titles={[keyTitle(body), gone ? '变更前' : '变更后']} />
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <Known body={body} row={row} names={names} />
            <td className={gone ? undefined : classes.new}>
              <div className={classes.whole}>
                {row.fields.map(({ column, label, before, after }) => {
                  const text = gone ? before : after
                  return (
                    text !== '' &&
                    !saidByKey.has(column) && (
                      <span key={column}>
                        <span>{label}</span> {shownText(body, column, text)}
                      </span>
                    )
                  )
                })}
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const keyTitle = (body: DraftBody): string => (body === 'consumptions' ? '成品、版本、料件' : '序号、名称')

function ChangedRows({ body, rows, names }: { body: DraftBody; rows: readonly Row[]; names: ItemNames }) {
  return (
    <table className={classes.compare}>
      <Columns widths={['28%', '18%', '', '']} titles={[keyTitle(body), '栏目', '变更前', '变更后']} />
      <tbody>
        {rows.map((row) =>
          row.fields.map(({ column, label, before, after }, index) => (
            <tr key={`${row.key} ${column}`}>
              {index === 0 ? <Known body={body} row={row} names={names} /> : <td />}
              <td>{label}</td>
              <td className={classes.gone}>{shown(body, column, before)}</td>
              <td className={classes.after}>{shown(body, column, after)}</td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  )
}

export function CompareBody({ body, rows, names }: { body: DraftBody; rows: readonly Row[]; names: ItemNames }) {
  return groupsOf(rows).map(([name, of]) => (
    <div key={name}>
      <div className={classes.group}>
        {name} {of.length} 行
      </div>
      {name === '修改' ? (
        <ChangedRows body={body} rows={of} names={names} />
      ) : (
        <WholeRows body={body} rows={of} names={names} gone={name === '删除'} />
      )}
    </div>
  ))
}
